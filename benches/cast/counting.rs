//! The count, beside a bare loop that reads and opens the same ballots: in a process of its own, for its memory.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use candor::app::App;
use candor::audit::Actor;
use candor::ballots::{Ballot, Seal, store};
use candor::clock::Clock;
use candor::db::{self, Conn, WaveId};
use candor::keys::{WaveKey, random_id};
use candor::mail::Transport;
use candor::reports::count::{SetAside, count_now};
use candor::schema::{wave_groups, waves as table};
use candor::{server, waves};
use chrono::TimeDelta;
use diesel::prelude::*;

use crate::{PEAK, company};

/// The first argument that makes this program count a wave in a folder.
pub const COUNT: &str = "count";
/// People on the roster; each answers many times.
const PEOPLE: u32 = 5_000;
/// Ballots in one transaction while the box is filled.
const AT_ONCE: u32 = 1_000;

/// Fills a box, counts it, and answers the bare loop's time over the count's.
pub fn measure(ballots: u32) -> Result<f64> {
    let folder = tempfile::tempdir()?;
    let app = company::found(company::configuration(folder.path(), None), Transport::None)?;
    company::hire(&app, PEOPLE)?;
    let wave = company::launch_wave(&app)?;
    fill(&app, wave, ballots)?;
    drop(app);
    let program = std::env::current_exe()?;
    let output = Command::new(program).arg(COUNT).arg(folder.path()).arg(wave.to_string()).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout)?;
    let figures: Vec<f64> = said.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
    let [bare, ours, peak] = figures[..] else { anyhow::bail!("{said}") };
    println!("count of {ballots}: {ours:.2} s, reading and opening alone {bare:.2} s, {peak:.0} MB at most");
    Ok(bare / ours)
}

/// In a process of its own: the seconds of the bare loop and of the count, and the memory in MB.
pub fn count(folder: &Path, wave: &str) -> Result<()> {
    let wave: WaveId = wave.parse()?;
    let app = server::open(company::configuration(folder, None), Clock::system(), Transport::None)?;
    let bare = open_all(&app, wave)?;
    let begun = Instant::now();
    let (keys, now) = (app.keys.clone(), app.clock.now() + TimeDelta::days(15));
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let counted =
        app.db.write_large(move |conn| count_now(conn, &keys, now, wave, SetAside::Nothing, Actor::CommandLine));
    runtime.block_on(counted)?;
    let ours = begun.elapsed().as_secs_f64();
    println!("{bare} {ours} {}", company::memory_mb("self", PEAK)?);
    Ok(())
}

/// Seconds to read and open every ballot.
fn open_all(app: &App, wave: WaveId) -> Result<f64> {
    let seal = Seal::of(&key_of(app, wave)?);
    let begun = Instant::now();
    let scores = app.db.read_now(move |conn| {
        let length = waves::store::find(conn, wave)?.map_or(0, |wave| wave.ballot_length());
        let mut scores = 0_u64;
        store::each_sealed(conn, wave, |spent, sealed| {
            scores += seal.open(&sealed, &spent, length).map_or(0, |ballot| u64::from(ballot.score));
            Ok::<_, db::Error>(())
        })?;
        Ok::<_, db::Error>(scores)
    })?;
    let seconds = begun.elapsed().as_secs_f64();
    ensure!(scores > 0, "nothing was opened");
    Ok(seconds)
}

/// The wave's key.
pub fn key_of(app: &App, wave: WaveId) -> Result<WaveKey> {
    let found = app.db.read_now(move |conn| waves::store::find(conn, wave))?.context("no wave")?;
    Ok(app.keys.load(wave, found.key_check.as_deref().unwrap_or_default())?)
}

/// Ballots of people of whom there are as many as ballots, a third of them with a comment.
fn fill(app: &App, wave: WaveId, ballots: u32) -> Result<()> {
    let seal = std::sync::Arc::new(Seal::of(&key_of(app, wave)?));
    let (found, tree) = app
        .db
        .read_now(move |conn| Ok::<_, db::Error>((waves::store::find(conn, wave)?, waves::store::tree(conn, wave)?)))?;
    let length = found.context("no wave")?.ballot_length();
    let groups = u32::try_from(tree.len())?;
    for start in (0..ballots).step_by(usize::try_from(AT_ONCE)?) {
        let seal = std::sync::Arc::clone(&seal);
        app.db.write_now(move |conn| {
            for number in start..ballots.min(start + AT_ONCE) {
                let spent = seal.spent(random_id());
                let sealed = seal.seal(&ballot(number, groups), &spent, length).map_err(|_| db::Error::NotFound)?;
                store::insert(conn, wave, &spent, &sealed)?;
            }
            Ok::<_, db::Error>(())
        })?;
    }
    let headcount = i32::try_from(ballots)?;
    let in_group = i32::try_from(ballots.div_ceil(groups - 1))?;
    app.db.write_now(move |conn: &mut Conn| {
        diesel::update(table::table.find(wave)).set(table::headcount.eq(Some(headcount))).execute(conn)?;
        let below = wave_groups::table.filter(wave_groups::wave_id.eq(wave).and(wave_groups::number.gt(0)));
        diesel::update(below).set(wave_groups::direct_headcount.eq(in_group)).execute(conn).map(drop)
    })?;
    Ok(())
}

fn ballot(number: u32, groups: u32) -> Ballot {
    let comment =
        if number.is_multiple_of(3) { format!("More time for what matters, said {number}.") } else { String::new() };
    let group = 1 + number % (groups - 1);
    Ballot { group: group.cast_signed(), score: u8::try_from(number % 11).unwrap_or_default(), comment }
}
