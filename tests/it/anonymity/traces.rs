//! Answering changes the ballot box and nothing else.

use candor::db::InvitationId;
use candor::invitations::store::{Delivery, of_wave, set_delivery};

use super::dump::changed;
use crate::app::{TestApp, on_both};

on_both! {
    async fn when_someone_answers_nothing_but_the_box_changes(app: TestApp) {
        app.introduce("Meridian", "survey@meridian.example").await;
        app.hire(&[("Sales", 9), ("Support", 6)]).await;
        // An admin is signed in, and answers too, in the same browser.
        app.sign_in().await;
        let wave = app.launch_wave("March").await;
        app.deliver().await;
        let links = app.links(wave).await;
        let (before, files) = (app.dump().await, app.other_files());
        for link in &links[..7] {
            app.get(&link.path()).await;
            assert_eq!(app.answer(link, 9, "Because").await.status, 200);
            assert_eq!(app.answer(link, 9, "Because").await.status, 409);
        }
        let after = app.dump().await;
        assert_eq!(changed(&before, &after), ["ballots"]);
        assert_eq!(after["ballots"].len(), 7);
        assert_eq!(app.other_files(), files);
    }

    async fn looking_and_failing_to_answer_change_nothing_at_all(app: TestApp) {
        app.hire(&[("Sales", 9)]).await;
        let wave = app.launch_wave("March").await;
        let links = app.links(wave).await;
        let before = app.dump().await;
        for link in &links {
            app.get(&link.path()).await;
            assert_eq!(app.answer(link, 99, "Because").await.status, 422);
        }
        app.get(&format!("/a/{wave}/wrong")).await;
        assert!(changed(&before, &app.dump().await).is_empty());
    }

    async fn a_program_that_noted_who_answered_would_be_caught(app: TestApp) {
        app.hire(&[("Sales", 9)]).await;
        let wave = app.launch_wave("March").await;
        let before = app.dump().await;
        let note = move |conn: &mut candor::db::Conn| {
            let first: InvitationId = of_wave(conn, wave)?[0].id;
            set_delivery(conn, &[first], &Delivery::Delivered)
        };
        app.app.db.write(note).await.unwrap();
        assert_eq!(changed(&before, &app.dump().await), ["invitations"]);
    }
}
