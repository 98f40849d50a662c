//! 25,517 people in 36 departments, the hard case of suppression: what the report shows is what a separate
//! program says may be shown, and an attacker who solves for the rest derives no other group.

use std::collections::{BTreeSet, HashMap};

use candor::db::{Backend, WaveId};
use candor::schedule;
use candor::waves::{Tree, store};
use chrono::TimeDelta;
use serde_json::Value;

use super::attacker::Attacker;
use super::wave::{Expected, addresses, answer_all, answers, link};
use crate::accounts::{ADMIN, PASSWORD};
use crate::app::TestApp;
use crate::people::fixture;

#[actix_web::test]
async fn a_city_runs_from_roster_to_report_on_sqlite() {
    run(Backend::Sqlite).await;
}

#[cfg(feature = "postgres")]
#[actix_web::test]
async fn a_city_runs_from_roster_to_report_on_postgresql() {
    run(Backend::Postgres).await;
}

async fn run(backend: Backend) {
    let app = TestApp::start(backend).await;
    app.sign_in().await;
    app.introduce("City", "survey@city.example").await;
    app.import(&String::from_utf8(fixture("city-26k.csv")).unwrap()).await;
    let wave = app.launch_wave("March 2026").await;
    app.deliver().await;
    let messages = app.take_mail();
    assert_eq!(messages.len(), 25_517);
    let links: HashMap<_, _> = messages.into_iter().map(|message| (message.to.address, link(&message.text))).collect();
    answer_all(&app, answers("wave-city-answers.csv"), &addresses("city-26k.csv"), &links).await;
    app.app.clock.advance(TimeDelta::days(14));
    schedule::tick(&app.app).await.unwrap();
    assert_eq!(app.post_sign_in(ADMIN, PASSWORD).await.status, 303);
    shows_what_may_be_shown(&app, wave).await;
    let tree = app.app.db.read(move |conn| store::tree(conn, wave)).await.unwrap();
    no_other_group_follows(&tree, &app.report_csv(wave).await);
    without_the_complement_rule_one_would(&tree);
}

async fn shows_what_may_be_shown(app: &TestApp, wave: WaveId) {
    let expected: Value = serde_json::from_slice(&fixture("wave-city-expected.json")).unwrap();
    let rows = app.report_csv(wave).await;
    let (shown, withheld): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row["State"] == "shown");
    let others = |name: &str| rest_of(name).is_some();
    let mut published = BTreeSet::new();
    for row in shown.iter().skip(1).filter(|row| !others(&row["Group"])) {
        compare(row, &expected["published"][&row["Group"]]);
        published.insert(row["Group"].clone());
    }
    compare(shown[0], &expected["published"]["(everyone)"]);
    published.insert("(everyone)".to_owned());
    assert_eq!(published, expected["published"].as_object().unwrap().keys().cloned().collect());
    assert_eq!(withheld.iter().map(|row| row["Group"].clone()).collect::<BTreeSet<_>>(), names(&expected["withheld"]));
    let fine = shown.iter().filter(|row| !others(&row["Group"]) && !row["Gave 0"].is_empty());
    let fine: BTreeSet<String> = fine.map(|row| row["Group"].clone()).collect();
    let expected_fine = names(&expected["comment_groups"]);
    assert_eq!(fine.len(), expected_fine.len());
    assert!(expected_fine.iter().filter(|name| *name != "(everyone)").all(|name| fine.contains(name)));
}

/// The path of the group whose rest a row shows; none if the row is a group's own.
fn rest_of(name: &str) -> Option<String> {
    if ["Other departments", "In no department"].contains(&name) {
        return Some(String::new());
    }
    let (above, own) = name.rsplit_once(" / ").unwrap_or(("", name));
    let group = own.strip_prefix("Other teams in ").or_else(|| own.strip_prefix("Directly in "))?;
    Some([above, group].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" / "))
}

/// The number of every group by its path.
fn numbers(tree: &Tree) -> HashMap<String, i32> {
    tree.groups().iter().map(|group| (tree.path(group.number).join(" / "), group.number)).collect()
}

fn no_other_group_follows(tree: &Tree, rows: &[HashMap<String, String>]) {
    let numbers = numbers(tree);
    let (mut groups, mut rests) = (vec![0], Vec::new());
    for row in rows.iter().skip(1).filter(|row| row["State"] == "shown") {
        match rest_of(&row["Group"]) {
            Some(path) => rests.push(numbers[&path]),
            None => groups.push(numbers[&row["Group"]]),
        }
    }
    let attacker = Attacker::new(tree, &groups, &rests);
    let hidden: Vec<i32> = (0..).take(tree.len()).filter(|group| !groups.contains(group)).collect();
    assert!(hidden.len() > 40 && groups.iter().all(|group| attacker.knows(*group)));
    for group in hidden {
        assert!(!attacker.knows(group), "{:?} follows from what is shown", tree.path(group));
    }
}

/// The control: were every group with five answers shown, some group with fewer would follow.
fn without_the_complement_rule_one_would(tree: &Tree) {
    let place: HashMap<String, String> = csv::Reader::from_reader(fixture("city-26k.csv").as_slice())
        .deserialize::<HashMap<String, String>>()
        .map(Result::unwrap)
        .map(|person| (person["Employee ID"].clone(), [&*person["Department"], &*person["Team"]].join(" / ")))
        .collect();
    let (numbers, mut direct) = (numbers(tree), vec![0; tree.len()]);
    for answer in answers("wave-city-answers.csv") {
        let path = place[&answer.employee].trim_end_matches(" / ");
        direct[usize::try_from(numbers[path]).unwrap()] += 1;
    }
    let (large, small): (Vec<_>, Vec<_>) = (0..).zip(tree.totals(&direct)).partition(|(_, answered)| *answered >= 5);
    let large: Vec<i32> = large.into_iter().map(|(group, _)| group).collect();
    let attacker = Attacker::new(tree, &large, &[]);
    assert!(small.iter().any(|(group, _)| attacker.knows(*group)));
}

fn names(list: &Value) -> BTreeSet<String> {
    list.as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect()
}

fn compare(row: &HashMap<String, String>, expected: &Value) {
    let expected: Expected = serde_json::from_value(expected.clone()).unwrap();
    let number = |heading: &str| row[heading].parse::<u32>().unwrap();
    let found = ["Invited", "Answered", "Promoters", "Passives", "Detractors"].map(number);
    let figures = [expected.headcount, expected.responses, expected.promoters, expected.passives, expected.detractors];
    assert_eq!(found, figures, "{row:?}");
    assert!((row["Score"].parse::<f64>().unwrap() - expected.enps).abs() <= 0.050_001, "{row:?}");
}
