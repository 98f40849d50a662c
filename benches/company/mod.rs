//! What the benchmarks have in common: a Candor with people on its roster and a wave that has just been launched, and
//! what a process has used.

use std::path::Path;

use anyhow::{Context, Result};
use candor::app::App;
use candor::audit::Actor;
use candor::clock::Clock;
use candor::config::Config;
use candor::db::{Moment, WaveId};
use candor::i18n::Lang;
use candor::invitations::launch::launch;
use candor::mail::Transport;
use candor::people::import::{self, Consent, Upload};
use candor::settings::{self, Settings};
use candor::waves::{Audience, CommentsBy, Draft, Survey, plan};
use chrono::TimeDelta;
use clap::Parser;

/// People in one department.
const DEPARTMENT: u32 = 50;

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    config: Config,
}

/// The configuration of a Candor in a folder: on SQLite, unless another database is named.
pub fn configuration(folder: &Path, database: Option<&str>) -> Config {
    let (data, keys) = (folder.join("data"), folder.join("keys"));
    let mut arguments =
        vec!["candor".to_owned(), format!("--data={}", data.display()), format!("--keys={}", keys.display())];
    arguments.extend(database.map(|url| format!("--database-url={url}")));
    Arguments::parse_from(arguments).config
}

/// A Candor with nobody on its roster.
pub fn found(config: Config, transport: Transport) -> Result<App> {
    let app = candor::server::prepare(config, Clock::system(), transport)?;
    let settings = Settings {
        company: "Acme".to_owned(),
        contact: "people@example.com".to_owned(),
        sender_address: "survey@example.com".to_owned(),
        ..Settings::default()
    };
    app.db.write_now(move |conn| settings::save(conn, &settings))?;
    Ok(app)
}

/// A roster of people in departments of [`DEPARTMENT`], half of whom read Russian.
pub fn hire(app: &App, people: u32) -> Result<()> {
    let mut csv = String::from("Employee ID,Full name,Work email,Department,Language\n");
    for number in 0..people {
        let (name, language) =
            if number % 2 == 0 { ("Анна Ёлкина", "ru") } else { ("Anna Winterbottom", "en") };
        let department = number / DEPARTMENT;
        let row = format!("{number},{name} {number},n{number}@example.com,Department {department},{language}\n");
        csv.push_str(&row);
    }
    let now = app.clock.now();
    let roster = import::parse(csv.as_bytes())?;
    let upload = Upload { file_name: "people.csv".to_owned(), content: csv.into_bytes() };
    let preview = app.db.write_now(move |conn| {
        let id = import::upload(conn, &upload, now)?;
        import::preview(conn, id, now)
    })?;
    let consent = Consent { fingerprint: preview.fingerprint, ..Consent::default() };
    let id = preview.id;
    app.db.write_now(move |conn| import::apply(conn, id, &roster, &consent, Actor::CommandLine, now))?;
    Ok(())
}

/// A wave for everyone, with the ready texts, that is to open in an hour.
pub fn draft(now: Moment) -> Draft {
    Draft {
        title: "March".to_owned(),
        audience: Audience::Everyone,
        time_zone: chrono_tz::UTC,
        opens_local: now + TimeDelta::hours(1),
        closes_local: now + TimeDelta::days(14),
        reminders: Vec::new(),
        threshold: 5,
        long_comments: false,
        remind_everyone: false,
        closing_message: true,
        comments_by: CommentsBy::Group,
        survey: Survey::standard(&Lang::ALL),
    }
}

/// Such a wave, launched at once.
pub fn launch_wave(app: &App) -> Result<WaveId> {
    let now = app.clock.now();
    let draft = draft(now);
    let wave = app.db.write_now(move |conn| plan::create(conn, now, &draft, Actor::CommandLine))?;
    let keys = app.keys.clone();
    app.db.write_now(move |conn| launch(conn, &keys, now, wave, Actor::CommandLine))?;
    Ok(wave)
}

/// Processor time that a process, given by its number or as `self`, has used so far.
pub fn cpu_seconds(process: &str) -> Result<f64> {
    /// Linux counts in hundredths of a second wherever it runs.
    const TICKS: f64 = 100.0;
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let (user, system): (f64, f64) = (fields[11].parse()?, fields[12].parse()?);
    Ok((user + system) / TICKS)
}

/// Memory of a process by the name of a field in Linux's list: `VmRSS:` is what it holds now, `VmHWM:` the most.
pub fn memory_mb(process: &str, field: &str) -> Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find(|line| line.starts_with(field)).with_context(|| format!("no {field}"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1).with_context(|| format!("no {field}"))?.parse()?;
    Ok(kilobytes / 1024)
}
