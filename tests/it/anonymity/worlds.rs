//! World swap: two runs that differ only in *who* answered, with reminders going out through a server that refuses,
//! puts off, breaks off and hangs, with reports and vacation replies coming back, and with an admin who answers in the
//! browser in which they are signed in. Everything but the sealed ballots is the same: tables, files, every page that an
//! admin can see, and later the count; and the log names nobody.

use std::collections::BTreeMap;

use candor::db::{Backend, Conn, Error, InvitationId, WaveId};
use candor::invitations::bounces::{Returns, note};
use candor::invitations::store::{Delivery, of_wave, set_delivery};
use candor::mail::{bounce, deliver_due};
use candor::people::Person;
use candor::schedule;
use candor::schema::outbox;
use chrono::TimeDelta;
use diesel::prelude::*;

use super::dump::{Dump, changed};
use super::listening::Listener;
use super::needles::{Needles, digits};
use crate::accounts::{ADMIN, PASSWORD};
use crate::app::TestApp;
use crate::bounces::reading::sample;
use crate::smtp_sink::{Fault, Sink};

/// Their department, which no other test has: it is looked for in the log.
const TEAM: &str = "Notary";
/// People invited; the second half of them have addresses that the mail server does not like.
const PEOPLE: usize = 24;
/// Bytes from which on a run of hexadecimal digits stands for something random.
const RANDOM: usize = 16;
/// Where reports about reminders come in: nobody is in it.
const RETURN: &str = "returns@example.com";

/// How reminders are kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kept {
    AsTheyAre,
    /// Leaky: each with what became of it, as invitations are; and whoever has answered is noted by their invitation.
    OneByOne,
}

/// Everything that there is of a world at one moment but its sealed ballots, with random ids by the names of people.
#[derive(Debug, PartialEq)]
struct Left {
    dump: Dump,
    /// With their lengths.
    files: Vec<(String, usize)>,
    /// Every page that an admin's links lead to.
    pages: Vec<String>,
}

/// A world when the reminders are over, and after the count.
struct World {
    open: Left,
    closed: Left,
    /// Lines of the log that name someone.
    named_in_log: Vec<String>,
}

/// What the people of the second half meet, in turn.
fn faults() -> impl Iterator<Item = Fault> {
    let all = [
        Fault::Recipient("550 5.1.1 no such person"),
        Fault::Recipient("450 4.2.1 mailbox busy"),
        Fault::Message("554 5.7.1 looks like spam"),
        Fault::Recipient("451 4.7.1 try later"),
        Fault::DropAfterData,
        Fault::Recipient("452 4.2.2 mailbox full"),
        Fault::LoseReply,
        Fault::Recipient("450 4.7.0 too fast"),
        Fault::DropBeforeData,
        Fault::Recipient("421 4.7.0 too many"),
        Fault::Message("451 4.3.0 not now"),
        Fault::Hang,
    ];
    all.into_iter()
}

/// What there is when some have answered and everyone is reminded, and when they are counted.
async fn world(backend: Backend, answer: impl Fn(usize) -> bool, kept: Kept) -> World {
    let sink = Sink::start().await;
    let app = TestApp::start_with(backend, sink.transport_with("?timeout=1")).await;
    let listener = Listener::start();
    let (wave, answered) = open(&app, &answer).await;
    let invited = sink.recipients().len();
    for (place, fault) in (PEOPLE / 2..PEOPLE).zip(faults()) {
        // A server that hangs costs the test a second.
        let times = if fault == Fault::Hang { 1 } else { usize::MAX };
        sink.fail(&address(place), fault, times);
    }
    remind(&app, answered, kept).await;
    for place in (PEOPLE / 2..PEOPLE).filter(|place| !answer(*place)) {
        come_back(&app, place).await;
    }
    let reminded = sink.recipients().len() - invited;
    let expected = (0..PEOPLE / 2).filter(|place| !answer(*place)).count();
    assert!(reminded >= expected, "{reminded} of {expected} were reminded");
    let needles = app.needles(wave).await;
    let open = app.everything(wave).await;
    sink.mend();
    app.reach_close(wave).await;
    app.count(wave).await.unwrap();
    deliver_due(&schedule::post(&app.app)).await.unwrap();
    let closed = app.everything(wave).await;
    World { open, closed, named_in_log: lines_with(&needles, &listener.take()) }
}

