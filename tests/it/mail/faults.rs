//! Clocks that jump, a disk that is full, names that nobody knows, sendings that are paused or called off.

use candor::db::{Backend, Db};
use candor::mail::outbox;
use candor::mail::{Delivered, Post, Transport};
use chrono::TimeDelta;
use diesel::connection::SimpleConnection;

use super::courtesy::AtWork;
use super::{KIND, Office, deliver, queue};
use crate::app::{TestApp, on_both};
use crate::smtp_sink::{Fault, Sink};

/// Another process on the same database, by the same clock.
fn second_process(app: &TestApp, office: &Office, sink: &Sink) -> Post {
    let db = Db::open(app.app.db.url()).unwrap();
    Post::new(db, app.app.clock.clone(), sink.transport(), vec![office.letters.clone()])
}

on_both! {
    async fn a_clock_that_is_put_forward_takes_no_message_out_of_a_hand(app: TestApp) {
        let (office, sink) = (Office::new(), Sink::start().await);
        sink.fail("a@example.com", Fault::Hold, 1);
        office.queue(&app, &["a", "b"]).await;
        let at_work = AtWork::start(&app, &office, &sink, "?connections=1");
        sink.met_a_fault().await;
        let theirs = second_process(&app, &office, &sink);
        app.app.clock.jump(TimeDelta::days(1));
        for _ in 0..3 {
            assert_eq!(deliver(&theirs).await, Delivered::default());
            app.app.clock.advance(TimeDelta::seconds(19));
        }
        sink.let_go();
        app.until(|| async { office.progress(&app).await.is_finished() }).await;
        at_work.stop().await;
        assert_eq!(sink.recipients(), ["a@example.com", "b@example.com"]);
    }

    async fn a_clock_that_is_put_back_holds_nothing_up(app: TestApp) {
        let (office, sink) = (Office::new(), Sink::start().await);
        sink.fail("a@example.com", Fault::Recipient("450 4.2.1 busy"), 1);
        sink.fail("b@example.com", Fault::Hang, 1);
        office.queue(&app, &["a", "b"]).await;
        let post = office.post_by(&app, sink.transport());
        let killed = tokio::spawn(async move { deliver(&post).await });
        app.until(|| async { sink.faults_met() == 2 }).await;
        killed.abort();
        let _ = killed.await;
        app.app.clock.jump(-TimeDelta::days(1));
        let post = office.post_by(&app, sink.transport());
        assert_eq!(deliver(&post).await.sent, 1, "the one that was to be tried again in a minute of the wrong date");
        app.app.clock.advance(TimeDelta::minutes(5));
        assert_eq!(deliver(&post).await.sent, 1, "the one that was in a hand that is no more");
        assert_eq!(sink.recipients(), ["a@example.com", "b@example.com"]);
    }

    async fn a_sending_that_is_paused_or_called_off_stops_within_a_moment(app: TestApp) {
        let (office, sink) = (Office::new(), Sink::start().await);
        sink.fail("a@example.com", Fault::Hold, 1);
        office.queue(&app, &["a", "b", "c"]).await;
        let at_work = AtWork::start(&app, &office, &sink, "?connections=1");
        sink.met_a_fault().await;
        let (batch, now) = (office.batch, app.app.clock.now());
        app.app.db.write(move |conn| outbox::hold(conn, batch, now)).await.unwrap();
        app.until(|| async { queue(&app).await[1..].iter().all(|row| !row.is_leased) }).await;
        sink.let_go();
        app.until(|| async { office.progress(&app).await.done == 1 }).await;
        assert_eq!(sink.recipients(), ["a@example.com"]);
        app.app.db.write(move |conn| outbox::withdraw(conn, batch, KIND)).await.unwrap();
        app.app.db.write(move |conn| outbox::let_go(conn, batch)).await.unwrap();
        office.queue(&app, &["d"]).await;
        app.until(|| async { office.progress(&app).await.is_finished() }).await;
        at_work.stop().await;
        assert_eq!(sink.recipients(), ["a@example.com", "d@example.com"]);
    }

    async fn a_server_that_takes_commands_together_refuses_one_message_at_a_time(app: TestApp) {
        let (office, sink) = (Office::new(), Sink::start().await);
        sink.pipeline();
        sink.fail("*", Fault::Mail("550 5.7.1 not you"), 1);
        sink.fail("b@example.com", Fault::Recipient("550 5.1.1 no such person"), 1);
        sink.fail("c@example.com", Fault::Message("554 5.7.1 looks like spam"), 1);
        sink.fail("e@example.com", Fault::DropBeforeData, 1);
        sink.fail("f@example.com", Fault::LoseReply, 1);
        office.queue(&app, &["a", "b", "c", "d", "e", "f", "g"]).await;
        let post = office.post_by(&app, sink.transport());
        assert_eq!(deliver(&post).await, Delivered { sent: 2, again: 2, failed: 3, ..Delivered::default() });
        assert_eq!(sink.connections(), 3, "only what breaks costs a connection");
        app.app.clock.advance(TimeDelta::minutes(1));
        assert_eq!(deliver(&post).await.sent, 2);
        assert_eq!(sink.recipients(), ["d", "e", "f", "f", "g"].map(|name| format!("{name}@example.com")));
    }
}

