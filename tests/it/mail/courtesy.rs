//! Limits, slowing down, and sending that pauses by itself and goes on by itself.

use candor::db::Backend;
use candor::mail::outbox::{self, Standstill};
use candor::mail::{self, Composed, Delivered};
use chrono::TimeDelta;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::{Office, deliver, letter, queue};
use crate::app::{TestApp, on_both};
use crate::smtp_sink::{Fault, Sink};

/// The senders of a process, at work until they are told to stop.
pub struct AtWork {
    stop: watch::Sender<bool>,
    running: JoinHandle<()>,
}

impl AtWork {
    pub fn start(app: &TestApp, office: &Office, sink: &Sink, options: &str) -> Self {
        let (stop, stopped) = watch::channel(false);
        let post = office.post_by(app, sink.transport_with(options));
        Self { stop, running: tokio::spawn(mail::run(post, stopped)) }
    }

    pub async fn stop(self) {
        self.stop.send(true).unwrap();
        self.running.await.unwrap();
    }
}

impl TestApp {
    /// Looks again and again until something is so.
    pub async fn until<F: Future<Output = bool>>(&self, is_so: impl Fn() -> F) {
        while !is_so().await {
            tokio::task::yield_now().await;
        }
    }

    pub async fn standstill(&self) -> Option<Standstill> {
        let now = self.app.clock.now();
        self.app.db.read(move |conn| outbox::standstill(conn, now)).await.unwrap()
    }
}

on_both! {
    async fn a_server_that_asks_for_a_slower_pace_costs_no_attempt_and_gets_everything_later(app: TestApp) {
        let (office, sink) = (Office::new(), Sink::start().await);
        sink.fail("a@example.com", Fault::Recipient("450 4.7.1 too many messages, slow down"), 3);
        office.queue(&app, &["a"]).await;
        let post = office.post_by(&app, sink.transport());
        for _ in 0..3 {
            assert_eq!(deliver(&post).await, Delivered { again: 1, ..Delivered::default() });
            let row = queue(&app).await.remove(0);
            assert_eq!((row.attempts, row.due_at), (0, app.app.clock.now() + TimeDelta::minutes(1)));
            app.app.clock.advance(TimeDelta::minutes(1));
        }
        assert_eq!(deliver(&post).await, Delivered { sent: 1, ..Delivered::default() });
    }

    async fn what_is_refused_to_everyone_alike_is_no_messages_own_fault(app: TestApp) {
        let (office, sink) = (Office::new(), Sink::start().await);
        sink.fail("*", Fault::Recipient("554 5.7.1 relay access denied"), 8);
        office.queue(&app, &["a", "b", "c", "d", "e", "f", "g", "h"]).await;
        let post = office.post_by(&app, sink.transport());
        assert_eq!(deliver(&post).await, Delivered { failed: 3, again: 5, ..Delivered::default() });
        app.app.clock.advance(TimeDelta::minutes(1));
        assert_eq!(deliver(&post).await, Delivered { sent: 5, ..Delivered::default() });
    }

    async fn sending_stands_still_while_the_server_is_away_says_why_and_goes_on_by_itself(app: TestApp) {
        let (office, mut sink) = (Office::new(), Sink::start().await);
        office.queue_as(&app, vec![Composed::Send(Box::new(letter("once")))], true).await;
        office.queue(&app, &["a", "b"]).await;
        let before = queue(&app).await;
        sink.stop().await;
        let at_work = AtWork::start(&app, &office, &sink, "");
        app.until(|| async { app.standstill().await.is_some() }).await;
        let standstill = app.standstill().await.unwrap();
        assert_eq!(standstill.since, app.app.clock.now());
        assert!(standstill.until > standstill.since && standstill.why.contains(&sink.address.to_string()));
        assert_eq!(queue(&app).await, before, "nothing was taken from the queue");
        sink.start_again().await;
        app.until(|| async { office.progress(&app).await.is_finished() && app.standstill().await.is_none() }).await;
        at_work.stop().await;
        assert_eq!(sink.recipients(), ["a@example.com", "b@example.com", "once@example.com"]);
    }

    async fn while_sending_stands_still_those_are_tried_first_whom_the_server_may_know_by_now(app: TestApp) {
        let (office, sink) = (Office::new(), Sink::start().await);
        sink.greylist();
        office.queue(&app, &["known"]).await;
        assert_eq!(deliver(&office.post_by(&app, sink.transport())).await.again, 1);
        let newcomers: Vec<String> = (0..20).map(|n| format!("n{n:02}")).collect();
        for name in &newcomers {
            sink.fail(&format!("{name}@example.com"), Fault::Recipient("451 4.3.0 local error"), usize::MAX);
        }
        office.queue(&app, &newcomers.iter().map(String::as_str).collect::<Vec<_>>()).await;
        app.app.clock.advance(TimeDelta::minutes(1));
        let at_work = AtWork::start(&app, &office, &sink, "?connections=1");
        app.until(|| async { !sink.taken().is_empty() }).await;
        at_work.stop().await;
        let first = sink.taken().remove(0);
        assert_eq!((first.recipient.as_str(), first.faults_before), ("known@example.com", 10));
    }
}

