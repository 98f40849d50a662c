//! What happens by itself, when, and only once.

use std::collections::BTreeSet;

use candor::audit::Actor;
use candor::db::{Conn, Moment, WaveId};
use candor::people::edit;
use candor::schedule::{self, COUNTS, LAUNCHES, REMINDERS, Ticked};
use candor::waves::{Draft, WaveState, plan, store};
use chrono::TimeDelta;

use crate::app::{TestApp, on_both};

fn moment(text: &str) -> Moment {
    text.parse().unwrap()
}

impl TestApp {
    async fn scheduled(&self, draft: Draft) -> WaveId {
        let (wave, now) = (self.plan(draft).await, self.app.clock.now());
        self.app.db.write(move |conn| plan::schedule(conn, now, wave, Actor::CommandLine)).await.unwrap();
        wave
    }

    async fn state(&self, wave: WaveId) -> WaveState {
        self.wave(wave).await.state
    }

    /// Sets the clock and lets everything happen that is due; how many waves were launched or called off.
    async fn tick_at(&self, text: &str) -> u64 {
        self.app.clock.set(moment(text));
        let ticked = schedule::tick(&self.app).await.unwrap();
        assert_eq!(ticked.failed, [] as [&str; 0]);
        ticked.of(LAUNCHES)
    }

    fn draft_in_berlin(&self, opens: &str, closes: &str) -> Draft {
        let (opens_local, closes_local) = (moment(opens), moment(closes));
        Draft { time_zone: chrono_tz::Europe::Berlin, opens_local, closes_local, ..self.draft("Berlin") }
    }
}

impl TestApp {
    /// Sets the clock and lets everything happen that is due, as far as it can.
    async fn ticked_at(&self, text: &str) -> Ticked {
        self.app.clock.set(moment(text));
        schedule::tick(&self.app).await.unwrap()
    }

    /// Twelve people of whom six answer as soon as the wave opens, at 10:00 in Berlin.
    async fn answered_in_berlin(&self, opens: &str, closes: &str, opens_utc: &str) -> WaveId {
        self.introduce("Acme", "hr@example.com").await;
        self.hire(&[("Law", 12)]).await;
        let wave = self.scheduled(self.draft_in_berlin(opens, closes)).await;
        assert_eq!(self.tick_at(opens_utc).await, 1);
        for link in &self.links(wave).await[..6] {
            assert_eq!(self.answer(link, 9, "").await.status, 200);
        }
        wave
    }
}

