//! The program is killed between any two steps of the count and of what follows it, with an answer on its way.

use std::collections::BTreeSet;

use candor::db::{Backend, WaveId};
use candor::waves::WaveState;
use futures_util::future::join;

use super::{Program, Told};
use crate::app::{TestApp, on_both};
use crate::kill::until;

/// Every point, by what has just been done, in the order in which a count comes to them.
const POINTS: [&str; 19] = [
    "count-locked",
    "count-opened",
    "count-tallied",
    "count-comments",
    "count-reported",
    "box-emptied",
    "count-closed",
    "count-announced",
    "count-recorded",
    COMMITTED,
    MARK_MADE,
    "key-marked",
    "key-overwritten",
    KEY_REMOVED,
    "key-gone",
    "freed-overwritten",
    "log-emptied",
    "vacuumed",
    "scrubbed",
];
/// From here on the wave is counted.
const COMMITTED: &str = "count-committed";
/// From here on the key is never used again.
const MARK_MADE: &str = "key-mark-made";
/// From here on there is no file.
const KEY_REMOVED: &str = "key-removed";
/// PostgreSQL has one step where SQLite has four.
const SQLITE_ONLY: [&str; 3] = ["freed-overwritten", "log-emptied", "vacuumed"];

#[test]
fn no_point_of_the_program_is_left_out() {
    let mut named = BTreeSet::new();
    for (path, text) in crate::tidy::files("src", ".rs") {
        if path != "src/failpoints.rs" {
            named.extend(text.split("fail_point!(\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()));
        }
    }
    assert_eq!(named, POINTS.map(str::to_owned).into());
}

/// What is not compiled has no names in the program; `grep CANDOR_FAIL_POINT target/release/candor` finds nothing.
#[test]
fn a_program_that_has_fail_points_shows_it() {
    let program = std::fs::read(env!("CARGO_BIN_EXE_candor")).unwrap();
    for name in ["CANDOR_FAIL_POINT", "count-tallied"] {
        assert!(program.windows(name.len()).any(|window| window == name.as_bytes()), "{name}");
    }
}

/// Whether a count has come to a point when it comes to another.
fn is_past(point: &str, earlier: &str) -> bool {
    let index = |name: &str| POINTS.iter().position(|point| *point == name).unwrap();
    index(point) >= index(earlier)
}

impl TestApp {
    /// What must be so after the program was killed at a point.
    async fn stands_as_after(&self, point: &str, wave: WaveId, told: &Told) {
        let (key, mark) = (format!("{wave}.key"), format!("{wave}.destroyed"));
        let there = |file: &str| self.app.keys.path().join(file).exists();
        assert_eq!((there(&mark), there(&key)), (is_past(point, MARK_MADE), !is_past(point, KEY_REMOVED)), "{point}");
        let (state, ballots, report) = (self.wave(wave).await.state, self.ballots(wave).await, self.report(wave).await);
        if is_past(point, COMMITTED) {
            assert_eq!((state, ballots), (WaveState::Closed, 0), "{point}");
            assert_eq!(report.unwrap().headline.counts.unwrap().respondents() as usize, told.0.len(), "{point}");
        } else {
            assert_eq!((state, ballots, report), (WaveState::Open, told.0.len(), None), "{point}");
            self.wave_key(wave).await;
        }
    }
}

on_both! {
    async fn killed_between_any_two_steps_the_count_still_counts_each_acknowledged_answer_once(app: TestApp) {
        let (wave, links) = app.overdue_wave(40).await;
        let mut told = Told::default();
        for link in &links[..12] {
            assert_eq!(app.tell(&mut told, link).await, 200);
        }
        let is_sqlite = app.app.db.backend() == Backend::Sqlite;
        let points = POINTS.into_iter().filter(|point| is_sqlite || !SQLITE_ONLY.contains(point));
        for (point, link) in points.zip(&links[12..]) {
            let reached = app.folder.path().join(point);
            let mut command = app.serving();
            command.env("CANDOR_FAIL_POINT", format!("{point}={}", reached.display()));
            let mut program = Program::start(command);
            until(async || reached.exists() || !program.is_running()).await;
            assert!(program.is_running(), "{point}");
            let mut looks = 0;
            let kill = async {
                // The answer is on its way, and waits for the count if that is under way.
                until(async || { looks += 1; looks > 5 }).await;
                program.kill();
            };
            let (status, ()) = join(app.tell(&mut told, link), kill).await;
            let is_counted = is_past(point, COMMITTED);
            assert_eq!(status, if is_counted { 410 } else { 200 }, "{point}");
            app.stands_as_after(point, wave, &told).await;
            if point == "count-opened" {
                let check = app.program(&["check"]).output().unwrap();
                let said = String::from_utf8(check.stdout).unwrap();
                assert!(!check.status.success());
                assert!(said.contains("wrong    counts: “March” has closed and could not be counted yet."), "{said}");
                assert!(said.contains(&format!("All ballots of {wave} can be opened: see that candor serve runs")), "{said}");
            }
        }
        app.finish(wave).await;
        app.is_whole(wave, &told).await;
    }
}
