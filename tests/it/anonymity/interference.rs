//! Who gave which answer makes no difference: answers exchanged within an atom leave the same report behind.

use std::collections::BTreeMap;

use candor::db::named::Comment;
use candor::db::{Conn, WaveId};
use candor::keys::ordered_id;
use candor::reports::{Place, PublishedReport, store};
use candor::schema::comments;
use candor::waves::Draft;
use diesel::prelude::*;

use super::random::Random;
use crate::app::{TestApp, on_both};
use crate::ballots::Link;

/// What is left of a wave, without the ids that differ between two runs.
#[derive(Debug, PartialEq)]
struct Left {
    /// All that is published, from which every page and file is written.
    report: String,
    rows: Vec<String>,
    tallies: Vec<String>,
    comments: BTreeMap<String, Vec<String>>,
}

/// Score and comment.
type Given = (u8, String);

/// The groups of the wave, and how many answer in each: the board's three are too few, and Legal covers for them.
const TEAMS: [(&str, usize, usize); 4] = [("Board", 3, 3), ("Legal", 9, 6), ("Sales", 16, 13), ("Support", 12, 11)];
/// Groups whose people are one atom.
const ATOMS: [&[usize]; 3] = [&[0, 1], &[2], &[3]];

impl TestApp {
    /// Casts the given answers in some order, counts, and returns what is left.
    async fn world(&self, given: &BTreeMap<usize, Vec<Given>>, random: &mut Random) -> (WaveId, Left) {
        self.hire(&TEAMS.map(|(name, size, _)| (name, size))).await;
        let wave = self.launch_draft(Draft { title: "March".into(), ..self.draft("March") }).await;
        let links = self.links(wave).await;
        let mut casts: Vec<(Link, Given)> = Vec::new();
        let mut start = 0;
        for (team, (_, size, _)) in TEAMS.iter().enumerate() {
            let mut people: Vec<Link> = links[start..start + size].to_vec();
            random.shuffle(&mut people);
            casts.extend(people.into_iter().zip(given[&team].clone()));
            start += size;
        }
        random.shuffle(&mut casts);
        for (link, (score, why)) in &casts {
            assert_eq!(self.answer(link, *score, why).await.status, 200);
        }
        self.reach_close(wave).await;
        self.count(wave).await.unwrap();
        (wave, self.left(wave).await)
    }

    async fn left(&self, wave: WaveId) -> Left {
        let mut report = self.report(wave).await.unwrap();
        let mut comments = BTreeMap::new();
        for place in &report.comments {
            let mut texts = self.comments(wave, place.place().unwrap()).await;
            texts.sort();
            comments.insert(place.word.clone(), texts);
        }
        let lines = rows(&report);
        report.rows.iter_mut().for_each(|row| row.department = None);
        let all = serde_json::to_string(&report).unwrap().replace(&wave.to_string(), "wave");
        Left { report: all, rows: lines, tallies: self.tallies().await, comments }
    }

    async fn comments(&self, wave: WaveId, place: Place) -> Vec<String> {
        let found = self.app.db.read(move |conn| store::comments(conn, wave, place, 0, 1_000)).await.unwrap();
        found.into_iter().map(|comment| comment.body).collect()
    }

    /// What a build would have stored that gives ids in the order in which comments come.
    async fn number_as_they_came(&self, arrived: &[String]) {
        let arrived = arrived.to_vec();
        let number = move |conn: &mut Conn| {
            for text in arrived {
                let comment = comments::table.filter(comments::body.eq(text));
                diesel::update(comment).set(comments::id.eq(ordered_id::<Comment>())).execute(conn)?;
            }
            Ok::<_, candor::db::Error>(())
        };
        self.app.db.write(number).await.unwrap();
    }

    async fn tallies(&self) -> Vec<String> {
        let read = self.app.db.read(|conn| {
            use candor::schema::tallies::dsl::{answers, atom, choice, question, tallies};
            let found: Vec<(i32, String, i32, i32)> =
                tallies.order((atom, question, choice)).select((atom, question, choice, answers)).load(conn)?;
            Ok::<_, candor::db::Error>(found)
        });
        read.await.unwrap().into_iter().map(|row| format!("{row:?}")).collect()
    }
}

