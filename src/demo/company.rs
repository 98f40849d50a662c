//! The invented company: its people, their teams and how these feel about working there.

use anyhow::Context;
use serde::Deserialize;

use super::ACCOUNT;
use super::dice::Dice;
use super::names::{Names, Origin};
use crate::accounts::password::Typed;
use crate::accounts::{self, NewAccount};
use crate::app::App;
use crate::audit::Actor;
use crate::email::Address;
use crate::i18n::Lang;
use crate::people::import::{self, Consent, Upload};
use crate::settings::{self, OwnWords, Settings};

const COMPANY: &str = "Heliotrope Instruments";
const ADMIN: &str = "Dana Lindgren";
/// The language of its admin.
pub(super) const LANGUAGE: Lang = Lang::En;
const SENDER: &str = "people@heliotrope.example";
/// What comes after the @ in the addresses of its people.
const DOMAIN: &str = "heliotrope.example";
/// Where most of them are.
pub(super) const ZONE: chrono_tz::Tz = chrono_tz::Europe::Berlin;
/// The department whose teams are written to in Russian.
const RUSSIAN_OFFICE: &str = "Алматы";
/// Which throws of the dice make the people.
const OCCASION: u64 = 1_000;
/// The share of people elsewhere who are written to in Russian.
const RUSSIAN_SHARE: f64 = 0.1;
/// One in so many has a hostile name, from the seventh on, until there are no more such names.
const HOSTILE_EVERY: u64 = 61;
const HOSTILE_FROM: u64 = 7;
/// One in so many joins later, before the second survey or one after it, and which one of them.
const JOINS_EVERY: u64 = 19;
const JOINS_FROM: u64 = 3;
/// One in so many leaves after the hard times, and which one of them.
const LEAVES_EVERY: u64 = 29;
const LEAVES_FROM: u64 = 11;

/// A team, and the mean score of its people at first, how it changes from survey to survey, and what the hard times
/// take from it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Team {
    department: String,
    #[serde(rename = "team")]
    name: String,
    people: usize,
    pub(super) mood: f64,
    pub(super) drift: f64,
    pub(super) hardship: f64,
    /// Department and team, as comments name places.
    #[serde(skip)]
    path: String,
}

impl Team {
    pub(super) fn place(&self) -> &str {
        &self.path
    }
}

/// Someone of the company.
#[derive(Debug, Clone)]
pub(super) struct Employee {
    pub(super) number: u64,
    name: String,
    pub(super) address: String,
    pub(super) language: Lang,
    pub(super) team: Team,
    /// The first chapter of the story in which they are there.
    joins: u64,
    /// The first in which they are not there any more.
    leaves: Option<u64>,
}

impl Employee {
    fn is_there(&self, chapter: u8) -> bool {
        let chapter = u64::from(chapter);
        self.joins <= chapter && self.leaves.is_none_or(|leaves| chapter < leaves)
    }
}

/// Rows of a table that is compiled in.
pub(super) fn table<T: for<'de> Deserialize<'de>>(text: &str) -> anyhow::Result<Vec<T>> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(|row| row.map_err(Into::into)).collect()
}

/// Everyone, in the same order every time.
pub(super) fn everyone() -> anyhow::Result<Vec<Employee>> {
    let mut names = Names::new()?;
    let mut people = Vec::new();
    for mut team in table::<Team>(include_str!("teams.csv"))? {
        team.path = format!("{} / {}", team.department, team.name);
        for _ in 0..team.people {
            let number = u64::try_from(people.len())? + 1;
            people.push(employee(number, &team, &mut names).context("the demonstration has too few names")?);
        }
    }
    Ok(people)
}

fn employee(number: u64, team: &Team, names: &mut Names) -> Option<Employee> {
    let mut dice = Dice::of(OCCASION, number);
    let origin = match dice.even() {
        _ if team.department == RUSSIAN_OFFICE => Origin::Almaty,
        throw if throw < RUSSIAN_SHARE => Origin::Russian,
        _ => Origin::Main,
    };
    let hostile = if number % HOSTILE_EVERY == HOSTILE_FROM { names.take_hostile() } else { None };
    let (name, local) = hostile.or_else(|| names.take(origin, &mut dice))?;
    Some(Employee {
        number,
        name,
        address: format!("{local}@{DOMAIN}"),
        language: if origin == Origin::Main { Lang::En } else { Lang::Ru },
        team: team.clone(),
        joins: if number % JOINS_EVERY == JOINS_FROM { 2 + number / JOINS_EVERY % 6 } else { 1 },
        leaves: (number % LEAVES_EVERY == LEAVES_FROM).then(|| 4 + number / LEAVES_EVERY % 3),
    })
}

/// The roster of a chapter as HR would export it.
fn roster(people: &[Employee], chapter: u8) -> anyhow::Result<Vec<u8>> {
    let mut rows = csv::Writer::from_writer(Vec::new());
    rows.write_record(["Employee ID", "Full name", "First name", "Work email", "Department", "Team", "Language"])?;
    for person in people.iter().filter(|person| person.is_there(chapter)) {
        let id = format!("H{:04}", person.number);
        // Names without a space are left as they are: not everybody's first name comes first.
        let first_name = person.name.split_once(' ').map_or("", |(first, _)| first);
        let (team, language) = (&person.team, person.language.code());
        rows.write_record([&id, &person.name, first_name, &person.address, &team.department, &team.name, language])?;
    }
    Ok(rows.into_inner()?)
}

/// Makes the settings and the account. Returns who works with it.
pub(super) async fn found(app: &App, password: &str) -> anyhow::Result<Actor> {
    let settings = Settings {
        company: COMPANY.to_owned(),
        sender_address: SENDER.to_owned(),
        sender_name: "People team".to_owned(),
        contact: SENDER.to_owned(),
        time_zone: ZONE.name().to_owned(),
        ..Settings::default()
    };
    let say = |words: OwnWords, lang: Lang| words.with(lang, &lang.say("demo-notice").to_string());
    let words = Lang::ALL.into_iter().fold(OwnWords::default(), say);
    app.db
        .write(move |conn| {
            settings::save(conn, &settings)?;
            settings::save_own_words(conn, &words)
        })
        .await?;
    let account = NewAccount {
        address: Address::parse(ACCOUNT)?,
        name: ADMIN.to_owned(),
        password: Typed::new(password.to_owned()),
        language: LANGUAGE,
    };
    Ok(Actor::Account(accounts::create(app, Actor::CommandLine, account).await?.id))
}

/// Imports the roster of a chapter: some have joined since the last one, some have left.
pub(super) async fn import(app: &App, admin: Actor, people: &[Employee], chapter: u8) -> anyhow::Result<()> {
    let upload = Upload { file_name: "roster.csv".to_owned(), content: roster(people, chapter)? };
    let now = app.clock.now();
    app.db
        .write(move |conn| {
            let id = import::upload(conn, &upload, now)?;
            let shown = import::preview(conn, id, now)?;
            let consent = Consent { fingerprint: shown.fingerprint, ..Consent::default() };
            import::apply(conn, id, &shown.roster, &consent, admin, now)?;
            Ok::<_, anyhow::Error>(())
        })
        .await
}
