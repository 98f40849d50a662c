//! The queue and its delivery, against a mail server that misbehaves.

mod addresses;
mod courtesy;
mod faults;
mod headers;
mod layout;
mod once;
mod seeds;
mod server;
mod sharing;
mod signing;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use candor::db::{BatchId, Conn, Moment, Result};
use candor::keys;
use candor::mail::outbox::{self, NewMail, Progress};
use candor::mail::{
    self, Compose, Composed, Delivered, Ended, Failure, FailureKind, Mailbox, Message, Post, Transport,
};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer, Nullable, Text, Timestamp};
use uuid::Uuid;

use crate::app::{TestApp, on_both};

const KIND: &str = "letter";

/// Writes a letter to `<n>@example.com` for the n-th reference, unless told otherwise.
#[derive(Default)]
struct Letters {
    written: Mutex<HashMap<Uuid, Composed>>,
    ended: Mutex<Vec<(Uuid, Ended)>>,
}

impl Compose for Letters {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn compose(&self, _: &mut Conn, _: Moment, references: &[Uuid]) -> Result<Vec<Composed>> {
        let written = self.written.lock().unwrap();
        Ok(references.iter().map(|reference| written[reference].clone()).collect())
    }

    fn ended(&self, _: &mut Conn, ended: &[(Uuid, Ended)]) -> Result<()> {
        self.ended.lock().unwrap().extend_from_slice(ended);
        Ok(())
    }
}

fn letter(to: &str) -> Message {
    Message {
        kind: "test",
        id: format!("letter-{to}"),
        from: Mailbox { name: "Candor".to_owned(), address: "hr@example.com".to_owned() },
        return_path: None,
        reply_to: None,
        to: Mailbox { name: String::new(), address: format!("{to}@example.com") },
        subject: "One question".to_owned(),
        text: "Please answer: https://candor.example.com/a".to_owned(),
        html: "<p><a href=\"https://candor.example.com/a\">Please answer</a></p>".to_owned(),
        language: "en",
    }
}

/// A queue with its senders.
struct Office {
    letters: Arc<Letters>,
    batch: BatchId,
}

impl Office {
    fn new() -> Self {
        Self { letters: Arc::default(), batch: keys::ordered_id() }
    }

    fn post(&self, app: &TestApp) -> Post {
        self.post_by(app, app.app.transport.clone())
    }

    fn post_by(&self, app: &TestApp, transport: Transport) -> Post {
        Post::new(app.app.db.clone(), app.app.clock.clone(), transport, vec![self.letters.clone()])
    }

    /// Queues one letter for each name and returns their references.
    async fn queue(&self, app: &TestApp, names: &[&str]) -> Vec<Uuid> {
        let composed = names.iter().map(|name| Composed::Send(Box::new(letter(name))));
        self.queue_as(app, composed.collect(), false).await
    }

    async fn queue_as(&self, app: &TestApp, composed: Vec<Composed>, at_most_once: bool) -> Vec<Uuid> {
        let due_at = app.app.clock.now();
        let (batch, mut references, mut mails) = (Some(self.batch), Vec::new(), Vec::new());
        for composed in composed {
            let reference = keys::random_id::<()>().uuid();
            self.letters.written.lock().unwrap().insert(reference, composed);
            mails.push(NewMail { kind: KIND, reference, at_most_once, due_at, batch });
            references.push(reference);
        }
        app.app.db.write(move |conn| outbox::enqueue(conn, &mails)).await.unwrap();
        references
    }

    async fn progress(&self, app: &TestApp) -> Progress {
        let batch = self.batch;
        app.app.db.read(move |conn| outbox::progress(conn, batch, KIND)).await.unwrap()
    }

    fn ended(&self) -> Vec<(Uuid, Ended)> {
        self.letters.ended.lock().unwrap().clone()
    }
}

/// Every row of the queue as the database holds it, but for ids and references.
#[derive(Debug, PartialEq, Eq, QueryableByName)]
struct QueueRow {
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = Integer)]
    attempts: i32,
    #[diesel(sql_type = Timestamp)]
    due_at: Moment,
    #[diesel(sql_type = Bool)]
    is_leased: bool,
    #[diesel(sql_type = Nullable<Text>)]
    failure: Option<String>,
}

async fn queue(app: &TestApp) -> Vec<QueueRow> {
    let query = "SELECT state, attempts, due_at, lease IS NOT NULL AS is_leased, failure FROM outbox ORDER BY id";
    app.app.db.read(move |conn| diesel::sql_query(query).load(conn)).await.unwrap()
}

async fn deliver(post: &Post) -> Delivered {
    mail::deliver_due(post).await.unwrap()
}

impl TestApp {
    /// Who was written to, in order of sending.
    fn recipients(&self) -> Vec<String> {
        let Transport::Memory(messages) = &self.app.transport else { panic!("mail is not captured") };
        messages.lock().unwrap().iter().map(|message| message.to.address.clone()).collect()
    }
}

