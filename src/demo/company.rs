//! The invented company: its people, their teams and how these feel about working there.

use anyhow::Context;
use serde::Deserialize;

use super::ACCOUNT;
use super::dice::Dice;
use crate::accounts::password::Typed;
use crate::accounts::{self, NewAccount};
use crate::app::App;
use crate::audit::Actor;
use crate::email::Address;
use crate::i18n::Lang;
use crate::people::import::{self, Consent, Upload};
use crate::settings::{self, Settings};

const COMPANY: &str = "Heliotrope Instruments";
const ADMIN: &str = "Dana Lindgren";
/// Where most of them are.
pub(super) const ZONE: chrono_tz::Tz = chrono_tz::Europe::Berlin;
/// Which throws of the dice make the people.
const OCCASION: u64 = 1_000;
/// The share of people in other teams than the Russian ones who are written to in Russian.
const RUSSIAN_SHARE: f64 = 0.08;

/// A team, and the mean score of its people at first, and how it changes from survey to survey.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Team {
    department: String,
    #[serde(rename = "team")]
    name: String,
    people: usize,
    pub(super) mood: f64,
    pub(super) drift: f64,
}

#[derive(Debug, Clone, Deserialize)]
struct Name {
    script: String,
    first: String,
    first_ascii: String,
    last: String,
    last_ascii: String,
}

/// Someone of the company.
#[derive(Debug, Clone)]
pub(super) struct Employee {
    pub(super) number: u64,
    name: String,
    pub(super) address: String,
    pub(super) language: Lang,
    pub(super) team: Team,
}

/// Rows of a table that is compiled in.
pub(super) fn table<T: for<'de> Deserialize<'de>>(text: &str) -> anyhow::Result<Vec<T>> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(|row| row.map_err(Into::into)).collect()
}

/// Everyone, in the same order every time.
pub(super) fn everyone() -> anyhow::Result<Vec<Employee>> {
    let teams: Vec<Team> = table(include_str!("teams.csv"))?;
    let names: Vec<Name> = table(include_str!("names.csv"))?;
    let mut people = Vec::new();
    for team in &teams {
        for _ in 0..team.people {
            let number = u64::try_from(people.len())? + 1;
            people.push(employee(number, team, &names).context("the demonstration has no names")?);
        }
    }
    Ok(people)
}

fn employee(number: u64, team: &Team, names: &[Name]) -> Option<Employee> {
    let mut dice = Dice::of(OCCASION, number);
    let is_russian_office = team.department.chars().any(|c| ('а'..='я').contains(&c));
    let is_russian = is_russian_office || dice.even() < RUSSIAN_SHARE;
    // A few names of every script and of every kind that breaks careless programs.
    let script = match number {
        number if number % 45 == 7 => "hostile",
        number if number % 14 == 3 => "other",
        _ if is_russian => "cyrillic",
        _ => "latin",
    };
    let of_script: Vec<&Name> = names.iter().filter(|name| name.script == script).collect();
    let (first, last) = (dice.pick(&of_script)?, dice.pick(&of_script)?);
    Some(Employee {
        number,
        name: format!("{} {}", first.first, last.last),
        address: format!("{}.{}.{number}@example.com", first.first_ascii, last.last_ascii),
        language: if is_russian { Lang::Ru } else { Lang::En },
        team: team.clone(),
    })
}

/// The roster as HR would export it.
fn roster(people: &[Employee]) -> anyhow::Result<Vec<u8>> {
    let mut rows = csv::Writer::from_writer(Vec::new());
    rows.write_record(["Employee ID", "Full name", "Work email", "Department", "Team", "Language"])?;
    for person in people {
        let id = format!("HI-{:04}", person.number);
        let team = &person.team;
        rows.write_record([&id, &person.name, &person.address, &team.department, &team.name, person.language.code()])?;
    }
    Ok(rows.into_inner()?)
}

/// Makes the settings, the account and the roster. Returns who did it.
pub(super) async fn found(app: &App, password: &str) -> anyhow::Result<Actor> {
    let settings = Settings {
        company: COMPANY.to_owned(),
        sender_address: "people@example.com".to_owned(),
        sender_name: "People team".to_owned(),
        contact: "people@example.com".to_owned(),
        time_zone: ZONE.name().to_owned(),
        ..Settings::default()
    };
    app.db.write(move |conn| settings::save(conn, &settings)).await?;
    let account = NewAccount {
        address: Address::parse(ACCOUNT)?,
        name: ADMIN.to_owned(),
        password: Typed::new(password.to_owned()),
        language: Lang::En,
    };
    let actor = Actor::Account(accounts::create(app, Actor::CommandLine, account).await?.id);
    let upload = Upload { file_name: "roster.csv".to_owned(), content: roster(&everyone()?)? };
    let now = app.clock.now();
    app.db
        .write(move |conn| {
            let id = import::upload(conn, &upload, now)?;
            let shown = import::preview(conn, id, now)?;
            let consent = Consent { fingerprint: shown.fingerprint, ..Consent::default() };
            import::apply(conn, id, &shown.roster, &consent, actor, now)?;
            Ok::<_, anyhow::Error>(actor)
        })
        .await
}
