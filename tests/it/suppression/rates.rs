//! What the response rates of an open wave tell: nothing of fewer than ten people. The solver reads the wave's page.

use std::collections::BTreeMap;

use candor::ballots::rates;
use candor::db::{Backend, WaveId};
use candor::schedule;
use candor::waves::{Tree, store};
use chrono::TimeDelta;

use super::rendered::{Kinds, RESPONDENTS};
use super::system::{Aims, Cells, System, Told};
use crate::accounts::{ADMIN, PASSWORD};
use crate::app::{Response, TestApp};

/// Groups of fewer people show no rate.
const PEOPLE: i64 = 10;
/// Departments, how many people they have, and how many of these answer. The board is too small, and Legal covers for it.
const TEAMS: [(&str, usize, usize); 5] =
    [("Board", 6, 2), ("Legal", 12, 12), ("Sales", 23, 14), ("Support", 15, 0), ("Works", 14, 9)];

/// What a wave's page says: how many of all have answered, and between which shares the groups' rates lie.
fn read(page: &Response) -> (i64, Vec<(String, [i64; 2])>) {
    let all: usize = TEAMS.iter().map(|(_, size, _)| size).sum();
    let (before, _) = page.text.split_once(&format!(" of {all} people")).unwrap();
    let answered = before.rsplit(|letter: char| !letter.is_ascii_digit()).next().unwrap();
    let html = scraper::Html::parse_document(&page.text);
    let select = |selector: &str| scraper::Selector::parse(selector).unwrap();
    let (rows, name, cells) = (select("table.rates tbody tr"), select("th"), select("td"));
    let words = |cell: scraper::ElementRef| cell.text().collect::<String>();
    let groups = html.select(&rows).map(|row| {
        let told = row.select(&cells).last().map(words).unwrap();
        let share = |text: &str| text.trim_end_matches('%').trim().parse::<i64>().unwrap();
        let between = match (told.split_once(' '), told.split_once('–')) {
            (Some(("under", share_above)), _) => [0, share(share_above)],
            (Some(("over", share_below)), _) => [share(share_below), 101],
            (_, Some((low, high))) => [share(low), share(high)],
            _ => panic!("a rate that the reader does not know: {told}"),
        };
        (row.select(&name).next().map(words).unwrap(), between)
    });
    (answered.parse().unwrap(), groups.collect())
}

/// What follows for people of fewer than ten.
fn exposed(tree: &Tree, (answered, groups): (i64, Vec<(String, [i64; 2])>)) -> Option<String> {
    let staffed = tree.groups().iter().filter(|group| group.direct_headcount > 0);
    let people: BTreeMap<_, i64> = staffed.map(|group| ((0, group.number), group.direct_headcount.into())).collect();
    let all: i64 = people.values().sum();
    let everyone: Cells = people.keys().copied().collect();
    let kinds: Kinds = [answered, 0, 0, all - answered];
    let mut system = System { people: people.clone(), known: vec![(everyone, kinds)], told: Vec::new() };
    for (name, [low, high]) in groups {
        let number = tree.groups().iter().find(|group| group.name == name).unwrap().number;
        let of = people[&(0, number)];
        let (low, high) = ((low * of + 99) / 100, ((high * of + 99) / 100 - 1).min(of));
        system.told.push(Told { cells: Cells::from([(0, number)]), kinds: RESPONDENTS, low, high });
    }
    let groups: Vec<Cells> = people.keys().map(|cell| Cells::from([*cell])).collect();
    system.exposes(&Aims { groups: &groups, respondents: &people, threshold: PEOPLE })
}

impl TestApp {
    async fn rates_on_the_page(&self, wave: WaveId) -> (i64, Vec<(String, [i64; 2])>) {
        let page = self.get(&format!("/waves/{wave}")).await;
        assert_eq!(page.status, 200, "{}", page.text);
        read(&page)
    }
}

#[actix_web::test]
async fn response_rates_of_an_open_wave_tell_nothing_of_fewer_than_ten_people() {
    let app = TestApp::start(Backend::Sqlite).await;
    app.introduce("Meridian", "survey@meridian.example").await;
    app.hire(&TEAMS.map(|(name, size, _)| (name, size))).await;
    let wave = app.launch_wave("March").await;
    let (links, mut first) = (app.links(wave).await, 0);
    for (_, size, answering) in TEAMS {
        for link in &links[first..first + answering] {
            assert_eq!(app.answer(link, 9, "").await.status, 200);
        }
        first += size;
    }
    app.app.clock.advance(TimeDelta::hours(25));
    schedule::tick(&app.app).await.unwrap();
    app.sign_in().await;
    let tree = app.app.db.read(move |conn| store::tree(conn, wave)).await.unwrap();
    let told = app.rates_on_the_page(wave).await;
    assert_eq!(told.0, 37);
    assert_eq!(told.1.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["Sales", "Support", "Works"]);
    assert_eq!(exposed(&tree, told), None);

    // With every group's rate the board's follows.
    app.app.clock.advance(TimeDelta::hours(25));
    let (keys, now) = (app.app.keys.clone(), app.app.clock.now());
    let everything = |tree: &Tree| tree.groups().iter().map(|group| group.number).collect();
    app.app.db.write(move |conn| rates::refresh(conn, &keys, now, everything)).await.unwrap();
    app.post_sign_in(ADMIN, PASSWORD).await;
    let told = app.rates_on_the_page(wave).await;
    assert_eq!(told.1.len(), TEAMS.len());
    assert!(exposed(&tree, told).is_some());
}
