//! The queue and its delivery, against a mail server that misbehaves.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use candor::db::{BatchId, Conn, Moment, Result};
use candor::keys;
use candor::mail::outbox::{self, NewMail, Progress};
use candor::mail::{self, Compose, Composed, Delivered, Ended, Mailbox, Message, Post, Transport};
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

    fn ended(&self, _: &mut Conn, reference: Uuid, ended: &Ended) -> Result<()> {
        self.ended.lock().unwrap().push((reference, ended.clone()));
        Ok(())
    }
}

fn letter(to: &str) -> Message {
    Message {
        id: format!("letter-{to}"),
        from: Mailbox { name: "Candor".to_owned(), address: "hr@example.com".to_owned() },
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