fn rows(report: &PublishedReport) -> Vec<String> {
    let line = |row: &candor::reports::Row| format!("{} {:?} {:?} {:?}", row.group, row.kind, row.path, row.figures);
    report.rows.iter().map(line).collect()
}

/// Whether an order of comments tells the order in which they came.
fn tells_arrival(stored: &[String], arrived: &[String]) -> bool {
    stored == arrived || stored.iter().rev().eq(arrived)
}

on_both! {
    async fn answers_exchanged_within_an_atom_leave_the_same_report(app: TestApp) {
        let mut random = Random(20_260_302);
        let mut given: BTreeMap<usize, Vec<Given>> = BTreeMap::new();
        for (team, (name, _, answering)) in TEAMS.iter().enumerate() {
            let answers = (0..*answering).map(|number| {
                let score = u8::try_from(random.below(11)).unwrap();
                (score, format!("{} {number} of {name}", ["", "Because", "Почему"][random.below(3)]))
            });
            given.insert(team, answers.collect());
        }
        let mut exchanged = given.clone();
        for atom in ATOMS {
            let mut all: Vec<Given> = atom.iter().flat_map(|team| given[team].clone()).collect();
            random.shuffle(&mut all);
            for team in atom {
                exchanged.insert(*team, all.drain(..given[team].len()).collect());
            }
        }
        assert_ne!(given, exchanged);
        let (_, one) = app.world(&given, &mut random).await;
        let other = TestApp::start(app.app.db.backend()).await;
        let (_, two) = other.world(&exchanged, &mut random).await;
        assert_eq!(one, two);
        assert!(one.comments.len() > 1 && one.tallies.len() > 6, "there was something to compare: {one:?}");
    }

    async fn answers_exchanged_between_atoms_are_noticed(app: TestApp) {
        let mut random = Random(7);
        let given: BTreeMap<usize, Vec<Given>> = (0..TEAMS.len())
            .map(|team| (team, vec![(u8::try_from(3 * team).unwrap(), format!("team {team}")); TEAMS[team].2]))
            .collect();
        let mut exchanged = given.clone();
        let (sales, support) = (given[&2][0].clone(), given[&3][0].clone());
        exchanged.get_mut(&2).unwrap()[0] = support;
        exchanged.get_mut(&3).unwrap()[0] = sales;
        let (_, one) = app.world(&given, &mut random).await;
        let other = TestApp::start(app.app.db.backend()).await;
        let (_, two) = other.world(&exchanged, &mut random).await;
        assert_ne!(one.rows, two.rows);
        assert_ne!(one.tallies, two.tallies);
        assert_ne!(one.comments, two.comments);
    }

    async fn the_order_of_comments_tells_nothing_of_their_arrival(app: TestApp) {
        app.hire(&[("Sales", 14)]).await;
        let wave = app.launch_wave("March").await;
        let links = app.links(wave).await;
        let mut arrived = Vec::new();
        for (number, link) in links.iter().enumerate() {
            let why = format!("Comment {:02}", number * 5 % 14);
            assert_eq!(app.answer(link, 9, &why).await.status, 200);
            arrived.push(why);
        }
        app.reach_close(wave).await;
        app.count(wave).await.unwrap();
        let place = app.report(wave).await.unwrap().comments[0].place().unwrap();
        let stored = app.comments(wave, place).await;
        assert_eq!(stored.len(), 14);
        assert!(!tells_arrival(&stored, &arrived));
        let mut sorted = stored.clone();
        sorted.sort();
        assert_ne!(stored, sorted, "nor are they in the order of their words");
        app.number_as_they_came(&arrived).await;
        assert!(tells_arrival(&app.comments(wave, place).await, &arrived), "ids in the order of arrival are caught");
    }
}