/// Opens a wave; some answer in the browser in which an admin is signed in.
async fn open(app: &TestApp, answer: impl Fn(usize) -> bool) -> (WaveId, Vec<InvitationId>) {
    app.introduce("Meridian", "survey@meridian.example").await;
    app.hire(&[(TEAM, PEOPLE)]).await;
    app.sign_in().await;
    let draft = app.draft("March");
    let reminders = vec![draft.opens_local + TimeDelta::days(2) + TimeDelta::hours(3)];
    let wave = app.launch_draft(candor::waves::Draft { reminders, ..draft }).await;
    app.deliver().await;
    let places: BTreeMap<_, usize> =
        app.everyone().await.into_iter().map(|person| (person.id, place(&person))).collect();
    for link in app.links(wave).await.iter().filter(|link| answer(places[&link.person])) {
        assert_eq!(app.get(&link.path()).await.status, 200);
        assert_eq!(app.answer(link, 8, "Because").await.status, 200);
    }
    let invited = app.app.db.read(move |conn| of_wave(conn, wave)).await.unwrap();
    let answered = invited.into_iter().filter(|invitation| answer(places[&invitation.person]));
    (wave, answered.map(|invitation| invitation.id).collect())
}

/// Sends a reminder, and tries again for forty minutes.
async fn remind(app: &TestApp, answered: Vec<InvitationId>, kept: Kept) {
    app.app.clock.set("2026-03-04T10:00:00".parse().unwrap());
    schedule::tick(&app.app).await.unwrap();
    if kept == Kept::OneByOne {
        let leak = |conn: &mut Conn| {
            let of_reminders = outbox::table.filter(outbox::kind.eq("reminder"));
            diesel::update(of_reminders).set(outbox::at_most_once.eq(false)).execute(conn).map(drop)
        };
        app.app.db.write(leak).await.map_err(|error: Error| error).unwrap();
        let noted = app.app.db.write(move |conn| set_delivery(conn, &answered, &Delivery::TooLate));
        noted.await.unwrap();
    }
    let post = schedule::post(&app.app);
    for _ in 0..8 {
        deliver_due(&post).await.unwrap();
        app.app.clock.advance(TimeDelta::minutes(5));
        schedule::tick(&app.app).await.unwrap();
    }
}

fn address(place: usize) -> String {
    format!("{}{place}@example.com", TEAM.to_lowercase())
}

impl TestApp {
    async fn everything(&self, wave: WaveId) -> Left {
        // Sessions end after some hours.
        self.post_sign_in(ADMIN, PASSWORD).await;
        let names = self.names(wave).await;
        let folder = self.folder.path().display().to_string();
        let files = self
            .other_files()
            .into_iter()
            .map(|(path, bytes)| (path.replace(&folder, "").replace(&wave.to_string(), "wave"), bytes.len()));
        let mut pages = Vec::new();
        for path in self.pages(wave).await {
            let page = self.get(&path).await;
            assert!([200, 404].contains(&page.status), "{path}: {}", page.status);
            pages.push(in_names(&format!("{path} {}\n{}", page.status, page.text), &names));
        }
        pages.sort();
        Left { dump: named(self.app.db.backend(), self.dump().await, &names), files: files.collect(), pages }
    }

    /// Every page that could show who has answered: of the wave, of everyone in it, of the report, of what was done.
    async fn pages(&self, wave: WaveId) -> Vec<String> {
        let fixed = ["/", "/waves", "/people", "/reports", "/settings", "/settings/audit", "/account", "/healthz"];
        let of_wave = ["", "/undelivered", "/undelivered.csv"].map(|page| format!("/waves/{wave}{page}"));
        let of_report = ["", "/comments", "/report.csv"].map(|page| format!("/reports/{wave}{page}"));
        let of_people = self.everyone().await.into_iter().map(|person| format!("/people/{}", person.id));
        fixed.map(str::to_owned).into_iter().chain(of_wave).chain(of_report).chain(of_people).collect()
    }

    /// Whom random ids stand for, by their digits.
    async fn names(&self, wave: WaveId) -> BTreeMap<String, String> {
        let invited = self.app.db.read(move |conn| of_wave(conn, wave)).await.unwrap();
        let mut names = BTreeMap::new();
        for person in self.everyone().await {
            for invitation in invited.iter().filter(|invitation| invitation.person == person.id) {
                names.insert(invitation.id.uuid().simple().to_string(), format!("invitation of {}", person.email_key));
            }
            names.insert(person.id.uuid().simple().to_string(), person.email_key);
        }
        names
    }

    /// What everyone is known by: address, ids, link.
    async fn needles(&self, wave: WaveId) -> Needles<()> {
        let ids = self.names(wave).await.into_keys().map(|id| id.parse::<uuid::Uuid>().unwrap());
        let links = self.links(wave).await.into_iter().map(|link| link.token);
        let written = (0..PEOPLE).map(address).chain(links).map(String::into_bytes);
        Needles::new(ids.flat_map(|id| digits(id.as_bytes())).chain(written).map(|needle| (needle, ())))
    }
}

/// The lines of a log in which something is named.
fn lines_with(needles: &Needles<()>, log: &[u8]) -> Vec<String> {
    let lines = log.split(|byte| *byte == b'\n').filter(|line| !needles.find(line).is_empty());
    lines.map(|line| String::from_utf8_lossy(line).into_owned()).collect()
}

