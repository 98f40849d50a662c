//! Delivery to a mail server that refuses, drops, hangs, goes away and comes back.

use candor::mail::outbox::{self, Progress};
use candor::mail::{Delivered, Ended, Failure, FailureKind, SendError, Transport};
use chrono::TimeDelta;

use super::{KIND, Office, deliver, letter, queue};
use crate::app::{TestApp, on_both};
use crate::smtp_sink::{Fault, Sink};

on_both! {
    async fn a_message_that_is_refused_for_now_is_tried_again_after_1_2_and_4_minutes(app: TestApp) {
        let (office, sink) = (Office::new(), Sink::start().await);
        sink.fail("a@example.com", Fault::Recipient("450 4.2.1 mailbox busy"), 2);
        sink.fail("a@example.com", Fault::Message("451 4.3.0 disk full"), 1);
        office.queue(&app, &["a", "b"]).await;
        let post = office.post_by(&app, sink.transport());
        assert_eq!(deliver(&post).await, Delivered { sent: 1, again: 1, ..Delivered::default() });
        assert_eq!(queue(&app).await[0].failure.as_deref(), Some("450 4.2.1 mailbox busy"));
        for minutes in [1, 2, 4] {
            app.app.clock.advance(TimeDelta::minutes(minutes) - TimeDelta::seconds(1));
            assert_eq!(deliver(&post).await, Delivered::default(), "not before {minutes} minutes");
            app.app.clock.advance(TimeDelta::seconds(1));
            let delivered = deliver(&post).await;
            assert_eq!((delivered.sent, delivered.again), if minutes == 4 { (1, 0) } else { (0, 1) });
        }
        assert_eq!(sink.recipients(), ["a@example.com", "b@example.com"]);
        assert_eq!(office.progress(&app).await, Progress { done: 2, ..Progress::default() });
        assert!(office.ended().iter().all(|(_, ended)| *ended == Ended::Done));
        assert!(queue(&app).await.iter().all(|row| row.failure.is_none()));
    }

    async fn a_message_is_given_up_after_three_days_with_the_last_words(app: TestApp) {
        let (office, sink) = (Office::new(), Sink::start().await);
        sink.fail("*", Fault::Recipient("450 4.2.1 mailbox busy"), usize::MAX);
        let references = office.queue(&app, &["a"]).await;
        let post = office.post_by(&app, sink.transport());
        let mut hours = 0;
        while office.progress(&app).await.queued > 0 {
            deliver(&post).await;
            app.app.clock.advance(TimeDelta::hours(1));
            hours += 1;
        }
        assert!((72..=100).contains(&hours), "{hours} hours");
        assert_eq!(office.ended(), [(references[0], Ended::Failed(Failure::new(FailureKind::Address, "450 4.2.1 mailbox busy")))]);
    }

    async fn a_message_that_is_refused_for_good_is_noted_with_the_servers_words_and_can_be_sent_again(app: TestApp) {
        let (office, sink) = (Office::new(), Sink::start().await);
        sink.fail("*", Fault::Mail("550 5.7.1 we do not like you"), 1);
        sink.fail("b@example.com", Fault::Recipient("550 5.1.1 no such person"), 1);
        sink.fail("c@example.com", Fault::Message("554 5.7.1 looks like spam"), 1);
        let references = office.queue(&app, &["a", "b", "c", "d"]).await;
        let post = office.post_by(&app, sink.transport());
        assert_eq!(deliver(&post).await, Delivered { sent: 1, failed: 3, ..Delivered::default() });
        assert_eq!(sink.connections(), 1, "a refusal does not cost the connection");
        let failed = |words: &str| Ended::Failed(Failure::said(words));
        assert_eq!(office.ended(), [
            (references[0], failed("550 5.7.1 we do not like you")),
            (references[1], failed("550 5.1.1 no such person")),
            (references[2], failed("554 5.7.1 looks like spam")),
            (references[3], Ended::Done),
        ]);

        let (batch, now) = (office.batch, app.app.clock.now());
        app.app.clock.advance(TimeDelta::days(1));
        assert_eq!(deliver(&post).await, Delivered::default());
        let again = references[..3].to_vec();
        app.app.db.write(move |conn| outbox::send_anew(conn, batch, KIND, &again, now)).await.unwrap();
        let taken = async |reference| {
            let is_taken = move |conn: &mut _| outbox::was_taken(conn, batch, KIND, reference);
            app.app.db.read(is_taken).await.unwrap()
        };
        assert_eq!((taken(references[0]).await, taken(references[3]).await), (false, true));
        assert_eq!(deliver(&post).await.sent, 3);
        assert_eq!(office.progress(&app).await, Progress { done: 4, ..Progress::default() });
    }

    async fn a_server_that_greylists_gets_everything_a_minute_later(app: TestApp) {
        let (office, sink) = (Office::new(), Sink::start().await);
        sink.greylist();
        office.queue(&app, &["a", "b", "c"]).await;
        let post = office.post_by(&app, sink.transport());
        assert_eq!(deliver(&post).await, Delivered { again: 3, ..Delivered::default() });
        app.app.clock.advance(TimeDelta::minutes(1));
        assert_eq!(deliver(&post).await, Delivered { sent: 3, ..Delivered::default() });
        assert_eq!(sink.recipients(), ["a@example.com", "b@example.com", "c@example.com"]);
    }

    async fn a_server_that_is_away_costs_no_attempt_and_gets_everything_later(app: TestApp) {
        let (office, mut sink) = (Office::new(), Sink::start().await);
        office.queue(&app, &["a", "b"]).await;
        let before = queue(&app).await;
        sink.stop().await;
        let post = office.post_by(&app, sink.transport());
        for _ in 0..40 {
            let delivered = deliver(&post).await;
            assert!(delivered.unreachable.is_some_and(|why| why.contains(&sink.address.to_string())));
            app.app.clock.advance(TimeDelta::hours(6));
        }
        assert_eq!(queue(&app).await, before, "nothing has changed in ten days");
        sink.start_again().await;
        assert_eq!(deliver(&post).await, Delivered { sent: 2, ..Delivered::default() });
    }

    async fn a_server_that_closes_between_two_messages_loses_and_repeats_nothing(app: TestApp) {
        let (office, sink) = (Office::new(), Sink::start().await);
        office.queue(&app, &["a", "b", "c", "d"]).await;
        sink.fail("*", Fault::LoseReply, 0);
        sink.fail("b@example.com", Fault::DropBeforeData, 1);
        let post = office.post_by(&app, sink.transport());
        assert_eq!(deliver(&post).await, Delivered { sent: 3, again: 1, ..Delivered::default() });
        assert_eq!(sink.connections(), 2);
        app.app.clock.advance(TimeDelta::minutes(1));
        assert_eq!(deliver(&post).await.sent, 1);
        assert_eq!(sink.recipients(), ["a@example.com", "b@example.com", "c@example.com", "d@example.com"]);
    }

    async fn a_closing_server_gives_the_rest_of_the_batch_back(app: TestApp) {
        let (office, sink) = (Office::new(), Sink::start().await);
        office.queue(&app, &["a", "b", "c"]).await;
        sink.fail("*", Fault::Mail("421 4.3.2 shutting down"), 1);
        let post = office.post_by(&app, sink.transport());
        let delivered = deliver(&post).await;
        assert!(delivered.unreachable.is_some_and(|why| why.ends_with("421 4.3.2 shutting down")));
        assert!(queue(&app).await.iter().all(|row| row.state == "queued" && row.attempts == 0 && !row.is_leased));
        assert_eq!(deliver(&post).await.sent, 3, "nothing waits longer than the server");
    }

    async fn a_lost_reply_costs_at_most_a_repeat_that_can_be_recognised(app: TestApp) {
        let (office, sink) = (Office::new(), Sink::start().await);
        sink.fail("a@example.com", Fault::LoseReply, 1);
        sink.fail("b@example.com", Fault::DropAfterData, 1);
        office.queue(&app, &["a", "b"]).await;
        let post = office.post_by(&app, sink.transport());
        assert_eq!(deliver(&post).await, Delivered { again: 2, ..Delivered::default() });
        app.app.clock.advance(TimeDelta::minutes(1));
        assert_eq!(deliver(&post).await, Delivered { sent: 2, ..Delivered::default() });
        assert_eq!(sink.recipients(), ["a@example.com", "a@example.com", "b@example.com"]);
        let taken = sink.taken();
        let ids: Vec<_> = taken
            .iter()
            .filter(|taken| taken.recipient == "a@example.com")
            .map(|taken| taken.parsed().message_id().unwrap().to_owned())
            .collect();
        assert_eq!(ids, ["letter-a@example.com", "letter-a@example.com"]);
    }

    async fn a_server_that_does_not_answer_is_given_a_second_and_the_next_message_goes_out(app: TestApp) {
        let (office, sink) = (Office::new(), Sink::start().await);
        sink.fail("a@example.com", Fault::Hang, 1);
        office.queue(&app, &["a", "b"]).await;
        let post = office.post_by(&app, sink.transport_with("?timeout=1"));
        assert_eq!(deliver(&post).await, Delivered { sent: 1, again: 1, ..Delivered::default() });
        assert_eq!(queue(&app).await[0].failure.as_deref(), Some("no answer within 1 s"));
        app.app.clock.advance(TimeDelta::minutes(1));
        assert_eq!(deliver(&post).await.sent, 1);
    }

    async fn a_wrong_password_keeps_everything_and_says_what_is_wrong(app: TestApp) {
        let (office, sink) = (Office::new(), Sink::start().await);
        sink.ask_for_password("anna@example.com", "p@ss/w");
        office.queue(&app, &["a"]).await;
        let wrong: Transport = format!("smtp://anna%40example.com:guess@{}", sink.address).parse().unwrap();
        let delivered = deliver(&office.post_by(&app, wrong)).await;
        let why = delivered.unreachable.unwrap();
        assert!(why.ends_with("sign-in: 535 5.7.8 wrong user or password"), "{why}");
        assert!(!why.contains("guess"));
        assert_eq!(queue(&app).await[0].attempts, 0);
        let right: Transport = format!("smtp://anna%40example.com:p%40ss%2Fw@{}", sink.address).parse().unwrap();
        assert_eq!(deliver(&office.post_by(&app, right)).await.sent, 1);
    }
}

