//! The count, calling off, and what happens when either is interrupted.

use candor::audit::Actor;
use candor::ballots::{self, CancelError};
use candor::db::WaveId;
use candor::keys::LoadError;
use candor::mail::Transport;
use candor::reports::count::{self, CountError, Counted, SetAside};
use candor::reports::{PublishedReport, alarms, store};
use candor::waves::WaveState;
use chrono::TimeDelta;
use futures_util::future::{join, join_all};

use super::Link;
use crate::app::{TestApp, on_both};

impl TestApp {
    pub async fn count(&self, wave: WaveId) -> Result<Counted, CountError> {
        count::count(&self.app, wave, SetAside::Nothing, Actor::Schedule).await
    }

    /// Lets the wave's close come.
    pub async fn reach_close(&self, wave: WaveId) {
        self.app.clock.set(self.wave(wave).await.closes_at);
    }

    pub async fn report(&self, wave: WaveId) -> Option<PublishedReport> {
        self.app.db.read(move |conn| store::find(conn, wave)).await.unwrap()
    }

    /// A wave of twelve in Sales, of whom all answer, and eight in Support, of whom six do.
    pub async fn answered_wave(&self) -> (WaveId, Vec<Link>) {
        self.introduce("Meridian", "survey@meridian.example").await;
        self.hire(&[("Sales", 12), ("Support", 8)]).await;
        let wave = self.launch_wave("March").await;
        let links = self.links(wave).await;
        for (number, link) in links.iter().take(18).enumerate() {
            let reply = self.answer(link, u8::try_from(number % 11).unwrap(), &format!("Because {number}")).await;
            assert_eq!(reply.status, 200);
        }
        (wave, links)
    }

    async fn alarms(&self) -> usize {
        let (keys, now) = (self.app.keys.clone(), self.app.clock.now());
        self.app.db.read(move |conn| alarms::alarms(conn, &keys, now)).await.unwrap().len()
    }

    /// A ballot that no key opens, as a failing disk would leave it.
    pub async fn damage_the_box(&self, wave: WaveId) {
        let damage = move |conn: &mut candor::db::Conn| ballots::store::insert(conn, wave, &[7; 32], &[0; 4136]);
        assert!(self.app.db.write(damage).await.unwrap());
    }
}