on_both! {
    async fn a_close_in_the_hour_that_clocks_skip_is_counted_at_the_end_of_the_gap(app: TestApp) {
        let (opens, closes) = ("2026-03-16T10:00:00", "2026-03-29T02:30:00");
        let wave = app.answered_in_berlin(opens, closes, "2026-03-16T09:00:00").await;
        assert_eq!(app.ticked_at("2026-03-29T00:59:59").await.of(COUNTS), 0);
        assert_eq!(app.state(wave).await, WaveState::Open);
        assert_eq!(app.ticked_at("2026-03-29T01:00:00").await.of(COUNTS), 1);
        assert_eq!(app.report(wave).await.unwrap().headline.counts.unwrap().promoters, 6);
    }

    async fn a_close_in_the_hour_that_clocks_repeat_is_counted_at_its_first_occurrence(app: TestApp) {
        let (opens, closes) = ("2026-10-12T10:00:00", "2026-10-25T02:30:00");
        let wave = app.answered_in_berlin(opens, closes, "2026-10-12T08:00:00").await;
        assert_eq!(app.ticked_at("2026-10-25T00:29:59").await.of(COUNTS), 0);
        assert_eq!(app.ticked_at("2026-10-25T00:30:00").await.of(COUNTS), 1);
        assert_eq!(app.report(wave).await.unwrap().headline.counts.unwrap().promoters, 6);
        assert_eq!(app.ticked_at("2026-10-25T01:30:00").await.of(COUNTS), 0, "the second 02:30");
    }

    async fn after_a_week_without_the_program_nobody_is_reminded_and_what_has_closed_is_counted(app: TestApp) {
        app.introduce("Acme", "hr@example.com").await;
        app.hire(&[("Law", 12)]).await;
        let (reminders, closes_local) = (vec![moment("2026-03-05T10:00:00")], moment("2026-03-07T18:00:00"));
        let wave = app.scheduled(Draft { reminders, closes_local, ..app.draft("March") }).await;
        assert_eq!(app.tick_at("2026-03-02T07:00:00").await, 1);
        app.deliver().await;
        assert_eq!(app.take_mail().len(), 12);
        for link in &app.links(wave).await[..6] {
            assert_eq!(app.answer(link, 3, "").await.status, 200);
        }
        let ticked = app.ticked_at("2026-03-09T07:00:00").await;
        assert_eq!((ticked.of(REMINDERS), ticked.of(COUNTS)), (0, 1));
        assert_eq!(app.state(wave).await, WaveState::Closed);
        assert_eq!(app.report(wave).await.unwrap().headline.counts.unwrap().detractors, 6);
        assert!(app.app.keys.is_gone(wave).unwrap());
        app.deliver().await;
        let kinds: Vec<&str> = app.take_mail().iter().map(|mail| mail.kind).collect();
        assert_eq!(kinds, ["closing"; 12], "that it has ended, and no reminder");
    }

    async fn a_wave_opens_by_itself_at_its_moment_and_once(app: TestApp) {
        app.hire(&[("Law", 3)]).await;
        let wave = app.scheduled(app.draft("March")).await;
        assert_eq!(app.tick_at("2026-03-02T06:59:59").await, 0);
        assert_eq!(app.state(wave).await, WaveState::Scheduled);
        assert_eq!(app.tick_at("2026-03-02T07:00:00").await, 1);
        assert_eq!(app.state(wave).await, WaveState::Open);
        assert_eq!(app.tick_at("2026-03-02T07:00:00").await, 0);
    }

    async fn a_time_that_clocks_skip_opens_at_the_end_of_the_gap(app: TestApp) {
        app.hire(&[("Law", 3)]).await;
        let wave = app.scheduled(app.draft_in_berlin("2026-03-29T02:30:00", "2026-04-10T18:00:00")).await;
        assert_eq!(app.tick_at("2026-03-29T00:59:59").await, 0);
        assert_eq!(app.tick_at("2026-03-29T01:00:00").await, 1);
        assert_eq!(app.wave(wave).await.closes_at, moment("2026-04-10T16:00:00"));
    }

    async fn a_time_that_clocks_repeat_opens_and_closes_at_its_first_occurrence(app: TestApp) {
        app.hire(&[("Law", 3)]).await;
        let closing = app.scheduled(app.draft_in_berlin("2026-10-12T10:00:00", "2026-10-25T02:30:00")).await;
        assert_eq!(app.wave(closing).await.closes_at, moment("2026-10-25T00:30:00"));
        let now = app.app.clock.now();
        app.app.db.write(move |conn| plan::back_to_draft(conn, now, closing, Actor::CommandLine)).await.unwrap();
        app.scheduled(app.draft_in_berlin("2026-10-25T02:30:00", "2026-11-06T18:00:00")).await;
        assert_eq!(app.tick_at("2026-10-25T00:29:59").await, 0);
        assert_eq!(app.tick_at("2026-10-25T00:30:00").await, 1);
        assert_eq!(app.tick_at("2026-10-25T01:30:00").await, 0, "the second 02:30");
    }

    async fn a_wave_that_should_have_opened_and_closed_meanwhile_is_called_off_and_says_so(app: TestApp) {
        app.sign_in().await;
        app.introduce("Acme", "hr@example.com").await;
        app.hire(&[("Law", 3)]).await;
        let wave = app.scheduled(Draft { closes_local: moment("2026-03-06T18:00:00"), ..app.draft("March") }).await;
        assert_eq!(app.tick_at("2026-03-09T06:00:00").await, 1);
        assert_eq!(app.state(wave).await, WaveState::Cancelled);
        app.post_sign_in(crate::accounts::ADMIN, crate::accounts::PASSWORD).await;
        let page = app.get(&format!("/waves/{wave}")).await;
        assert!(page.text.contains("The program was not running from the opening to the close"), "{}", page.text);
        let sent = candor::mail::deliver_due(&schedule::post(&app.app)).await.unwrap();
        assert_eq!(sent.sent, 0, "nobody is invited to what is over");
    }

    async fn a_wave_that_opens_late_does_not_remind_at_once(app: TestApp) {
        app.hire(&[("Law", 3)]).await;
        let reminders = vec![moment("2026-03-05T10:00:00"), moment("2026-03-11T10:00:00")];
        let wave = app.scheduled(Draft { reminders, ..app.draft("March") }).await;
        assert_eq!(app.tick_at("2026-03-09T06:00:00").await, 1);
        let left = app.app.db.read(move |conn| store::reminders(conn, wave)).await.unwrap();
        let due: Vec<Moment> = left.iter().map(|reminder| reminder.due_at).collect();
        assert_eq!(due, [moment("2026-03-11T10:00:00")]);
        assert_eq!(app.wave(wave).await.closes_at, moment("2026-03-16T07:00:00"), "the close stays");
    }

    async fn an_empty_wave_waits_for_its_people(app: TestApp) {
        app.hire(&[("Law", 3)]).await;
        let wave = app.scheduled(app.draft("March")).await;
        for person in app.here().await {
            let now = app.app.clock.now();
            let leave = move |conn: &mut Conn| edit::leave(conn, person.id, Actor::CommandLine, now);
            app.app.db.write(leave).await.unwrap();
        }
        assert_eq!(app.tick_at("2026-03-02T08:00:00").await, 0);
        assert_eq!(app.state(wave).await, WaveState::Scheduled);
    }

    async fn after_a_jump_of_the_wall_clock_nothing_opens_until_an_admin_confirms_it(app: TestApp) {
        app.sign_in().await;
        app.hire(&[("Law", 3)]).await;
        let wave = app.scheduled(app.draft("March")).await;
        app.app.clock.jump(TimeDelta::hours(26));
        for _ in 0..2 {
            let ticked = schedule::tick(&app.app).await.unwrap();
            assert_eq!((ticked.held, ticked.of(LAUNCHES)), (true, 0));
        }
        assert_eq!(app.state(wave).await, WaveState::Scheduled);
        app.post_sign_in(crate::accounts::ADMIN, crate::accounts::PASSWORD).await;
        let page = app.get("/waves").await;
        assert!(page.text.contains("It was put forward by about 26 hours"), "{}", page.text);
        assert_eq!(app.post("/waves/clock", &[("", "")]).await.status, 303);
        assert!(!app.get("/waves").await.text.contains("clock has jumped"));
        assert_eq!(schedule::tick(&app.app).await.unwrap().of(LAUNCHES), 1);
    }

    async fn small_corrections_of_the_clock_and_long_waits_hold_nothing(app: TestApp) {
        app.app.clock.jump(TimeDelta::minutes(-59));
        app.app.clock.advance(TimeDelta::days(30));
        assert!(!schedule::tick(&app.app).await.unwrap().held);
        app.app.clock.jump(TimeDelta::minutes(-2));
        assert!(schedule::tick(&app.app).await.unwrap().held, "many small steps back are a large one");
    }
}