#[actix_web::test]
async fn encryption_that_is_required_is_never_done_without() {
    let sink = Sink::start().await;
    let clock = candor::clock::Clock::system();
    let required = sink.transport_with("?tls=required");
    let Err(SendError::Unreachable(why)) = required.probe().await else { panic!("no STARTTLS is offered") };
    assert!(why.contains("the server offers no STARTTLS"), "{why}");
    assert!(required.send_now(&letter("a"), &clock).await.is_err());
    sink.offer_tls();
    let Err(SendError::Unreachable(why)) = required.probe().await else { panic!("nobody trusts the certificate") };
    assert!(why.contains("certificate"), "{why}");
    assert!(required.send_now(&letter("a"), &clock).await.is_err());
    assert_eq!(sink.taken().len(), 0);
}

#[actix_web::test]
async fn a_certificate_of_ones_own_authority_is_trusted_where_its_file_is_named() {
    let sink = Sink::start().await;
    sink.offer_tls();
    let clock = candor::clock::Clock::system();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/mail-server/certificate.pem");
    sink.transport_with(&format!("?tls=required&ca={file}")).send_now(&letter("a"), &clock).await.unwrap();
    assert_eq!((sink.taken().len(), sink.encrypted_connections()), (1, 1));
    let missing = format!("smtp://{}?ca=/nowhere.pem", sink.address).parse::<Transport>().unwrap_err();
    assert!(missing.to_string().contains("/nowhere.pem: No such file"), "{missing}");
}

