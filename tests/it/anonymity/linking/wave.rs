//! The wave under attack: 96 people in eight departments answer over HTTP, and all that anyone could take is taken.

use std::collections::BTreeMap;

use candor::ballots::Seal;
use candor::db::{Backend, WaveId};
use candor::keys::random_bytes;
use candor::mail::Transport;
use candor::waves::Draft;
use candor::{invitations, schedule};
use chrono::TimeDelta;
use futures_util::future::join_all;

use super::evidence::Who;
use super::scene::{Known, Reply, Scene, Step, Stock};
use super::score::{DEPARTMENTS, EACH, PEOPLE, department};
use crate::accounts::{ADMIN, PASSWORD};
use crate::anonymity::cluster::Kept;
use crate::anonymity::listening::Listener;
use crate::anonymity::needles::{digits, encodings};
use crate::anonymity::random::Random;
use crate::anonymity::tables::Reader;
use crate::app::{Response, TestApp};
use crate::ballots::Link;

const TEAMS: [&str; DEPARTMENTS] = ["Art", "Bank", "Care", "Design", "Energy", "Farm", "Garden", "Harbour"];

/// How people come to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// One an hour, each alone: batching is of no help then. The attacker looks at everything after each of them.
    Hourly,
    /// Eight at the same moment, one of each department, every five hours; the attacker looks after each eight.
    AtOnce,
}

impl Pace {
    /// Every second run is of either kind.
    pub fn of(seed: u64) -> Self {
        if seed.is_multiple_of(2) { Self::Hourly } else { Self::AtOnce }
    }
}

/// A wave with its truth.
pub struct Stage {
    pub app: TestApp,
    wave: WaveId,
    links: Vec<Link>,
    pub reader: Reader,
    pub listener: Listener,
    scene: Scene,
    /// Of the server's log.
    statements_from: u64,
}

/// Plays a wave from its launch to its report.
pub async fn play(backend: Backend, seed: u64) -> (Stage, Scene) {
    let mut random = Random(seed);
    let mut stage = Stage::set(backend, &mut random).await;
    let kept = stage.keep_wal(backend).await;
    let since = kept.as_ref().map(|kept| kept.since.clone());
    let pace = Pace::of(seed);
    for round in order_of_answering(pace, &mut random) {
        stage.answer(&round, &mut random).await;
        stage.look((pace == Pace::Hourly).then(|| round[0])).await;
    }
    let opened = stage.stock(since.as_deref()).await;
    stage.close().await;
    let closed = stage.stock(since.as_deref()).await;
    drop(kept);
    let mut scene = stage.scene.clone();
    (scene.open, scene.closed) = (opened, closed);
    (stage, scene)
}

/// Whoever answers together; in each department everyone once, in a random order.
fn order_of_answering(pace: Pace, random: &mut Random) -> Vec<Vec<usize>> {
    let mut all: Vec<usize> = (0..PEOPLE).collect();
    random.shuffle(&mut all);
    if pace == Pace::Hourly {
        return all.into_iter().map(|person| vec![person]).collect();
    }
    let of = |team: usize| all.iter().copied().filter(move |person| department(*person) == team);
    let teams: Vec<Vec<usize>> = (0..DEPARTMENTS).map(|team| of(team).collect()).collect();
    (0..EACH).map(|turn| teams.iter().map(|team| team[turn]).collect()).collect()
}

/// What everyone writes: words to know it again by, and in each department twelve lengths.
fn words(random: &mut Random) -> Vec<String> {
    let mut words = Vec::new();
    for _ in 0..DEPARTMENTS {
        let mut lengths: Vec<usize> = (0..EACH).collect();
        random.shuffle(&mut lengths);
        for length in lengths {
            words.push(format!("{} {}", marker(), "слово ".repeat(3 * length).trim_end()).trim_end().to_owned());
        }
    }
    words
}

/// A word that no run has used before: the log and the server's files have those of other tests, too.
fn marker() -> String {
    format!("Метка~{:016x}", u64::from_be_bytes(random_bytes()))
}

/// The part of someone's words that nobody else has.
pub fn mark_of(words: &str) -> &str {
    words.split(' ').next().unwrap()
}

