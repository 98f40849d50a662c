//! A simulated wave of `tests/fixtures`: who is on the roster, who answers what, and what must come of it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use futures_util::StreamExt;
use serde::Deserialize;

use crate::app::TestApp;
use crate::people::fixture;

/// People who answer at the same time.
const AT_ONCE: usize = 32;

/// An answer of the simulated wave.
#[derive(Debug, Clone, Deserialize)]
pub struct Answer {
    #[serde(rename = "Employee ID")]
    pub employee: String,
    #[serde(rename = "Score")]
    pub score: u8,
    #[serde(rename = "Comment", default)]
    pub comment: String,
}

/// The answers of a file.
pub fn answers(file: &str) -> Vec<Answer> {
    csv::Reader::from_reader(fixture(file).as_slice()).deserialize().map(Result::unwrap).collect()
}

/// The address of every employee of a roster.
pub fn addresses(file: &str) -> HashMap<String, String> {
    #[derive(Deserialize)]
    struct Person {
        #[serde(rename = "Employee ID")]
        employee: String,
        #[serde(rename = "Work email")]
        address: String,
    }
    let people = fixture(file);
    let people = csv::Reader::from_reader(people.as_slice());
    people.into_deserialize::<Person>().map(Result::unwrap).map(|person| (person.employee, person.address)).collect()
}

/// What must come of a group.
#[derive(Debug, Clone, Deserialize, PartialEq)]
pub struct Expected {
    pub headcount: u32,
    pub responses: u32,
    pub promoters: u32,
    pub passives: u32,
    pub detractors: u32,
    #[serde(default)]
    pub scores: Vec<u32>,
    pub enps: f64,
    #[serde(default)]
    pub teams: BTreeMap<String, Expected>,
}

/// The one link to answer by in a message's text, as wave and token.
pub fn link(text: &str) -> (String, String) {
    let links: Vec<&str> = text.split_whitespace().filter(|word| word.contains("/a/")).collect();
    assert_eq!(links.len(), 1, "one link to answer by: {text}");
    let path = links[0].split_once("/a/").unwrap().1;
    let (wave, token) = path.split_once('/').unwrap();
    let token = token.split('?').next().unwrap();
    (wave.to_owned(), token.trim_end_matches('>').to_owned())
}

/// Sends every answer through the link of its own person's message, many at a time.
pub async fn answer_all(
    app: &TestApp,
    answers: Vec<Answer>,
    addresses: &HashMap<String, String>,
    links: &HashMap<String, (String, String)>,
) {
    let client = Arc::new(reqwest::Client::new());
    let casts = answers.into_iter().map(|answer| {
        let (wave, token) = links[&addresses[&answer.employee]].clone();
        let (client, url) = (Arc::clone(&client), app.url("/a"));
        async move {
            let form = [("wave", wave), ("token", token), ("score", answer.score.to_string()), ("why", answer.comment)];
            let response = client.post(url).form(&form).send().await.unwrap();
            assert_eq!(response.status(), 200);
            assert!(!response.headers().contains_key("set-cookie"));
            assert!(response.text().await.unwrap().contains("Thank you"));
        }
    });
    futures_util::stream::iter(casts).buffer_unordered(AT_ONCE).collect::<Vec<()>>().await;
}