#[actix_web::test]
async fn ten_errors_in_a_row_make_sending_pause_with_the_servers_words() {
    let app = TestApp::start(Backend::Sqlite).await;
    let (office, sink) = (Office::new(), Sink::start().await);
    let names: Vec<String> = (0..14).map(|n| format!("n{n:02}")).collect();
    sink.fail("*", Fault::Message("451 4.3.0 no space left"), usize::MAX);
    office.queue(&app, &names.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let at_work = AtWork::start(&app, &office, &sink, "?connections=1");
    app.until(|| async { app.standstill().await.is_some() }).await;
    assert_eq!(app.standstill().await.unwrap().why, "451 4.3.0 no space left");
    // What is not sent is given back.
    app.until(|| async { queue(&app).await.iter().all(|row| row.state == "queued" && !row.is_leased) }).await;
    let tried = queue(&app).await.iter().filter(|row| row.attempts == 1).count();
    assert!((10..14).contains(&tried), "{tried} were tried");
    sink.mend();
    app.app.clock.advance(TimeDelta::minutes(1));
    app.until(|| async { office.progress(&app).await.is_finished() }).await;
    at_work.stop().await;
    assert_eq!(sink.recipients().len(), 14);
    assert_eq!(app.standstill().await, None);
}

#[actix_web::test]
async fn refused_reminders_leave_no_word_of_a_standstill() {
    let app = TestApp::start(Backend::Sqlite).await;
    let (office, sink) = (Office::new(), Sink::start().await);
    sink.fail("*", Fault::Recipient("550 5.7.1 not you"), 30);
    let composed = (0..30).map(|n| Composed::Send(Box::new(letter(&format!("n{n}"))))).collect();
    office.queue_as(&app, composed, true).await;
    let at_work = AtWork::start(&app, &office, &sink, "?connections=1");
    // The eleventh is the one that tells whether the server takes mail again.
    app.until(|| async { sink.faults_met() >= 11 }).await;
    assert_eq!(app.standstill().await, None);
    at_work.stop().await;
    assert_eq!(app.standstill().await, None);
}

#[actix_web::test]
async fn connections_and_messages_over_one_are_limited() {
    let app = TestApp::start(Backend::Sqlite).await;
    let (office, sink) = (Office::new(), Sink::start().await);
    office.queue(&app, &["a", "b", "c", "d", "e", "f", "g"]).await;
    let post = office.post_by(&app, sink.transport_with("?messages=3"));
    assert_eq!(deliver(&post).await.sent, 7);
    assert_eq!((sink.connections(), sink.most_open()), (3, 1));

    let names: Vec<String> = (0..60).map(|n| format!("n{n:02}")).collect();
    office.queue(&app, &names.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let at_work = AtWork::start(&app, &office, &sink, "?connections=2");
    app.until(|| async { office.progress(&app).await.is_finished() }).await;
    at_work.stop().await;
    assert_eq!((sink.taken().len(), sink.most_open()), (67, 2));
}

#[actix_web::test]
async fn a_server_that_takes_fewer_connections_gets_fewer() {
    let app = TestApp::start(Backend::Sqlite).await;
    let (office, sink) = (Office::new(), Sink::start().await);
    let names: Vec<String> = (0..60).map(|n| format!("n{n:02}")).collect();
    office.queue(&app, &names.iter().map(String::as_str).collect::<Vec<_>>()).await;
    sink.fail("n00@example.com", Fault::Hold, 1);
    let at_work = AtWork::start(&app, &office, &sink, "?connections=4");
    sink.met_a_fault().await;
    sink.fail("*", Fault::Greeting("421 4.7.0 too many connections from you"), usize::MAX);
    sink.let_go();
    app.until(|| async { office.progress(&app).await.is_finished() }).await;
    at_work.stop().await;
    assert_eq!(sink.taken().len(), 60);
    assert!(queue(&app).await.iter().all(|row| row.attempts == 1), "no message pays for it");
}

#[actix_web::test]
async fn messages_to_one_domain_are_limited_and_others_overtake_them() {
    let app = TestApp::start(Backend::Sqlite).await;
    let (office, sink) = (Office::new(), Sink::start().await);
    sink.fail("a@example.com", Fault::Hold, 1);
    let mut other = letter("c");
    other.to.address = "c@example.org".to_owned();
    let composed = [letter("a"), letter("b"), other].map(|letter| Composed::Send(Box::new(letter)));
    office.queue_as(&app, composed.to_vec(), false).await;
    let at_work = AtWork::start(&app, &office, &sink, "?domain-connections=1");
    sink.met_a_fault().await;
    app.until(|| async { !sink.taken().is_empty() }).await;
    assert_eq!(sink.recipients(), ["c@example.org"]);
    sink.let_go();
    app.until(|| async { office.progress(&app).await.is_finished() }).await;
    at_work.stop().await;
    assert_eq!(sink.recipients(), ["a@example.com", "b@example.com", "c@example.org"]);
}
