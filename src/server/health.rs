//! Whether this installation is in order: `candor check` for people, `/healthz` for machines.

mod bounces;
mod places;
mod waves_and_keys;

use chrono::TimeDelta;

use crate::app::App;
use crate::audit;
use crate::ballots;
use crate::db::{self, Backend, MigrationState};
use crate::mail::Transport;
use crate::waves;

/// The clocks of this machine and of the database may differ by this much.
const CLOCK_DIFFERENCE: TimeDelta = TimeDelta::minutes(1);

/// What deleted ballots left behind is removed within so long, or something is in the way.
const SCRUBBED_WITHIN: TimeDelta = TimeDelta::hours(1);

/// How one thing stands, from good to bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// In order.
    Ok,
    /// Works, but should be looked at.
    Warning,
    /// Does not work, or breaks a promise.
    Wrong,
}

impl State {
    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Wrong => "wrong",
        }
    }
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What: one word or two.
    pub what: &'static str,
    /// How it stands.
    pub state: State,
    /// What was found and what to do, in one line, for the administrator.
    pub text: String,
}

impl Finding {
    fn new(what: &'static str, state: State, text: impl Into<String>) -> Self {
        Self { what, state, text: text.into() }
    }

    fn ok(what: &'static str, text: impl Into<String>) -> Self {
        Self::new(what, State::Ok, text)
    }

    fn warning(what: &'static str, text: impl Into<String>) -> Self {
        Self::new(what, State::Warning, text)
    }

    fn wrong(what: &'static str, text: impl Into<String>) -> Self {
        Self::new(what, State::Wrong, text)
    }
}

/// The worst state among findings.
#[must_use]
pub fn worst(findings: &[Finding]) -> State {
    findings.iter().map(|finding| finding.state).max().unwrap_or(State::Ok)
}

/// [`examine`], and tries what would take too long to be tried again and again: whether closed waves can be counted.
pub async fn examine_closely(app: &App) -> Vec<Finding> {
    let mut findings = examine(app).await;
    if let Some(counts) = findings.iter_mut().find(|finding| finding.what == waves_and_keys::COUNTS) {
        *counts = waves_and_keys::counts_closely(app).await;
    }
    findings
}

/// Looks at everything, changing nothing.
pub async fn examine(app: &App) -> Vec<Finding> {
    let mut findings = vec![database(app).await, migrations(app).await, mail(app).await];
    findings.push(bounces::return_address(app));
    findings.push(bounces::source(app).await);
    findings.push(places::key_folder(app));
    findings.push(places::separation(app));
    findings.push(places::disk(app));
    findings.push(places::room(app));
    findings.push(waves_and_keys::open_keys(app).await);
    findings.push(waves_and_keys::ended_keys(app).await);
    findings.push(waves_and_keys::counts(app).await);
    findings.push(deleted_ballots(app).await);
    findings.push(clock(app).await);
    findings.push(places::public_address(app));
    findings
}

async fn database(app: &App) -> Finding {
    let kind = match app.db.backend() {
        Backend::Sqlite => "SQLite",
        Backend::Postgres => "PostgreSQL",
    };
    match app.db.read(crate::settings::load).await {
        Ok(_) => Finding::ok("database", format!("{kind} answers")),
        Err(error) => Finding::wrong("database", format!("{kind} does not answer: {error}; see to DATABASE_URL")),
    }
}

async fn migrations(app: &App) -> Finding {
    let db = app.db.clone();
    match tokio::task::spawn_blocking(move || db.migration_state()).await {
        Ok(Ok(MigrationState::Current)) => Finding::ok("tables", "of this version"),
        Ok(Ok(MigrationState::Pending(steps))) => {
            Finding::wrong("tables", format!("{steps} steps behind this version: run candor migrate"))
        }
        Ok(Err(error)) => Finding::wrong("tables", format!("cannot be compared with this version: {error}")),
        Err(error) => Finding::wrong("tables", format!("cannot be compared with this version: {error}")),
    }
}

async fn mail(app: &App) -> Finding {
    if matches!(app.transport, Transport::None) {
        return Finding::warning("mail server", "none is set: mail waits in the queue until SMTP_URL is set");
    }
    match app.transport.probe().await {
        Ok(()) => Finding::ok("mail server", "takes mail"),
        Err(error) => Finding::wrong("mail server", format!("{error}; see to SMTP_URL")),
    }
}

/// What deleted ballots left behind in the database's files goes within a minute, unless a reader is in the way.
async fn deleted_ballots(app: &App) -> Finding {
    const WHAT: &str = "deleted ballots";
    let waits = |conn: &mut db::Conn| {
        let Some(wave) = ballots::scrub_waits(conn)? else { return Ok(None) };
        Ok::<_, db::Error>(waves::store::find(conn, wave)?.and_then(|wave| wave.ended_at))
    };
    match app.db.read(waits).await {
        Ok(Some(ended_at)) if app.clock.now() - ended_at > SCRUBBED_WITHIN => {
            let text = "still in the database's files, unreadable: end whatever has been reading the database for long";
            Finding::warning(WHAT, text)
        }
        Ok(_) => Finding::ok(WHAT, "none is left in the database's files for long"),
        Err(error) => Finding::wrong(WHAT, format!("cannot be looked at: {error}")),
    }
}

async fn clock(app: &App) -> Finding {
    if app.clock.can_be_moved() {
        return Finding::ok("clock", "moved by hand");
    }
    let now = app.clock.now();
    let times = app.db.read(|conn| Ok::<_, db::Error>((conn.time()?, audit::page(conn, 0, 1)?)));
    let Ok((database, last)) = times.await else { return Finding::wrong("clock", "the database does not answer") };
    let difference = database.map_or(TimeDelta::zero(), |there| (there - now).abs());
    if difference > CLOCK_DIFFERENCE {
        let text = format!("{} s away from the database's: set both by NTP", difference.num_seconds());
        return Finding::wrong("clock", text);
    }
    if last.first().is_some_and(|entry| entry.at - now > CLOCK_DIFFERENCE) {
        return Finding::wrong("clock", "behind what this installation has recorded already: set it by NTP");
    }
    Finding::ok("clock", format!("{} UTC", now.format("%Y-%m-%d %H:%M:%S")))
}