impl Stage {
    /// Eight departments, an admin who is signed in, invitations delivered, a reminder to come.
    async fn set(backend: Backend, random: &mut Random) -> Self {
        let app = TestApp::start(backend).await;
        if backend == Backend::Postgres {
            app.log_statements().await;
        }
        let statements_from = if backend == Backend::Postgres { app.server_log_length().await } else { 0 };
        app.introduce("Meridian", "survey@meridian.example").await;
        app.hire(&TEAMS.map(|team| (team, EACH))).await;
        app.sign_in().await;
        let draft = app.draft("March");
        let reminders = vec![draft.opens_local + TimeDelta::days(2) + TimeDelta::hours(3)];
        let wave = app.launch_draft(Draft { reminders, ..draft }).await;
        app.deliver().await;
        let (people, links) = app.known_people(wave).await;
        let words = words(random);
        let reader = Reader::new(&app).await;
        let before = reader.read(&app).await;
        let mut scene = Scene::of(backend);
        (scene.needles, scene.people, scene.words, scene.before) = (needles(&people, &words), people, words, before);
        Self { app, wave, links, reader, listener: Listener::start(), scene, statements_from }
    }

    /// Has the server keep its write-ahead log; SQLite's is a file beside the database.
    pub async fn keep_wal(&self, backend: Backend) -> Option<Kept> {
        match backend {
            Backend::Postgres => Some(self.app.keep_wal().await),
            Backend::Sqlite => None,
        }
    }

    /// Some people answer at the same time, each looking at the form first.
    async fn answer(&mut self, round: &[usize], random: &mut Random) {
        let app = &self.app;
        app.app.clock.advance(TimeDelta::hours(if round.len() == 1 { 1 } else { 5 }));
        schedule::tick(&app.app).await.unwrap();
        app.deliver().await;
        let given = round.iter().map(|person| (*person, u8::try_from(random.below(11)).unwrap()));
        let (links, words) = (&self.links, &self.scene.words);
        let replies = join_all(given.map(async |(person, score)| {
            let link = &links[person];
            let (looked, answered) = (app.get(&link.path()).await, app.answer(link, score, &words[person]).await);
            let again = app.get(&link.path()).await;
            assert_eq!((looked.status, answered.status, again.status), (200, 200, 200));
            [reply(person, "GET", looked), reply(person, "POST", answered), reply(person, "GET again", again)]
        }));
        self.scene.replies.extend(replies.await.into_iter().flatten());
        self.scene.answered.extend(round);
    }

    /// Looks at everything that can be looked at again and again.
    async fn look(&mut self, who: Option<usize>) {
        let tables = self.reader.read(&self.app).await;
        let sizes = self.app.sizes().await;
        let activity = match self.app.app.db.backend() {
            Backend::Postgres => self.app.ask("SELECT query AS line FROM pg_stat_activity").await,
            Backend::Sqlite => Vec::new(),
        };
        self.scene.heard(&self.listener.take());
        let scene = &mut self.scene;
        scene.steps.push(Step::between(who, &scene.before, &tables, sizes, activity));
        scene.before = tables;
    }

    /// Everything that there is now.
    pub async fn stock(&self, since: Option<&str>) -> Stock {
        let wal = match since {
            Some(since) => self.app.wal_since(since).await,
            None => std::fs::read(self.app.app.config.data.join("candor.db-wal")).unwrap_or_default(),
        };
        let pages = match self.app.app.db.backend() {
            Backend::Postgres => self.app.relation_files().await,
            Backend::Sqlite => {
                self.app.run_alone("PRAGMA wal_checkpoint(PASSIVE)");
                let file = std::fs::read(self.app.app.config.data.join("candor.db")).unwrap();
                BTreeMap::from([("candor.db".to_owned(), file)])
            }
        };
        Stock { tables: self.reader.read(&self.app).await, files: self.app.files_with_times(), wal, pages }
    }