#[cfg(feature = "postgres")]
#[actix_web::test]
async fn two_processes_on_one_postgresql_do_everything_once() {
    let app = TestApp::start(candor::db::Backend::Postgres).await;
    app.introduce("Acme", "hr@example.com").await;
    app.hire(&[("Law", 40)]).await;
    let wave = app.scheduled(app.draft("March")).await;
    let mut other = app.app.clone();
    other.db = candor::db::Db::open(app.app.db.url()).unwrap();
    app.app.clock.advance(TimeDelta::hours(2));
    let (first, second) = tokio::join!(schedule::tick(&app.app), schedule::tick(&other));
    assert_eq!(first.unwrap().of(LAUNCHES) + second.unwrap().of(LAUNCHES), 1);
    assert_eq!(app.wave(wave).await.headcount, Some(40));
    let (ours, theirs) = (schedule::post(&app.app), schedule::post(&other));
    let (ours, theirs) = tokio::join!(candor::mail::deliver_due(&ours), candor::mail::deliver_due(&theirs));
    assert_eq!(ours.unwrap().sent + theirs.unwrap().sent, 40);
}

#[cfg(feature = "postgres")]
async fn a_moment_of_both(one: &candor::app::App, other: &candor::app::App) -> [Ticked; 2] {
    let (our_post, their_post) = (schedule::post(one), schedule::post(other));
    let (first, second, ours, theirs) = tokio::join!(
        schedule::tick(one),
        schedule::tick(other),
        candor::mail::deliver_due(&our_post),
        candor::mail::deliver_due(&their_post),
    );
    assert_eq!((ours.unwrap().failed, theirs.unwrap().failed), (0, 0));
    [first.unwrap(), second.unwrap()]
}

/// From the opening to the count, each process with connections and a memory of its own.
#[cfg(feature = "postgres")]
#[actix_web::test]
async fn two_processes_invite_remind_and_count_once_while_both_tick_and_send() {
    let app = TestApp::start(candor::db::Backend::Postgres).await;
    app.introduce("Acme", "hr@example.com").await;
    app.hire(&[("Law", 30)]).await;
    let wave = app.scheduled(Draft { reminders: vec![moment("2026-03-05T10:00:00")], ..app.draft("March") }).await;
    let mut other = app.app.clone();
    other.db = candor::db::Db::open(app.app.db.url()).unwrap();
    other.pauses = candor::pauses::Pauses::default();
    let closes = app.wave(wave).await.closes_at;
    let moments = [(moment("2026-03-02T07:00:00"), LAUNCHES, 30), (moment("2026-03-05T10:00:00"), REMINDERS, 20)];
    for (at, work, mails) in moments.into_iter().chain([(closes, COUNTS, 30)]) {
        app.app.clock.set(at);
        let mut times = 0;
        for _ in 0..3 {
            times +=
                Box::pin(a_moment_of_both(&app.app, &other)).await.iter().map(|ticked| ticked.of(work)).sum::<u64>();
        }
        assert_eq!(times, 1, "{work}");
        let sent = app.take_mail();
        let reached: BTreeSet<&str> = sent.iter().map(|mail| mail.to.address.as_str()).collect();
        assert_eq!((sent.len(), reached.len()), (mails, mails), "{work}: one message each");
        if work == LAUNCHES {
            for link in &app.links(wave).await[..10] {
                assert_eq!(app.answer(link, 10, "").await.status, 200);
            }
        }
    }
    assert_eq!(app.state(wave).await, WaveState::Closed);
    assert_eq!(app.report(wave).await.unwrap().headline.counts.unwrap().promoters, 10);
}
