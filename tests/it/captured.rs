//! The demonstration's mail pages.

use candor::db::Backend;
use candor::mail::{Mailbox, Message, Transport};

use crate::app::{TestApp, on_both};

fn letter(number: u32, name: &str) -> Message {
    Message {
        kind: if number.is_multiple_of(2) { "reminder" } else { "invitation" },
        id: format!("letter-{number}"),
        from: Mailbox { name: "People team".to_owned(), address: "people@example.com".to_owned() },
        return_path: None,
        reply_to: None,
        to: Mailbox { name: name.to_owned(), address: format!("p{number}@example.com") },
        subject: format!("Letter {number}"),
        text: "Plain <words>".to_owned(),
        html: "<html><head></head><body><a href=\"https://candor.example.com/a/b\">Answer</a></body></html>".to_owned(),
        language: "en",
    }
}

impl TestApp {
    async fn capture(&self, message: &Message) {
        self.app.transport.send_now(message, &self.app.clock).await.unwrap();
    }
}

on_both! {
    async fn captured_mail_is_listed_newest_first_and_found_by_recipient(app: TestApp) {
        app.sign_in().await;
        let page = app.get("/captured-mail").await;
        assert!(page.select(".box[role=status]")[0].starts_with("Nothing has been sent yet."));
        for number in 1..=60 {
            app.capture(&letter(number, if number == 7 { "Жанна <b>Ким" } else { "Anna" })).await;
        }
        let page = app.get("/captured-mail").await;
        let subjects = page.select("tbody td[data-label=Subject]");
        assert_eq!((subjects.len(), subjects[0].as_str(), subjects[49].as_str()), (50, "Letter 60", "Letter 11"));
        assert_eq!(page.select("caption"), ["1–50 of 60 messages, newest first"]);
        assert_eq!(app.get("/captured-mail?page=2").await.select("tbody th").len(), 10);
        let page = app.get("/captured-mail?to=%D0%B6%D0%B0%D0%BD%D0%BD%D0%B0").await;
        assert_eq!(page.select("tbody td[data-label=Subject]"), ["Letter 7"]);
        assert!(page.text.contains("Жанна &#60;b&#62;Ким"));
        let page = app.get("/captured-mail?to=nobody").await;
        assert_eq!(page.select(".box[role=status]"), ["There is no such message."]);
        let page = app.get("/captured-mail?kind=reminder&to=anna").await;
        assert_eq!((page.select("tbody th").len(), page.select("caption")), (30, vec!["1–30 of 30 messages, newest first".to_owned()]));
        assert_eq!(page.select("option[selected]"), ["Reminders"]);
    }

    async fn a_captured_message_is_shown_as_it_would_arrive(app: TestApp) {
        app.sign_in().await;
        app.capture(&letter(1, "Anna")).await;
        let page = app.get("/captured-mail/1").await;
        assert_eq!(page.select("h1"), ["Letter 1"]);
        assert_eq!(page.select("pre"), ["Plain <words>"]);
        assert_eq!(page.select("a[target=_blank]").len(), 0, "there is no link in it");
        assert!(page.text.contains("sandbox=\"allow-popups allow-popups-to-escape-sandbox\""));
        let frame = app.get("/captured-mail/1/html").await;
        assert!(frame.text.contains("<base target=\"_blank\">"));
        assert_eq!(frame.header("x-frame-options"), "SAMEORIGIN");
        let policy = frame.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; style-src 'unsafe-inline';"), "{policy}");
        assert!(policy.contains("sandbox") && !policy.contains("script") && !policy.contains("allow-same-origin"));
        let link = "https://candor.example.com/a/01a20000-0000-7000-8000-000000000000/token?lang=en";
        app.capture(&Message { text: format!("Please answer:\n{link}\nThank you"), ..letter(3, "Anna") }).await;
        let page = app.get("/captured-mail/2").await;
        assert_eq!(page.select("pre"), [format!("Please answer:\n{link}\nThank you")]);
        assert_eq!(page.select("pre a[target=_blank]"), [link]);
        assert!(page.text.contains("href=\"/waves/01a20000-0000-7000-8000-000000000000\""));
        assert_eq!(app.get("/captured-mail/0").await.status, 404);
        assert_eq!(app.get("/captured-mail/3").await.status, 404);
        assert_eq!(app.get("/captured-mail/3/html").await.status, 404);
    }

    async fn captured_mail_is_shown_to_nobody_who_is_not_signed_in(app: TestApp) {
        app.sign_up_admin().await;
        app.capture(&letter(1, "Anna")).await;
        for path in ["/captured-mail", "/captured-mail/1", "/captured-mail/1/html"] {
            let response = app.get(path).await;
            assert_eq!(response.status, 303);
            assert!(response.header("location").starts_with("/sign-in"));
        }
    }
}

#[actix_web::test]
async fn where_mail_really_goes_out_there_are_no_such_pages_and_no_links_to_them() {
    let app = TestApp::start_with(Backend::Sqlite, Transport::Files("/nowhere".into())).await;
    app.sign_in().await;
    let page = app.get("/captured-mail").await;
    assert_eq!(page.status, 404);
    assert!(!page.text.contains("href=\"/captured-mail"));
}
