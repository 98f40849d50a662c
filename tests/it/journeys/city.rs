//! 25,517 people in 36 departments, the hard case of suppression: what the report shows is what a separate
//! program says may be shown. What a reader can work out of it is tried in `reports` and `suppression`.

use std::collections::{BTreeSet, HashMap};

use candor::db::{Backend, WaveId};
use candor::schedule;
use chrono::TimeDelta;
use serde_json::Value;

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
}

async fn shows_what_may_be_shown(app: &TestApp, wave: WaveId) {
    let expected: Value = serde_json::from_slice(&fixture("wave-city-expected.json")).unwrap();
    let rows = app.report_csv(wave).await;
    let (shown, withheld): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row["State"] == "shown");
    let rests = ["Other teams in", "Other departments", "Directly in", "In no department"];
    let others = |name: &str| rests.iter().any(|rest| name.contains(rest));
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
