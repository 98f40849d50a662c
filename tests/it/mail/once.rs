//! Mails sent at most once: never repeated, and nothing kept that tells who was written to.

use candor::mail::outbox::Progress;
use candor::mail::{Composed, Delivered, Failure, FailureKind, Transport};
use chrono::TimeDelta;

use super::{Office, deliver, letter, queue};
use crate::app::{TestApp, on_both};
use crate::smtp_sink::{Fault, Sink};

fn send(to: &str) -> Composed {
    Composed::Send(Box::new(letter(to)))
}

on_both! {
    async fn rows_do_not_tell_who_was_written_to(app: TestApp) {
        let (office, sink) = (Office::new(), Sink::start().await);
        let faults = [
            Fault::Recipient("550 5.1.1 no such person"),
            Fault::Recipient("450 4.2.1 mailbox busy"),
            Fault::Message("554 5.7.1 looks like spam"),
            Fault::LoseReply,
            Fault::DropAfterData,
            Fault::DropBeforeData,
        ];
        let mut composed = vec![send("ok"), Composed::Skip, Composed::TooLate, Composed::Refuse(Failure::new(FailureKind::Other, "no"))];
        for (number, fault) in faults.into_iter().enumerate() {
            sink.fail(&format!("f{number}@example.com"), fault, usize::MAX);
            composed.push(send(&format!("f{number}")));
        }
        let due_at = app.app.clock.now();
        office.queue_as(&app, composed, true).await;
        let post = office.post_by(&app, sink.transport());
        for _ in 0..12 {
            deliver(&post).await;
            app.app.clock.advance(TimeDelta::minutes(5));
        }
        let rows = queue(&app).await;
        assert_eq!(rows.len(), 10);
        for row in rows {
            assert_eq!((row.state.as_str(), row.attempts, row.due_at), ("done", 0, due_at));
            assert!(!row.is_leased && row.failure.is_none());
        }
        assert_eq!(office.ended(), [], "composers are not told either");
        assert_eq!(office.progress(&app).await, Progress { done: 10, ..Progress::default() });
        assert_eq!(sink.recipients(), ["f3@example.com", "ok@example.com"], "each at most once");
    }

    async fn rows_have_ended_before_anything_is_sent(app: TestApp) {
        let (office, sink) = (Office::new(), Sink::start().await);
        sink.fail("*", Fault::Hang, usize::MAX);
        office.queue_as(&app, vec![send("a"), Composed::Skip], true).await;
        let post = office.post_by(&app, sink.transport());
        let sending = tokio::spawn(async move { deliver(&post).await });
        sink.met_a_fault().await;
        assert!(office.progress(&app).await.is_finished());
        // The process is killed while the server has the message in hand.
        sending.abort();
        let _ = sending.await;
        app.app.clock.advance(TimeDelta::days(1));
        assert_eq!(deliver(&office.post(&app)).await, Delivered::default(), "nothing is repeated");
    }

    async fn a_server_that_says_not_now_or_is_away_gets_them_later_from_memory(app: TestApp) {
        let (office, mut sink) = (Office::new(), Sink::start().await);
        sink.greylist();
        office.queue_as(&app, vec![send("a"), send("b")], true).await;
        let post = office.post_by(&app, sink.transport());
        assert_eq!(deliver(&post).await, Delivered { again: 2, ..Delivered::default() });
        app.app.clock.advance(TimeDelta::minutes(1));
        sink.stop().await;
        assert!(deliver(&post).await.unreachable.is_some());
        sink.start_again().await;
        assert_eq!(deliver(&post).await, Delivered { sent: 2, ..Delivered::default() });
        assert_eq!(sink.recipients(), ["a@example.com", "b@example.com"]);
    }

    async fn they_are_written_anew_before_they_are_tried_again(app: TestApp) {
        let (office, sink) = (Office::new(), Sink::start().await);
        sink.greylist();
        let references = office.queue_as(&app, vec![send("a")], true).await;
        let post = office.post_by(&app, sink.transport());
        deliver(&post).await;
        office.letters.written.lock().unwrap().insert(references[0], Composed::Skip);
        app.app.clock.advance(TimeDelta::minutes(1));
        assert_eq!(deliver(&post).await, Delivered { skipped: 1, ..Delivered::default() });
        assert_eq!(sink.recipients(), Vec::<String>::new());
    }

    async fn a_server_that_is_away_leaves_them_in_the_queue(app: TestApp) {
        let (office, mut sink) = (Office::new(), Sink::start().await);
        sink.stop().await;
        office.queue_as(&app, vec![send("a"), Composed::Skip], true).await;
        let before = queue(&app).await;
        deliver(&office.post_by(&app, sink.transport())).await;
        assert_eq!(queue(&app).await, before);
    }

    async fn both_kinds_of_rows_go_out_together(app: TestApp) {
        let office = Office::new();
        office.queue_as(&app, vec![send("once"), Composed::Skip], true).await;
        office.queue(&app, &["tracked"]).await;
        let delivered = deliver(&office.post(&app)).await;
        assert_eq!(delivered, Delivered { sent: 2, skipped: 1, ..Delivered::default() });
        assert_eq!(office.ended().len(), 1);
        let Transport::Memory(_) = app.app.transport else { panic!() };
        assert_eq!(app.recipients().len(), 2);
    }
}