#[actix_web::test]
async fn a_full_disk_loses_and_repeats_nothing() {
    let app = TestApp::start(Backend::Sqlite).await;
    let (office, sink) = (Office::new(), Sink::start().await);
    office.queue(&app, &["a", "b", "c"]).await;
    // What SQLite says when a page cannot be written, said where a message is to be noted as sent.
    let fill = "CREATE TRIGGER full BEFORE UPDATE ON outbox WHEN NEW.state = 'done' \
                BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END";
    app.app.db.write(move |conn| conn.batch_execute(fill)).await.unwrap();
    let at_work = AtWork::start(&app, &office, &sink, "?connections=1");
    app.until(|| async { !sink.taken().is_empty() }).await;
    assert_eq!(office.progress(&app).await.done, 0);
    assert_eq!(sink.recipients(), ["a@example.com"], "nothing more is sent before the first is noted");
    app.app.db.write(move |conn| conn.batch_execute("DROP TRIGGER full")).await.unwrap();
    app.until(|| async { office.progress(&app).await.is_finished() }).await;
    at_work.stop().await;
    assert_eq!(sink.recipients(), ["a@example.com", "b@example.com", "c@example.com"]);
}

#[actix_web::test]
async fn a_name_that_nobody_knows_keeps_everything() {
    let app = TestApp::start(Backend::Sqlite).await;
    let office = Office::new();
    office.queue(&app, &["a"]).await;
    let before = queue(&app).await;
    let nowhere: Transport = "smtp://mail.example.invalid?timeout=1".parse().unwrap();
    let delivered = deliver(&office.post_by(&app, nowhere)).await;
    assert!(delivered.unreachable.is_some_and(|why| why.starts_with("smtp://mail.example.invalid:587: ")));
    assert_eq!(queue(&app).await, before);
}

#[actix_web::test]
async fn on_sqlite_a_new_start_sends_at_once_what_a_killed_process_had_in_hand() {
    let app = TestApp::start(Backend::Sqlite).await;
    let (office, sink) = (Office::new(), Sink::start().await);
    sink.fail("a@example.com", Fault::Hang, 1);
    office.queue(&app, &["a", "b"]).await;
    let post = office.post_by(&app, sink.transport());
    let killed = tokio::spawn(async move { deliver(&post).await });
    sink.met_a_fault().await;
    killed.abort();
    let _ = killed.await;
    assert!(queue(&app).await.iter().all(|row| row.is_leased));
    let at_work = AtWork::start(&app, &office, &sink, "");
    app.until(|| async { office.progress(&app).await.is_finished() }).await;
    at_work.stop().await;
    assert_eq!(sink.recipients(), ["a@example.com", "b@example.com"]);
}
