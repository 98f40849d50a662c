//! 1,470 people, real mail, a reminder, and figures that a separate program counted.

use std::collections::{BTreeSet, HashMap};

use candor::db::{Backend, Moment, WaveId};
use candor::schedule;
use candor::waves::Draft;
use serde_json::Value;

use super::wave::{Answer, Expected, addresses, answer_all, answers, link};
use crate::accounts::{ADMIN, PASSWORD};
use crate::app::TestApp;
use crate::people::{fixture, people_1470};
use crate::smtp_sink::{Sink, Taken};

/// Moscow has no daylight saving time: three hours ahead of UTC all year.
const ZONE: chrono_tz::Tz = chrono_tz::Europe::Moscow;

fn moment(text: &str) -> Moment {
    text.parse().unwrap()
}

#[actix_web::test]
async fn a_wave_runs_from_roster_to_report_on_sqlite() {
    run(Backend::Sqlite).await;
}

#[cfg(feature = "postgres")]
#[actix_web::test]
async fn a_wave_runs_from_roster_to_report_on_postgresql() {
    run(Backend::Postgres).await;
}

async fn run(backend: Backend) {
    let sink = Sink::start().await;
    let app = TestApp::start_with(backend, sink.transport()).await;
    app.sign_in().await;
    app.introduce("Meridian", "survey@meridian.example").await;
    app.import(&people_1470()).await;
    let wave = plan(&app).await;
    let addresses = addresses("people-1470.csv");

    let invitations = open(&app, &sink, wave).await;
    let links = links(&invitations, &addresses);
    let answers = answers("wave-1470-answers.csv");
    answer_all(&app, answers.clone(), &addresses, &links).await;
    remind(&app, &sink, &answers, &addresses, &links).await;
    close(&app, wave).await;
    figures_are_as_expected(&app, wave).await;
    links_are_dead(&app, links.values().next().unwrap()).await;
}

/// Opens on 3 March at 10:00 in Moscow, reminds on the 6th, closes on the 13th at 18:00.
async fn plan(app: &TestApp) -> WaveId {
    let draft = Draft {
        time_zone: ZONE,
        opens_local: moment("2026-03-03T10:00:00"),
        closes_local: moment("2026-03-13T18:00:00"),
        reminders: vec![moment("2026-03-06T10:00:00")],
        ..app.draft("March 2026")
    };
    let wave = app.plan(draft).await;
    let scheduled = app.post(&format!("/waves/{wave}/schedule"), &[("confirm", "yes")]).await;
    assert_eq!(scheduled.status, 303, "{}", scheduled.text);
    wave
}

/// Time passes to the opening; everyone gets one message.
async fn open(app: &TestApp, sink: &Sink, wave: WaveId) -> Vec<Taken> {
    app.app.clock.set(moment("2026-03-03T06:59:59"));
    schedule::tick(&app.app).await.unwrap();
    assert_eq!(app.wave(wave).await.headcount, None, "not a second early");
    app.app.clock.set(moment("2026-03-03T07:00:00"));
    schedule::tick(&app.app).await.unwrap();
    assert_eq!(app.wave(wave).await.headcount, Some(1_470));
    app.deliver().await;
    let taken = sink.taken();
    assert_eq!(taken.len(), 1_470);
    assert_eq!(sink.recipients().into_iter().collect::<BTreeSet<_>>().len(), 1_470, "one each");
    taken
}

/// Wave and token of every address, from the messages themselves.
fn links(taken: &[Taken], addresses: &HashMap<String, String>) -> HashMap<String, (String, String)> {
    let links: HashMap<String, (String, String)> = taken
        .iter()
        .map(|message| (message.recipient.clone(), link(&message.parsed().body_text(0).unwrap())))
        .collect();
    assert!(addresses.values().all(|address| links.contains_key(address)));
    links
}

/// The reminder's day comes: exactly the others are written to, with the link they have.
async fn remind(
    app: &TestApp,
    sink: &Sink,
    answers: &[Answer],
    addresses: &HashMap<String, String>,
    links: &HashMap<String, (String, String)>,
) {
    app.app.clock.set(moment("2026-03-06T07:00:00"));
    schedule::tick(&app.app).await.unwrap();
    app.deliver().await;
    let reminded: Vec<Taken> = sink.taken().split_off(1_470);
    let answered: BTreeSet<&String> = answers.iter().map(|answer| &addresses[&answer.employee]).collect();
    let silent: BTreeSet<&String> = addresses.values().filter(|address| !answered.contains(address)).collect();
    assert_eq!(reminded.len(), 391);
    assert_eq!(reminded.iter().map(|message| &message.recipient).collect::<BTreeSet<_>>(), silent);
    for message in &reminded {
        assert_eq!(&link(&message.parsed().body_text(0).unwrap()), &links[&message.recipient]);
    }
}

async fn close(app: &TestApp, wave: WaveId) {
    app.app.clock.set(moment("2026-03-13T14:59:59"));
    schedule::tick(&app.app).await.unwrap();
    // A session ends after hours without a request, and days have passed.
    assert_eq!(app.post_sign_in(ADMIN, PASSWORD).await.status, 303);
    assert_eq!(app.get(&format!("/reports/{wave}")).await.status, 404, "no result of an open wave");
    app.app.clock.set(moment("2026-03-13T15:00:00"));
    schedule::tick(&app.app).await.unwrap();
}

/// Every figure of the export against the separate program's.
async fn figures_are_as_expected(app: &TestApp, wave: WaveId) {
    let expected: Value = serde_json::from_slice(&fixture("wave-1470-expected.json")).unwrap();
    let group = |value: &Value| serde_json::from_value::<Expected>(value.clone()).unwrap();
    let rows = app.report_csv(wave).await;
    compare(&rows[0], &group(&expected["total"]), true);
    let row = |name: &str| rows.iter().find(|row| row["Group"] == name).unwrap_or_else(|| panic!("no row of {name}"));
    let mut compared = 1;
    for (name, department) in expected["departments"].as_object().unwrap() {
        let department = group(department);
        compare(row(name), &department, true);
        for (team, figures) in &department.teams {
            // Nine answered in one of Human Resources' two teams, so neither shows how its scores are spread.
            compare(row(&format!("{name} / {team}")), figures, name != "Human Resources");
            compared += 1;
        }
        compared += 1;
    }
    assert_eq!((compared, rows.len()), (15, 15));
}

fn compare(row: &HashMap<String, String>, expected: &Expected, spread: bool) {
    let number = |heading: &str| row[heading].parse::<u32>().unwrap_or_else(|_| panic!("{heading} of {row:?}"));
    assert_eq!(number("Invited"), expected.headcount, "{row:?}");
    assert_eq!(number("Answered"), expected.responses, "{row:?}");
    assert_eq!(number("Promoters"), expected.promoters, "{row:?}");
    assert_eq!(number("Passives"), expected.passives, "{row:?}");
    assert_eq!(number("Detractors"), expected.detractors, "{row:?}");
    assert!((row["Score"].parse::<f64>().unwrap() - expected.enps).abs() <= 0.050_001, "{row:?}");
    let scores: Vec<Option<u32>> = (0..=10).map(|score| row[&format!("Gave {score}")].parse().ok()).collect();
    let shown = expected.scores.iter().map(|count| spread.then_some(*count)).collect::<Vec<_>>();
    assert_eq!(scores, shown, "{row:?}");
}

async fn links_are_dead(app: &TestApp, (wave, token): &(String, String)) {
    let page = app.get(&format!("/a/{wave}/{token}")).await;
    assert!(page.text.contains("This survey has closed"), "{}", page.text);
}
