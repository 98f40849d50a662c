//! The closing message: everyone or nobody.

use std::collections::BTreeSet;

use candor::db::Error;
use candor::invitations::store::{Delivery, of_wave, set_delivery};
use candor::mail::{Failure, FailureKind, Message};
use candor::schedule;
use candor::schema::outbox;
use candor::waves::Draft;
use diesel::prelude::*;

use crate::app::{TestApp, on_both};

impl TestApp {
    /// Lets a wave close and be counted, and takes the mail that goes out for it.
    async fn close_and_deliver(&self, wave: candor::db::WaveId) -> Vec<Message> {
        self.deliver().await;
        self.take_mail();
        self.reach_close(wave).await;
        schedule::tick(&self.app).await.unwrap();
        self.deliver().await;
        self.take_mail()
    }
}

/// What a message says to anybody, without whom it is for.
fn words(mail: &Message) -> (String, String, String) {
    (mail.subject.clone(), mail.text.clone(), mail.html.clone())
}

on_both! {
    async fn whoever_got_an_invitation_is_told_alike_that_the_survey_has_ended(app: TestApp) {
        app.introduce("Meridian", "hr@meridian.example").await;
        app.hire(&[("Sales", 12)]).await;
        let wave = app.launch_wave("March").await;
        app.deliver().await;
        let invited = app.app.db.read(move |conn| of_wave(conn, wave)).await.unwrap();
        let unreachable = invited[5].id;
        let failed = Delivery::Failed(Failure::new(FailureKind::Address, "550 no such user"));
        app.app.db.write(move |conn| set_delivery(conn, &[unreachable], &failed)).await.unwrap();
        for link in &app.links(wave).await[..7] {
            assert_eq!(app.answer(link, 9, "").await.status, 200);
        }
        let told = app.close_and_deliver(wave).await;
        let people: BTreeSet<&str> = told.iter().map(|mail| mail.to.address.as_str()).collect();
        assert_eq!((told.len(), people.len()), (11, 11), "all but the one who never heard of the survey");
        assert_eq!(told.iter().map(words).collect::<BTreeSet<_>>().len(), 1, "nothing tells who has answered");
        let mail = &told[0];
        assert_eq!((mail.kind, mail.subject.as_str()), ("closing", "The survey has ended. Thank you"));
        assert!(mail.text.contains("the key that could open them is destroyed"), "{}", mail.text);
        assert!(!mail.text.contains("http") && !mail.html.contains("<a "), "there is nothing to answer any more");
        assert_eq!(mail.reply_to.as_ref().map(|to| to.address.as_str()), Some("hr@meridian.example"));
        let kept = app.app.db.read(|conn| {
            let closing = outbox::table.filter(outbox::kind.eq("closing"));
            closing.select((outbox::state, outbox::attempts, outbox::at_most_once, outbox::failure)).load(conn)
        });
        let kept: Vec<(String, i32, bool, Option<String>)> = kept.await.map_err(|error: Error| error).unwrap();
        assert_eq!((kept.len(), BTreeSet::from_iter(kept).len()), (11, 1), "one row like the other");
        schedule::tick(&app.app).await.unwrap();
        app.deliver().await;
        assert_eq!(app.take_mail(), [], "once");
    }

    async fn too_few_answers_are_told_as_what_they_are(app: TestApp) {
        app.introduce("Meridian", "").await;
        app.hire(&[("Sales", 6)]).await;
        let wave = app.launch_wave("March").await;
        let told = app.close_and_deliver(wave).await;
        assert_eq!(told.len(), 6);
        assert!(told[0].text.contains("Fewer than 5 people answered, so no answer was opened"), "{}", told[0].text);
        assert!(!told[0].text.contains("Next we read the results"), "there are none");
    }

    async fn where_it_is_not_wanted_nobody_is_told(app: TestApp) {
        app.introduce("Meridian", "").await;
        app.hire(&[("Sales", 6)]).await;
        let wave = app.launch_draft(Draft { closing_message: false, ..app.draft("March") }).await;
        assert_eq!(app.close_and_deliver(wave).await, []);
    }
}
