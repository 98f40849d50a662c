//! Several senders on one queue, senders that die, and senders that are told to stop.

use candor::db::{self, Backend, Conn};
use candor::mail::outbox::Progress;
use candor::mail::{self, Composed, Delivered, Transport};
use chrono::TimeDelta;
use diesel::prelude::*;
use tokio::sync::watch;

use super::{Office, deliver, letter, queue};
use crate::app::{TestApp, on_both};
use crate::smtp_sink::{Fault, Sink};

fn names(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("n{n:03}")).collect()
}

/// Another process on the same database.
fn second_process(app: &TestApp) -> candor::db::Db {
    candor::db::Db::open(app.app.db.url()).unwrap()
}

/// On SQLite nobody else writes meanwhile.
#[cfg(feature = "postgres")]
#[actix_web::test]
async fn on_postgresql_nobody_waits_for_a_row_that_somebody_else_is_changing() {
    let app = TestApp::start(Backend::Postgres).await;
    let (office, sink) = (Office::new(), Sink::start().await);
    let names = names(30);
    office.queue(&app, &names.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let ((locked, is_locked), (let_go, released)) = (std::sync::mpsc::channel(), std::sync::mpsc::channel());
    let theirs = second_process(&app);
    let change = tokio::spawn(async move {
        let hold = move |conn: &mut Conn| {
            let one = "UPDATE outbox SET due_at = due_at WHERE id = (SELECT id FROM outbox ORDER BY id LIMIT 1)";
            diesel::sql_query(one).execute(conn)?;
            locked.send(()).unwrap();
            released.recv().unwrap();
            Ok::<_, db::Error>(())
        };
        theirs.write(hold).await.unwrap();
    });
    tokio::task::spawn_blocking(move || is_locked.recv().unwrap()).await.unwrap();
    let (stop, stopped) = watch::channel(false);
    let running = tokio::spawn(mail::run(office.post_by(&app, sink.transport()), stopped));
    app.until(|| async { sink.taken().len() == names.len() - 1 }).await;
    let_go.send(()).unwrap();
    change.await.unwrap();
    app.until(|| async { office.progress(&app).await.is_finished() }).await;
    stop.send(true).unwrap();
    running.await.unwrap();
    assert_eq!(sink.recipients().len(), names.len());
}

on_both! {
    async fn two_processes_on_one_database_send_each_message_once(app: TestApp) {
        let (office, sink) = (Office::new(), Sink::start().await);
        let names = names(230);
        let once = names[..100].iter().map(|name| Composed::Send(Box::new(letter(name)))).collect();
        office.queue_as(&app, once, true).await;
        office.queue(&app, &names[100..].iter().map(String::as_str).collect::<Vec<_>>()).await;
        let clock = app.app.clock.clone();
        let theirs = mail::Post::new(second_process(&app), clock, sink.transport(), vec![office.letters.clone()]);
        let ours = office.post_by(&app, sink.transport());
        let (first, second) = tokio::join!(deliver(&ours), deliver(&theirs));
        assert_eq!(first.sent + second.sent, 230);
        assert_eq!(sink.recipients(), names.iter().map(|name| format!("{name}@example.com")).collect::<Vec<_>>());
        assert_eq!(office.progress(&app).await, Progress { done: 230, ..Progress::default() });
        assert_eq!(office.ended().len(), 130);
    }

    async fn what_a_killed_sender_had_in_hand_is_sent_when_its_lease_has_run_out(app: TestApp) {
        let (office, sink) = (Office::new(), Sink::start().await);
        sink.fail("*", Fault::Hang, 1);
        office.queue(&app, &["a", "b"]).await;
        let post = office.post_by(&app, sink.transport());
        let killed = tokio::spawn(async move { deliver(&post).await });
        sink.met_a_fault().await;
        assert!(queue(&app).await.iter().all(|row| row.is_leased));
        killed.abort();
        let _ = killed.await;
        let post = office.post_by(&app, sink.transport());
        app.app.clock.advance(TimeDelta::minutes(4));
        assert_eq!(deliver(&post).await, Delivered::default(), "the lease may still be used");
        app.app.clock.advance(TimeDelta::minutes(1));
        assert_eq!(deliver(&post).await, Delivered { sent: 2, ..Delivered::default() });
        assert_eq!(sink.recipients(), ["a@example.com", "b@example.com"]);
    }

    async fn the_senders_of_a_process_empty_the_queue_and_stop_when_told(app: TestApp) {
        let (office, sink) = (Office::new(), Sink::start().await);
        let names = names(120);
        office.queue(&app, &names.iter().map(String::as_str).collect::<Vec<_>>()).await;
        let (stop, stopped) = watch::channel(false);
        let running = tokio::spawn(mail::run(office.post_by(&app, sink.transport()), stopped));
        while office.progress(&app).await.queued > 0 {
            tokio::task::yield_now().await;
        }
        stop.send(true).unwrap();
        running.await.unwrap();
        assert_eq!(sink.recipients(), names.iter().map(|name| format!("{name}@example.com")).collect::<Vec<_>>());
        assert!(sink.connections() <= 16, "each sender keeps its connection");
    }

    async fn a_stop_finishes_the_message_in_hand_and_gives_the_rest_back(app: TestApp) {
        let (office, sink) = (Office::new(), Sink::start().await);
        sink.fail("a@example.com", Fault::Hang, 1);
        office.queue(&app, &["a", "b", "c"]).await;
        let (stop, stopped) = watch::channel(false);
        let running = tokio::spawn(mail::run(office.post_by(&app, sink.transport_with("?timeout=1&connections=1")), stopped));
        sink.met_a_fault().await;
        stop.send(true).unwrap();
        running.await.unwrap();
        let rows = queue(&app).await;
        assert_eq!(rows.iter().map(|row| row.attempts).collect::<Vec<_>>(), [1, 0, 0]);
        assert!(rows.iter().all(|row| row.state == "queued" && !row.is_leased));
        assert_eq!(sink.recipients(), Vec::<String>::new());
    }
}

#[actix_web::test]
async fn mail_can_be_written_to_files() {
    let app = TestApp::start(Backend::Sqlite).await;
    let folder = app.folder.path().join("mail");
    let transport: Transport = format!("file:{}", folder.display()).parse().unwrap();
    let office = Office::new();
    office.queue(&app, &["a", "b"]).await;
    assert_eq!(deliver(&office.post_by(&app, transport)).await.sent, 2);
    let mut files: Vec<String> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    files.sort();
    assert_eq!(files, ["letter-a.eml", "letter-b.eml"]);
    assert!(std::fs::read_to_string(folder.join("letter-a.eml")).unwrap().contains("To: a@example.com"));
}