    /// The wave closes and is counted; an admin reads all there is to read.
    async fn close(&mut self) {
        self.app.reach_close(self.wave).await;
        self.app.count(self.wave).await.unwrap();
        self.app.deliver().await;
        // The admin's session has ended meanwhile.
        self.app.post_sign_in(ADMIN, PASSWORD).await;
        let (exports, tables) = (self.app.exports(self.wave).await, self.reader.read(&self.app).await);
        let statements = self.statements().await;
        let Transport::Memory(sent) = &self.app.app.transport else { panic!("mail is not kept in memory") };
        let mails = sent.lock().unwrap().iter().map(|captured| format!("{captured:?}")).collect();
        let scene = &mut self.scene;
        (scene.exports, scene.statements, scene.mails) = (exports, statements, mails);
        scene.learn_comments(&tables);
        scene.heard(&self.listener.take());
    }

    /// Takes what is deleted out of SQLite's file, and empties its write-ahead log.
    pub fn tidy_up(&self, backend: Backend) {
        if backend == Backend::Sqlite {
            self.app.run_alone("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    /// What the server has logged of this wave's statements.
    pub async fn statements(&self) -> Vec<String> {
        match self.app.app.db.backend() {
            Backend::Postgres => self.app.server_log_from(self.statements_from).await,
            Backend::Sqlite => Vec::new(),
        }
    }
}

fn reply(person: usize, method: &'static str, response: Response) -> Reply {
    let headers = response.headers.iter();
    let headers =
        headers.map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()));
    Reply { person, method, headers: headers.collect(), body: response.text }
}

/// All that people and answers are known by.
fn needles(people: &[Known], words: &[String]) -> Vec<(Vec<u8>, Who)> {
    let mut all = Vec::new();
    for (number, person) in people.iter().enumerate() {
        let known = [&person.id[..], &person.invitation[..], &person.mark[..]].into_iter().flat_map(digits);
        let (name, _) = person.email.split_once('@').unwrap();
        let written = [format!("{name}@example"), format!("{name}%40example"), person.token.clone()];
        all.extend(known.chain(written.map(String::into_bytes)).map(|needle| (needle, Who::Person(number))));
    }
    for (number, words) in words.iter().enumerate() {
        let written = encodings(mark_of(words)).into_iter().map(|(_, needle)| needle);
        all.extend(written.map(|needle| (needle, Who::Answer(number))));
    }
    all
}

impl TestApp {
    /// Everyone, department by department, with the link of each.
    async fn known_people(&self, wave: WaveId) -> (Vec<Known>, Vec<Link>) {
        let seal = Seal::of(&self.wave_key(wave).await);
        let invited = self.app.db.read(move |conn| invitations::store::of_wave(conn, wave)).await.unwrap();
        let (everyone, links) = (self.everyone().await, self.links(wave).await);
        let mut known: Vec<(Known, Link)> = Vec::new();
        for team in TEAMS {
            for number in 0..EACH {
                let email = format!("{}{number}@example.com", team.to_lowercase());
                let person = everyone.iter().find(|person| person.email == email).unwrap().id;
                let link = links.iter().find(|link| link.person == person).unwrap().clone();
                let invitation = invited.iter().find(|invitation| invitation.person == person).unwrap().id;
                let one = Known {
                    email,
                    id: person.uuid().into_bytes(),
                    invitation: invitation.uuid().into_bytes(),
                    mark: seal.spent(invitation),
                    token: link.token.clone(),
                };
                known.push((one, link));
            }
        }
        known.into_iter().unzip()
    }

    /// Every page and file that an admin can take home after the count.
    async fn exports(&self, wave: WaveId) -> BTreeMap<String, String> {
        let report = self.report(wave).await.unwrap();
        assert_eq!(report.comments.iter().map(|place| place.comments).sum::<u32>(), u32::try_from(PEOPLE).unwrap());
        let comments = report.comments.iter().map(|place| format!("/reports/{wave}/comments?group={}", place.word));
        let others = ["", "/comments", "/report.csv"].map(|page| format!("/reports/{wave}{page}"));
        let ours = ["/waves", "/people", "/settings/audit", "/reports"].map(str::to_owned);
        let mut pages = BTreeMap::new();
        for path in comments.chain(others).chain(ours).chain([format!("/waves/{wave}")]) {
            let page = self.get(&path).await;
            assert_eq!(page.status, 200, "{path}");
            pages.insert(path.replace(&wave.to_string(), "wave"), page.text);
        }
        pages
    }
}
