//! `cargo bench --bench cast`: how fast answers are taken, shown and counted, measured against what is possible.
//!
//! The real program serves; the load comes from this process, on the same machine, and its share is said. Beside it,
//! in the same run: bare inserts of such rows with group commit, a bare actix page of the same size, and a bare loop
//! that reads and opens all ballots.

mod bare;
#[path = "../company/mod.rs"]
mod company;
mod counting;
mod database;
#[path = "../company/load.rs"]
#[expect(dead_code, reason = "the other benchmark signs in")]
mod load;
#[path = "../company/served.rs"]
mod served;

use std::path::Path;

use anyhow::{Context, Result};
use candor::app::App;
use candor::db::WaveId;
use candor::invitations::{self, link};
use candor::mail::Transport;
use candor::waves;

use self::database::Database;
use self::served::Served;

/// People who answer.
const PEOPLE: u32 = 40_000;
/// Connections at once.
const CONNECTIONS: usize = 64;
/// What a browser with scripts makes of every form, in bytes.
const LENGTH_OF_A_FORM: usize = 9_256;
/// How often the answer page is asked for.
const PAGES: usize = 200_000;
/// Ballots of the count that is measured against its goal.
const BALLOTS: u32 = 200_000;
/// Ballots of the counts beside it, which show how time and memory grow; the last only where this is asked for.
const FEWER: u32 = 50_000;
const MORE: u32 = 1_000_000;
/// Set it to count a million ballots as well: they take about 10 GB in the folder for temporary files.
const FULL: &str = "CANDOR_BENCH_FULL";
const GOAL_CAST: f64 = 0.40;
const GOAL_PAGE: f64 = 0.60;
const GOAL_COUNT: f64 = 0.33;
/// The most memory that a process has held, for [`company::memory_mb`].
const PEAK: &str = "VmHWM:";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some(served::PAGE) => return served::serve_page(&arguments[1]),
        Some(counting::COUNT) => return counting::count(Path::new(&arguments[1]), &arguments[2]),
        _ => {}
    }
    let (cast, page) = on(Database::Sqlite)?;
    match Database::postgres()? {
        Some(postgres) => drop(on(postgres)?),
        None => println!("PostgreSQL: not measured; CANDOR_TEST_POSTGRES names no server"),
    }
    counting::measure(FEWER)?;
    let count = counting::measure(BALLOTS)?;
    #[expect(clippy::disallowed_methods, reason = "only this benchmark reads it")]
    let is_full = std::env::var_os(FULL).is_some();
    if is_full {
        counting::measure(MORE)?;
    }
    println!("cast ratio {cast:.2} goal {GOAL_CAST:.2}");
    println!("answer_page ratio {page:.2} goal {GOAL_PAGE:.2}");
    println!("count ratio {count:.2} goal {GOAL_COUNT:.2}");
    Ok(())
}

/// Casts and pages on a database, each beside its yardstick. Answers both ratios.
fn on(database: Database) -> Result<(f64, f64)> {
    let (name, url) = (database.name(), database.url());
    let folder = tempfile::tempdir()?;
    let config = company::configuration(folder.path(), url);
    let app = company::found(config, Transport::None)?;
    company::hire(&app, PEOPLE)?;
    let wave = company::launch_wave(&app)?;
    let tokens = tokens(&app, wave)?;
    let length = waves_ballot_length(&app, wave)?;
    drop(app);

    let server = Served::program(folder.path(), url)?;
    let paths = tokens.iter().map(|token| format!("/a/{wave}/{token}"));
    let pages: Vec<Vec<u8>> = paths.cycle().take(PAGES).map(|path| load::get(&path)).collect();
    println!("{name}, answer page:");
    let page = load::beside_bare_page(&server, &pages)?.ratio();

    let answers: Vec<Vec<u8>> = tokens.iter().enumerate().map(|(number, token)| answer(wave, token, number)).collect();
    let casts = load::run(&server, answers)?;
    println!("{name}, casts:       {casts}");
    println!("{name}, memory:      {} MB at most", company::memory_mb(&server.process(), PEAK)?);
    drop(server);
    let inserts = bare::inserts(&database, wave, length, PEOPLE)?;
    println!("{name}, bare inserts of {length} bytes, up to {CONNECTIONS} in a transaction: {inserts:.0} a second");
    Ok((casts.speed / inserts, page))
}

/// Everyone's token.
fn tokens(app: &App, wave: WaveId) -> Result<Vec<String>> {
    let key = counting::key_of(app, wave)?;
    let invited = app.db.read_now(move |conn| invitations::store::of_wave(conn, wave))?;
    let claims = invited.iter().map(|one| link::Claim { invitation: one.id, group: one.group });
    Ok(claims.map(|claim| link::token(&key, claim)).collect())
}

/// Bytes of a sealed ballot.
fn waves_ballot_length(app: &App, wave: WaveId) -> Result<usize> {
    /// Nonce and tag.
    const SEAL: usize = 24 + 16;
    let wave = app.db.read_now(move |conn| waves::store::find(conn, wave))?.context("no wave")?;
    Ok(wave.ballot_length() + SEAL)
}

/// The form as a browser with scripts sends it, padded to one length; every third one has a comment.
fn answer(wave: WaveId, token: &str, number: usize) -> Vec<u8> {
    let comment = if number.is_multiple_of(3) { 1 + number % 5 } else { 0 };
    let why = "More+time+for+what+matters,+fewer+meetings.+".repeat(comment);
    let form = format!("wave={wave}&token={token}&lang=en&score={}&why={why}&pad=", number % 11);
    load::post("/a", &format!("{form:x<LENGTH_OF_A_FORM$}"))
}