/// The number in someone's address.
fn place(person: &Person) -> usize {
    person.email.trim_start_matches(&TEAM.to_lowercase()).split('@').next().unwrap().parse().unwrap()
}

/// What mail systems send back about a reminder: a report and a vacation reply.
async fn come_back(app: &TestApp, place: usize) {
    let returns = Returns::new(RETURN.parse().unwrap(), &app.app.secret);
    let (person, now) = (address(place), app.app.clock.now());
    for name in ["postfix", "exchange-online", "vacation-outlook"] {
        let report = bounce::read(&sample(name, RETURN, &person));
        let returns = returns.clone();
        app.app.db.write(move |conn| note(conn, now, &returns, &report, None)).await.unwrap();
    }
}

/// The rows with what is random in them named: people and invitations by address, the rest all alike. Of a row in
/// PostgreSQL its place and transaction are left out, which are as random.
fn named(backend: Backend, dump: Dump, names: &BTreeMap<String, String>) -> Dump {
    let name = |row: &String| {
        let row = if backend == Backend::Postgres { row.splitn(3, ' ').nth(2).unwrap() } else { row };
        in_names(row, names)
    };
    let mut known: Dump = dump.iter().map(|(table, rows)| (table.clone(), rows.iter().map(name).collect())).collect();
    // A session is kept as a set of pairs, in any order.
    for row in known.get_mut("sessions").unwrap() {
        let mut parts: Vec<&str> = row.split([',', '{', '}']).collect();
        parts.sort_unstable();
        *row = parts.join(",");
    }
    for rows in known.values_mut() {
        rows.sort();
    }
    // Salted, and when the tables were made.
    known.remove("accounts");
    known.remove("__diesel_schema_migrations");
    known
}

/// A row with long runs of hexadecimal digits replaced; a UUID has dashes or none.
fn in_names(row: &str, names: &BTreeMap<String, String>) -> String {
    let (mut said, mut run) = (String::new(), String::new());
    for c in row.chars().chain(['\n']) {
        if c.is_ascii_hexdigit() || (c == '-' && !run.is_empty()) {
            run.push(c);
            continue;
        }
        let digits: String = run.chars().filter(|c| *c != '-').collect::<String>().to_lowercase();
        match names.get(&digits) {
            Some(name) => said.push_str(name),
            None if digits.len() >= 2 * RANDOM => said.push('#'),
            None => said.push_str(&run),
        }
        run.clear();
        said.push(c);
    }
    said
}

async fn swap(backend: Backend) {
    // Those answer whom mail reaches, or those whom it does not: as many.
    let one = world(backend, |place| place < PEOPLE / 2, Kept::AsTheyAre).await;
    let two = world(backend, |place| place >= PEOPLE / 2, Kept::AsTheyAre).await;
    for (one, two) in [(&one.open, &two.open), (&one.closed, &two.closed)] {
        for table in changed(&one.dump, &two.dump) {
            assert_eq!(one.dump[&table], two.dump[&table], "{table}; all ballots look alike, too");
        }
        assert_eq!(one.files, two.files);
        for (page, other) in one.pages.iter().zip(&two.pages) {
            assert_eq!(page, other);
        }
        assert_eq!(one.pages.len(), two.pages.len());
    }
    for world in [&one, &two] {
        assert_eq!(world.named_in_log, [""; 0]);
        assert_eq!((world.open.dump["ballots"].len(), world.closed.dump["ballots"].len()), (PEOPLE / 2, 0));
        assert!(
            world.open.dump["outbox"].iter().filter(|row| row.contains("reminder")).count() == PEOPLE,
            "a row for everyone"
        );
        assert!(
            world.open.dump["outbox"].iter().any(|row| row.contains("invitation of notary23@example.com")),
            "names were found"
        );
        assert!(world.open.files.len() > 1 && world.open.pages.len() > 30);
        assert!(world.closed.dump["comments"].len() == PEOPLE / 2, "they were counted");
    }
    // A program that noted the fate of each reminder would be caught, in the tables and on the pages.
    let leaky = world(backend, |place| place >= PEOPLE / 2, Kept::OneByOne).await;
    assert!(changed(&leaky.open.dump, &one.open.dump).contains(&"outbox".to_owned()));
    assert!(leaky.open.pages != one.open.pages);
}

#[actix_web::test]
async fn who_answered_changes_nothing_that_is_kept_of_reminders_whatever_the_mail_server_does_sqlite() {
    swap(Backend::Sqlite).await;
}

#[cfg(feature = "postgres")]
#[actix_web::test]
async fn who_answered_changes_nothing_that_is_kept_of_reminders_whatever_the_mail_server_does_postgres() {
    swap(Backend::Postgres).await;
}