on_both! {
    async fn the_count_leaves_figures_and_neither_ballot_nor_key(app: TestApp) {
        let (wave, links) = app.answered_wave().await;
        app.reach_close(wave).await;
        let counted = app.count(wave).await.unwrap();
        assert_eq!((counted.ballots, counted.too_few), (18, false));
        assert_eq!(app.ballots(wave).await, 0);
        assert_eq!(app.wave(wave).await.state, WaveState::Closed);
        assert!(app.app.keys.is_gone(wave).unwrap());
        let counts = app.report(wave).await.unwrap().headline.counts.unwrap();
        assert_eq!((counts.headcount, counts.promoters, counts.passives, counts.detractors), (20, 2, 2, 14));
        let page = app.get(&links[0].path()).await;
        assert_eq!((page.status, page.select("h1")), (410, vec!["This survey has closed".to_owned()]));
        assert_eq!(app.answer(&links[19], 10, "late").await.status, 410);
    }

    async fn the_clock_counts_what_has_closed_and_counts_it_once(app: TestApp) {
        let (wave, _) = app.answered_wave().await;
        assert!(matches!(app.count(wave).await, Err(CountError::NotDue)));
        assert!(count::count_due(&app.app).await.unwrap().is_empty());
        app.reach_close(wave).await;
        let (one, other) = join(app.count(wave), app.count(wave)).await;
        assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1, "{one:?} {other:?}");
        let report = app.report(wave).await;
        assert!(count::count_due(&app.app).await.unwrap().is_empty());
        assert!(matches!(app.count(wave).await, Err(CountError::NotDue)));
        assert_eq!(app.report(wave).await, report);
    }

    async fn a_crash_between_the_commit_and_the_key_is_finished_by_the_next_tick(app: TestApp) {
        let (wave, _) = app.answered_wave().await;
        let file = app.app.keys.path().join(format!("{wave}.key"));
        let key = std::fs::read(&file).unwrap();
        app.reach_close(wave).await;
        app.count(wave).await.unwrap();
        let report = app.report(wave).await;
        for with_mark in [true, false] {
            if !with_mark {
                std::fs::remove_file(file.with_extension("destroyed")).unwrap();
            }
            std::fs::write(&file, &key).unwrap();
            assert!(!app.app.keys.is_gone(wave).unwrap());
            count::count_due(&app.app).await.unwrap();
            assert!(app.app.keys.is_gone(wave).unwrap() && !file.exists());
        }
        assert_eq!(app.report(wave).await, report);
    }

    async fn a_cast_during_the_count_is_counted_or_refused(app: TestApp) {
        app.hire(&[("Sales", 60)]).await;
        let wave = app.launch_wave("March").await;
        let links = app.links(wave).await;
        for link in &links[..6] {
            assert_eq!(app.answer(link, 9, "").await.status, 200);
        }
        let closes = app.wave(wave).await.closes_at;
        app.app.clock.set(closes - TimeDelta::milliseconds(1));
        let casts = join_all(links[6..].iter().enumerate().map(async |(number, link)| {
            if number == 20 {
                app.app.clock.set(closes);
            }
            app.answer(link, 9, "").await.status
        }));
        let count = async {
            loop {
                match app.count(wave).await {
                    Err(CountError::NotDue) => {}
                    done => break done.unwrap(),
                }
            }
        };
        let (statuses, counted) = join(casts, count).await;
        assert!(statuses.iter().all(|status| [200, 410].contains(status)), "{statuses:?}");
        let acknowledged = 6 + statuses.iter().filter(|status| **status == 200).count();
        assert_eq!(counted.ballots, acknowledged);
        let counts = app.report(wave).await.unwrap().headline.counts.unwrap();
        assert_eq!(counts.promoters as usize, acknowledged);
        assert_eq!(app.ballots(wave).await, 0);
    }

    async fn a_ballot_that_does_not_open_stops_the_count_until_an_admin_sets_it_aside(app: TestApp) {
        let (wave, _) = app.answered_wave().await;
        app.damage_the_box(wave).await;
        app.reach_close(wave).await;
        assert!(matches!(app.count(wave).await, Err(CountError::Broken { broken: 1, ballots: 19 })));
        assert_eq!((app.wave(wave).await.state, app.ballots(wave).await), (WaveState::Open, 19));
        assert!(app.report(wave).await.is_none() && !app.app.keys.is_destroyed(wave).unwrap());
        app.app.clock.advance(TimeDelta::minutes(6));
        assert_eq!(app.alarms().await, 1);
        count::count(&app.app, wave, SetAside::Broken, Actor::CommandLine).await.unwrap();
        let report = app.report(wave).await.unwrap();
        assert_eq!((report.set_aside, report.headline.counts.unwrap().respondents()), (1, 18));
        assert_eq!((app.ballots(wave).await, app.alarms().await), (0, 0));
    }

    async fn without_its_key_a_wave_waits_and_is_counted_when_the_key_is_back(app: TestApp) {
        let (wave, _) = app.answered_wave().await;
        let file = app.app.keys.path().join(format!("{wave}.key"));
        let key = std::fs::read(&file).unwrap();
        std::fs::remove_file(&file).unwrap();
        assert_eq!(app.alarms().await, 1);
        app.reach_close(wave).await;
        let results = count::count_due(&app.app).await.unwrap();
        assert!(matches!(results[..], [(_, Err(CountError::Key(LoadError::Missing(_))))]), "{results:?}");
        assert_eq!(app.ballots(wave).await, 18);
        std::fs::write(&file, key).unwrap();
        app.app.clock.advance(TimeDelta::minutes(10));
        let results = count::count_due(&app.app).await.unwrap();
        assert_eq!(results[0].1.as_ref().unwrap().ballots, 18);
    }

    async fn too_few_answers_are_never_opened(app: TestApp) {
        app.hire(&[("Sales", 12)]).await;
        let wave = app.launch_wave("March").await;
        for link in &app.links(wave).await[..4] {
            app.answer(link, 0, "Only four of us").await;
        }
        // Not even the key is needed.
        std::fs::remove_file(app.app.keys.path().join(format!("{wave}.key"))).unwrap();
        app.reach_close(wave).await;
        assert!(app.count(wave).await.unwrap().too_few);
        let report = app.report(wave).await.unwrap();
        assert_eq!((report.headline.counts, report.rows.len(), report.comments.len()), (None, 0, 0));
        assert!(app.app.keys.is_gone(wave).unwrap());
        assert_eq!(app.ballots(wave).await, 0);
    }

    async fn a_wave_that_cannot_be_counted_for_thirty_days_is_given_up(app: TestApp) {
        let (wave, _) = app.answered_wave().await;
        app.damage_the_box(wave).await;
        let planned = app.wave(wave).await.planned_close_at;
        app.app.clock.set(planned + TimeDelta::days(30) - TimeDelta::milliseconds(1));
        count::count_due(&app.app).await.unwrap();
        assert_eq!((app.wave(wave).await.state, app.alarms().await), (WaveState::Open, 1));
        app.app.clock.set(planned + TimeDelta::days(30));
        count::count_due(&app.app).await.unwrap();
        assert_eq!((app.wave(wave).await.state, app.ballots(wave).await), (WaveState::Cancelled, 0));
        assert!(app.app.keys.is_gone(wave).unwrap());
        assert_eq!(app.alarms().await, 0);
    }

    async fn a_wave_that_is_called_off_is_never_opened_and_the_invited_are_told(app: TestApp) {
        let (wave, links) = app.answered_wave().await;
        app.deliver().await;
        let Transport::Memory(sent) = &app.app.transport else { panic!() };
        sent.lock().unwrap().clear();
        let now = app.app.clock.now();
        ballots::cancel(&app.app.db, &app.app.keys, now, wave, Actor::CommandLine).await.unwrap();
        assert_eq!((app.wave(wave).await.state, app.ballots(wave).await), (WaveState::Cancelled, 0));
        assert!(app.app.keys.is_gone(wave).unwrap());
        let page = app.get(&links[0].path()).await;
        assert_eq!((page.status, page.select("h1")), (410, vec!["This survey was called off".to_owned()]));
        assert_eq!(app.answer(&links[19], 5, "").await.status, 410);
        app.deliver().await;
        assert_eq!(sent.lock().unwrap().len(), 20, "those who answered and those who did not");
        let again = ballots::cancel(&app.app.db, &app.app.keys, now, wave, Actor::CommandLine).await;
        assert!(matches!(again, Err(CancelError::Ended)));
        app.reach_close(wave).await;
        assert!(matches!(app.count(wave).await, Err(CountError::NotDue)));
    }

    async fn a_crash_while_calling_off_is_finished_by_the_next_start(app: TestApp) {
        let (wave, _) = app.answered_wave().await;
        let file = app.app.keys.path().join(format!("{wave}.key"));
        let key = std::fs::read(&file).unwrap();
        let now = app.app.clock.now();
        ballots::cancel(&app.app.db, &app.app.keys, now, wave, Actor::CommandLine).await.unwrap();
        std::fs::remove_file(file.with_extension("destroyed")).unwrap();
        std::fs::write(&file, key).unwrap();
        assert_eq!(ballots::finish_ended(&app.app.db, &app.app.keys).await.unwrap(), 1);
        assert!(app.app.keys.is_gone(wave).unwrap());
        assert_eq!(ballots::finish_ended(&app.app.db, &app.app.keys).await.unwrap(), 0);
    }

    async fn a_wave_that_is_being_counted_cannot_be_called_off(app: TestApp) {
        let (wave, _) = app.answered_wave().await;
        app.reach_close(wave).await;
        let now = app.app.clock.now();
        let refused = ballots::cancel(&app.app.db, &app.app.keys, now, wave, Actor::CommandLine).await;
        assert!(matches!(refused, Err(CancelError::BeingCounted)));
        assert_eq!(app.ballots(wave).await, 18);
    }
}