#[actix_web::test]
async fn a_server_that_offers_only_login_gets_name_and_password_so() {
    let sink = Sink::start().await;
    sink.ask_for_login("anna", "p@ss/w");
    let clock = candor::clock::Clock::system();
    let by = |password: &str| -> Transport { format!("smtp://anna:{password}@{}", sink.address).parse().unwrap() };
    by("p%40ss%2Fw").send_now(&letter("a"), &clock).await.unwrap();
    assert!(matches!(by("guess").probe().await, Err(SendError::Unreachable(why)) if why.contains("sign-in: 535")));
    assert_eq!(sink.taken().len(), 1);
}

#[actix_web::test]
async fn encryption_is_used_where_it_is_offered_unless_it_is_switched_off() {
    let sink = Sink::start().await;
    sink.offer_tls();
    sink.ask_for_password("anna", "secret");
    let clock = candor::clock::Clock::system();
    let by = |options: &str| -> Transport { format!("smtp://anna:secret@{}{options}", sink.address).parse().unwrap() };
    by("").send_now(&letter("a"), &clock).await.unwrap();
    assert_eq!((sink.taken().len(), sink.encrypted_connections()), (1, 1));
    by("?tls=none").send_now(&letter("b"), &clock).await.unwrap();
    assert_eq!((sink.taken().len(), sink.encrypted_connections()), (2, 1));
}

#[actix_web::test]
async fn a_probe_tells_a_server_that_works_from_one_that_does_not() {
    let mut sink = Sink::start().await;
    assert_eq!(sink.transport().probe().await, Ok(()));
    sink.stop().await;
    assert!(matches!(sink.transport().probe().await, Err(SendError::Unreachable(_))));
    assert!(matches!(Transport::None.probe().await, Err(SendError::Unreachable(_))));
    assert_eq!(sink.taken().len(), 0);
}
