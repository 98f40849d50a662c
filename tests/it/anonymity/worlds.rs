//! World swap: two runs that differ only in *who* answered, with reminders going out through a server that refuses,
//! puts off, breaks off and hangs, and with reports and vacation replies coming back. All that is kept is the same.

use std::collections::BTreeMap;

use candor::db::{Backend, Conn, Error, WaveId};
use candor::invitations::bounces::{Returns, note};
use candor::mail::{bounce, deliver_due};
use candor::people::Person;
use candor::schema::outbox;
use candor::{invitations, schedule};
use chrono::TimeDelta;
use diesel::prelude::*;

use super::dump::{Dump, changed};
use crate::app::TestApp;
use crate::bounces::reading::sample;
use crate::smtp_sink::{Fault, Sink};

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
    /// Leaky: each with what became of it, as invitations are.
    OneByOne,
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

/// Everything that is kept when some have answered and everyone is reminded, with random ids by the names of people.
async fn world(backend: Backend, answer: impl Fn(usize) -> bool, kept: Kept) -> (Dump, Vec<String>) {
    let sink = Sink::start().await;
    let app = TestApp::start_with(backend, sink.transport_with("?timeout=1")).await;
    app.introduce("Meridian", "survey@meridian.example").await;
    app.hire(&[("Law", PEOPLE)]).await;
    app.sign_in().await;
    let draft = app.draft("March");
    let reminders = vec![draft.opens_local + TimeDelta::days(2) + TimeDelta::hours(3)];
    let wave = app.launch_draft(candor::waves::Draft { reminders, ..draft }).await;
    app.deliver().await;
    let invited = sink.recipients().len();
    // Whoever answers does so in the browser in which an admin is signed in.
    let places: BTreeMap<_, usize> =
        app.everyone().await.into_iter().map(|person| (person.id, place(&person))).collect();
    for link in app.links(wave).await.iter().filter(|link| answer(places[&link.person])) {
        assert_eq!(app.answer(link, 8, "Because").await.status, 200);
    }
    for (place, fault) in (PEOPLE / 2..PEOPLE).zip(faults()) {
        // A server that hangs costs the test a second.
        let times = if fault == Fault::Hang { 1 } else { usize::MAX };
        sink.fail(&format!("law{place}@example.com"), fault, times);
    }
    app.app.clock.set("2026-03-04T10:00:00".parse().unwrap());
    schedule::tick(&app.app).await.unwrap();
    if kept == Kept::OneByOne {
        let leak = |conn: &mut Conn| {
            let of_reminders = outbox::table.filter(outbox::kind.eq("reminder"));
            diesel::update(of_reminders).set(outbox::at_most_once.eq(false)).execute(conn).map(drop)
        };
        app.app.db.write(leak).await.map_err(|error: Error| error).unwrap();
    }
    let post = schedule::post(&app.app);
    for _ in 0..8 {
        deliver_due(&post).await.unwrap();
        app.app.clock.advance(TimeDelta::minutes(5));
        schedule::tick(&app.app).await.unwrap();
    }
    for place in (PEOPLE / 2..PEOPLE).filter(|place| !answer(*place)) {
        come_back(&app, place).await;
    }
    let reminded = sink.recipients().len() - invited;
    let expected = (0..PEOPLE / 2).filter(|place| !answer(*place)).count();
    assert!(reminded >= expected, "{reminded} of {expected} were reminded");
    let dump = app.dump().await;
    let files = app.other_files().into_keys().map(|path| path.replace(&wave.to_string(), "wave")).collect::<Vec<_>>();
    let files = files.into_iter().map(|path| path.split('/').skip(3).collect::<Vec<_>>().join("/")).collect();
    (named(&app, wave, dump).await, files)
}

/// The number in someone's address.
fn place(person: &Person) -> usize {
    person.email.trim_start_matches("law").split('@').next().unwrap().parse().unwrap()
}

/// What mail systems send back about a reminder: a report and a vacation reply.
async fn come_back(app: &TestApp, place: usize) {
    let returns = Returns::new(RETURN.parse().unwrap(), &app.app.secret);
    let (person, now) = (format!("law{place}@example.com"), app.app.clock.now());
    for name in ["postfix", "exchange-online", "vacation-outlook"] {
        let report = bounce::read(&sample(name, RETURN, &person));
        let returns = returns.clone();
        app.app.db.write(move |conn| note(conn, now, &returns, &report, None)).await.unwrap();
    }
}

/// The rows with what is random in them named: people and invitations by address, the rest all alike. Of a row in
/// PostgreSQL its place and transaction are left out, which are as random.
async fn named(app: &TestApp, wave: WaveId, dump: Dump) -> Dump {
    let people = app.everyone().await;
    let invited = app.app.db.read(move |conn| invitations::store::of_wave(conn, wave)).await.unwrap();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for person in people {
        for invitation in invited.iter().filter(|invitation| invitation.person == person.id) {
            names.insert(invitation.id.uuid().simple().to_string(), format!("invitation of {}", person.email_key));
        }
        names.insert(person.id.uuid().simple().to_string(), person.email_key);
    }
    let is_postgres = app.app.db.backend() == Backend::Postgres;
    let name = |row: &String| {
        let row = if is_postgres { row.splitn(3, ' ').nth(2).unwrap() } else { row };
        in_names(row, &names)
    };
    let mut known: Dump = dump.iter().map(|(table, rows)| (table.clone(), rows.iter().map(name).collect())).collect();
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
    let (first, files) = world(backend, |place| place < PEOPLE / 2, Kept::AsTheyAre).await;
    let (second, other_files) = world(backend, |place| place >= PEOPLE / 2, Kept::AsTheyAre).await;
    assert_eq!(changed(&first, &second), ["ballots"; 0], "all ballots look alike, too");
    for (table, rows) in &first {
        assert_eq!(rows.len(), second[table].len(), "{table}");
    }
    assert_eq!(first["ballots"].len(), PEOPLE / 2);
    assert!(first["outbox"].iter().filter(|row| row.contains("reminder")).count() == PEOPLE, "a row for everyone");
    assert!(first["outbox"].iter().any(|row| row.contains("invitation of law23@example.com")), "names were found");
    assert_eq!(files, other_files);
    // A program that noted the fate of each reminder would be caught.
    let (leaky, _) = world(backend, |place| place >= PEOPLE / 2, Kept::OneByOne).await;
    let (other, _) = world(backend, |place| place < PEOPLE / 2, Kept::OneByOne).await;
    assert!(changed(&leaky, &other).contains(&"outbox".to_owned()));
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