on_both! {
    async fn everything_queued_is_sent_once_and_noted(app: TestApp) {
        let office = Office::new();
        let names: Vec<String> = (0..120).map(|n| format!("n{n:03}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let references = office.queue(&app, &names).await;
        assert_eq!(office.progress(&app).await, Progress { queued: 120, ..Progress::default() });

        let post = office.post(&app);
        assert_eq!(deliver(&post).await, Delivered { sent: 120, ..Delivered::default() });
        assert_eq!(deliver(&post).await, Delivered::default());

        let mut recipients = app.recipients();
        recipients.sort();
        assert_eq!(recipients, names.iter().map(|name| format!("{name}@example.com")).collect::<Vec<_>>());
        assert_eq!(office.progress(&app).await, Progress { done: 120, ..Progress::default() });
        let mut ended = office.ended();
        ended.sort_by_key(|(reference, _)| *reference);
        let mut expected: Vec<_> = references.into_iter().map(|reference| (reference, Ended::Done)).collect();
        expected.sort_by_key(|(reference, _)| *reference);
        assert_eq!(ended, expected);
    }

    async fn what_is_too_late_skipped_or_impossible_is_noted_and_not_sent(app: TestApp) {
        let office = Office::new();
        let refused = Composed::Refuse(Failure::new(FailureKind::Address, "the address is gone"));
        let references = office.queue_as(&app, vec![Composed::TooLate, Composed::Skip, refused], false).await;
        let delivered = deliver(&office.post(&app)).await;
        assert_eq!(delivered, Delivered { too_late: 1, skipped: 1, failed: 1, ..Delivered::default() });
        assert_eq!(office.progress(&app).await, Progress { queued: 0, done: 1, failed: 1, too_late: 1 });
        let failed = Ended::Failed(Failure::new(FailureKind::Address, "the address is gone"));
        assert_eq!(office.ended(), [(references[0], Ended::TooLate), (references[2], failed)]);
        assert_eq!(app.recipients(), Vec::<String>::new());
    }

    async fn a_paused_sending_waits_until_it_is_let_go_and_others_go_on(app: TestApp) {
        let (office, other) = (Office::new(), Office::new());
        office.queue(&app, &["a", "b"]).await;
        let before = queue(&app).await;
        let (batch, now) = (office.batch, app.app.clock.now());
        assert!(app.app.db.write(move |conn| outbox::hold(conn, batch, now)).await.unwrap());
        assert!(!app.app.db.write(move |conn| outbox::hold(conn, batch, now)).await.unwrap(), "it is paused already");
        assert_eq!(app.app.db.read(move |conn| outbox::held_since(conn, batch)).await.unwrap(), Some(now));
        assert_eq!(deliver(&office.post(&app)).await, Delivered::default());
        assert_eq!(queue(&app).await, before);
        other.queue(&app, &["c"]).await;
        office.letters.written.lock().unwrap().extend(other.letters.written.lock().unwrap().clone());
        assert_eq!(deliver(&office.post(&app)).await.sent, 1);
        assert!(app.app.db.write(move |conn| outbox::let_go(conn, batch)).await.unwrap());
        assert!(!app.app.db.read(move |conn| outbox::is_held(conn, batch)).await.unwrap());
        assert_eq!(deliver(&office.post(&app)).await.sent, 2);
        assert_eq!(app.recipients().len(), 3);
    }

    async fn what_is_withdrawn_is_not_sent(app: TestApp) {
        let office = Office::new();
        office.queue(&app, &["a", "b"]).await;
        let batch = office.batch;
        let withdrawn = app.app.db.write(move |conn| outbox::withdraw(conn, batch, KIND)).await.unwrap();
        assert_eq!(withdrawn, 2);
        assert_eq!(deliver(&office.post(&app)).await, Delivered::default());
        assert_eq!(office.progress(&app).await, Progress::default());
    }

    async fn without_a_mail_server_mail_waits_untouched(app: TestApp) {
        let office = Office::new();
        office.queue(&app, &["a"]).await;
        let before = queue(&app).await;
        assert_eq!(deliver(&office.post_by(&app, Transport::None)).await, Delivered::default());
        assert_eq!(queue(&app).await, before);
        assert_eq!(deliver(&office.post(&app)).await.sent, 1);
    }

    async fn a_row_that_nobody_here_can_write_is_left_alone(app: TestApp) {
        let office = Office::new();
        let mail = NewMail {
            kind: "telegram",
            reference: keys::random_id::<()>().uuid(),
            at_most_once: false,
            due_at: app.app.clock.now(),
            batch: None,
        };
        app.app.db.write(move |conn| outbox::enqueue(conn, &[mail])).await.unwrap();
        let before = queue(&app).await;
        assert_eq!(deliver(&office.post(&app)).await, Delivered::default());
        assert_eq!(queue(&app).await, before);
    }

    async fn nothing_is_sent_before_it_is_due(app: TestApp) {
        let office = Office::new();
        let reference = keys::random_id::<()>().uuid();
        office.letters.written.lock().unwrap().insert(reference, Composed::Send(Box::new(letter("later"))));
        let due_at = app.app.clock.now() + chrono::TimeDelta::hours(1);
        let mail = NewMail { kind: KIND, reference, at_most_once: false, due_at, batch: Some(office.batch) };
        app.app.db.write(move |conn| outbox::enqueue(conn, &[mail])).await.unwrap();
        let post = office.post(&app);
        assert_eq!(deliver(&post).await.sent, 0);
        app.app.clock.advance(chrono::TimeDelta::hours(1));
        assert_eq!(deliver(&post).await.sent, 1);
    }
}
