//! The count under fire: the real program is killed at every step and at random, starved of disk, doubled, and bereft
//! of what it has not synced. What was acknowledged is counted, once.

mod disk;
mod kills;
mod points;
mod unsynced;

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use candor::audit;
use candor::clock::Clock;
use candor::db::{Error, WaveId};
use candor::schema::{comments, tallies};
use candor::settings;
use candor::waves::{self, WaveState};
use chrono::TimeDelta;
use diesel::prelude::*;
use serde_json::json;

use crate::app::{TestApp, on_both};
use crate::ballots::Link;
use crate::cli::candor;
use crate::kill::until;

/// A `candor serve`, killed at the latest when the test lets go of it.
struct Program {
    child: Child,
    address: String,
}

impl Program {
    /// Waits until it listens.
    fn start(mut command: Command) -> Self {
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("Candor listens on ").unwrap_or_else(|| panic!("{line}")).to_owned();
        Self { child, address }
    }

    fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// kill −9.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What people were told is in the box: scores and comments, all of them different.
#[derive(Default)]
struct Told(Vec<(u8, String)>);

impl TestApp {
    /// The real program on this test's folders and database.
    pub fn program(&self, arguments: &[&str]) -> Command {
        let mut command = candor(self.folder.path(), arguments);
        command.arg("--data").arg(&self.app.config.data).arg("--keys").arg(self.app.config.keys_folder());
        if let Some(url) = &self.app.config.database_url {
            command.arg("--database-url").arg(url);
        }
        command
    }

    fn serving(&self) -> Command {
        self.program(&["serve", "--listen", "127.0.0.1:0"])
    }

    /// A wave of one department. For the real program, whose clock is the machine's, it has closed; by the clock of
    /// this test's server, which is another replica's with a wrong clock, it takes answers.
    async fn overdue_wave(&self, people: usize) -> (WaveId, Vec<Link>) {
        self.app.clock.set(Clock::system().now() - TimeDelta::days(20));
        self.hire(&[("Sales", people)]).await;
        let wave = self.launch_wave("March").await;
        (wave, self.links(wave).await)
    }

    /// Answers, and notes what was acknowledged. The status of the reply.
    async fn tell(&self, told: &mut Told, link: &Link) -> u16 {
        let (score, why) = said(told.0.len());
        let status = self.answer(link, score, &why).await.status;
        if status == 200 {
            told.0.push((score, why));
        }
        status
    }

    /// Sends the form to another process; whether the reply came and said that the answer is in the box.
    async fn is_taken_at(&self, address: &str, link: &Link, score: u8, why: &str) -> bool {
        let form = json!({ "wave": link.wave, "token": link.token, "lang": "en", "score": score, "why": why });
        let reply = self.client.post(format!("{address}/a")).form(&form).send().await;
        reply.is_ok_and(|reply| reply.status() == 200)
    }

    async fn is_finished(&self, wave: WaveId) -> bool {
        // In the order of the steps: what is looked at first is done first.
        self.wave(wave).await.state == WaveState::Closed
            && self.app.keys.is_gone(wave).unwrap()
            && self.app.db.read(|conn| settings::value(conn, "scrub_due")).await.unwrap().is_none()
    }

    /// Lets the wave's close have come, also for the real program.
    async fn close(&self, id: WaveId) {
        let mut wave = self.wave(id).await;
        wave.closes_at = Clock::system().now() - TimeDelta::minutes(10);
        self.app.clock.set(wave.closes_at - TimeDelta::hours(1));
        let now = self.app.clock.now();
        assert!(self.app.db.write(move |conn| waves::store::save(conn, &wave, WaveState::Open, now)).await.unwrap());
    }

    /// The program serves until everything is done.
    async fn finish(&self, wave: WaveId) {
        let mut program = Program::start(self.serving());
        until(async || self.is_finished(wave).await || !program.is_running()).await;
        assert!(program.is_running());
        program.kill();
    }

    /// Acknowledged = counted, once; no ballot is left; the key is gone, its mark there; the report is whole.
    async fn is_whole(&self, wave: WaveId, told: &Told) {
        assert!(self.is_finished(wave).await);
        assert_eq!(self.ballots(wave).await, 0);
        let report = self.report(wave).await.unwrap();
        let mut expected = [0; 11];
        told.0.iter().for_each(|(score, _)| expected[usize::from(*score)] += 1);
        let everyone = report.everyone().unwrap();
        assert_eq!(everyone.distribution, Some(expected));
        assert_eq!(report.headline.counts.unwrap().respondents() as usize, told.0.len());
        let found = self.app.db.read(move |conn| {
            let by_score = tallies::table.filter(tallies::wave_id.eq(wave).and(tallies::question.eq("score")));
            let by_score: Vec<i32> = by_score.select(tallies::answers).load(conn)?;
            let words: Vec<String> =
                comments::table.filter(comments::wave_id.eq(wave)).select(comments::body).load(conn)?;
            Ok::<_, Error>((by_score.iter().sum::<i32>(), words, audit::page(conn, 0, 100)?))
        });
        let (tallied, mut words, log) = found.await.unwrap();
        assert_eq!(usize::try_from(tallied).unwrap(), told.0.len());
        let mut whys: Vec<String> = told.0.iter().map(|(_, why)| why.clone()).collect();
        whys.sort();
        words.sort();
        assert_eq!(words, whys, "each comment once");
        assert_eq!(log.iter().filter(|entry| entry.action == "wave.counted").count(), 1);
    }
}

/// The score and the words of an answer by its number; no two are alike.
fn said(number: usize) -> (u8, String) {
    (u8::try_from(number % 11).unwrap(), format!("For the reason of number {number}"))
}

on_both! {
    async fn several_processes_that_count_at_once_count_once(app: TestApp) {
        let (wave, links) = app.overdue_wave(14).await;
        let mut told = Told::default();
        for link in &links[..12] {
            app.tell(&mut told, link).await;
        }
        let name = wave.to_string();
        let counting: Vec<Child> = (0..3).map(|_| app.program(&["count", &name]).spawn().unwrap()).collect();
        let mut done = 0;
        for child in counting {
            let output = child.wait_with_output().unwrap();
            let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
            done += usize::from(output.status.success());
            assert!(output.status.success() || said.contains("not due to be counted"), "{said}");
        }
        assert_eq!(done, 1);
        app.is_whole(wave, &told).await;
    }
}
