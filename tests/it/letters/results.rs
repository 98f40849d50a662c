//! Mails with results: to admins when the report is there, to everyone when an admin says so.

use std::collections::BTreeSet;

use candor::schedule;

use crate::accounts::{ADMIN, PASSWORD};
use crate::app::{TestApp, on_both};

on_both! {
    async fn results_go_to_admins_at_the_close_and_to_everyone_once_an_admin_says_so(app: TestApp) {
        app.introduce("Meridian <&>", "hr@meridian.example").await;
        app.sign_in().await;
        app.hire(&[("Sales", 12)]).await;
        let wave = app.launch_wave("March").await;
        app.deliver().await;
        for link in &app.links(wave).await[..7] {
            assert_eq!(app.answer(link, 9, "").await.status, 200);
        }
        let path = format!("/reports/{wave}/tell");
        assert_eq!((app.get(&path).await.status, app.post(&path, &[("", "")]).await.status), (404, 404), "nothing yet");
        app.take_mail();
        app.reach_close(wave).await;
        schedule::tick(&app.app).await.unwrap();
        schedule::tick(&app.app).await.unwrap();
        app.deliver().await;
        let (to_admins, others): (Vec<_>, Vec<_>) = app.take_mail().into_iter().partition(|mail| mail.kind == "report");
        assert_eq!((to_admins.len(), others.len()), (1, 12), "each admin once, and the closing message");
        let mail = &to_admins[0];
        assert_eq!((mail.to.address.as_str(), mail.subject.as_str()), ("admin@example.com", "March: the report is here"));
        assert!(mail.text.contains("Our score is 58. 7 of 12 people answered (58%)."), "{}", mail.text);
        assert!(mail.text.contains(&format!("/reports/{wave}")) && mail.html.contains(&format!("/reports/{wave}\"")));

        app.post_sign_in(ADMIN, PASSWORD).await;
        app.post(&format!("/reports/{wave}/actions"), &[("what", "New <chairs>"), ("who", "Office")]).await;
        let page = app.get(&path).await;
        assert!(page.text.contains("The message below goes to 12 people") && page.text.contains("New &#60;chairs&#62; · Office"));
        let both = tokio::join!(app.post(&path, &[("", "")]), app.post(&path, &[("", "")]));
        let statuses = BTreeSet::from([both.0.status, both.1.status]);
        assert_eq!(statuses, BTreeSet::from([303, 409]), "two admins at once tell everyone once");
        assert!(app.get(&path).await.text.contains("Everyone was told the results on "));
        app.deliver().await;
        let told = app.take_mail();
        let people: BTreeSet<&str> = told.iter().map(|mail| mail.to.address.as_str()).collect();
        assert_eq!((told.len(), people.len()), (12, 12));
        let words: BTreeSet<_> = told.iter().map(|mail| (&mail.subject, &mail.text, &mail.html)).collect();
        assert_eq!(words.len(), 1, "nothing tells who has answered");
        let (_, text, html) = words.into_iter().next().unwrap();
        assert!(text.contains("Our score is 58.") && text.contains("- New <chairs> · Office"), "{text}");
        assert!(html.contains("New &#60;chairs&#62;") && html.contains("Meridian &#60;&#38;&#62;") && !html.contains("<a "));
        assert!(app.get("/settings/audit").await.text.contains("Told everyone the results"));
        schedule::tick(&app.app).await.unwrap();
        app.deliver().await;
        assert_eq!(app.take_mail(), [], "once");
    }

    async fn where_too_few_answered_there_is_nothing_to_tell_but_that(app: TestApp) {
        app.introduce("Meridian", "").await;
        app.sign_in().await;
        app.hire(&[("Sales", 6)]).await;
        let wave = app.launch_wave("March").await;
        app.deliver().await;
        app.take_mail();
        app.reach_close(wave).await;
        schedule::tick(&app.app).await.unwrap();
        app.deliver().await;
        let mails = app.take_mail();
        let mail = mails.iter().find(|mail| mail.kind == "report").unwrap();
        assert!(mail.text.contains("Fewer than 5 people answered") && !mail.text.contains("score is"), "{}", mail.text);
        app.post_sign_in(ADMIN, PASSWORD).await;
        assert_eq!(app.get(&format!("/reports/{wave}/tell")).await.status, 404);
        assert_eq!(app.post(&format!("/reports/{wave}/tell"), &[("", "")]).await.status, 404);
    }
}
