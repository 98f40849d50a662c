//! The texts of mails in the form of a wave.

use candor::waves::TextKind;

use crate::app::{Response, TestApp, on_both};
use crate::waves::{fields, set};

/// What is said beside a field.
fn said(page: &Response, field: &str) -> String {
    page.select(&format!("[data-said='{field}']")).concat()
}

impl TestApp {
    /// The form of a new wave with some fields changed, and a button pressed.
    async fn press_in_form(&self, changes: &[(&str, &str)], (button, value): (&str, &str)) -> Response {
        let mut form = fields(&self.get("/waves/new").await);
        for (name, value) in changes {
            set(&mut form, name, value);
        }
        form.push((button.to_owned(), value.to_owned()));
        self.post("/waves", &form).await
    }

    async fn company(&self) {
        self.sign_in().await;
        self.introduce("Acme", "hr@acme.example").await;
        self.hire(&[("Sales", 6)]).await;
    }
}

on_both! {
    async fn what_the_admin_wrote_is_what_people_read(app: TestApp) {
        app.company().await;
        let text = "Dear {first_name},\r\n\r\n**{company}** asks until {closing_date}:\r\n- one\r\n- two\r\n\r\n{link}\r\nBye";
        let path = app.draft_with(&[("invitation_text-en", text), ("done-en", "The *heating* works.")]).await;
        assert_eq!(app.post(&format!("{path}/launch"), &[("", "")]).await.status, 303);
        let mail = app.sent_mail().await.remove(0);
        let close = "Tuesday 17\u{a0}March, 18:00, UTC";
        let before = format!("Dear,\n\n*Acme* asks until {close}:\n\n- one\n- two\n\nWhat has been done since the last survey\n\nThe _heating_ works.\n\nAnswer the two questions:\nhttp");
        assert!(mail.text.starts_with(&before), "{}", mail.text);
        assert!(mail.text.contains("\n\nBye\n\n--"), "the rest comes after the button: {}", mail.text);
        assert!(!mail.text.contains("You can answer until"), "the text says it already");
        assert!(mail.html.contains("<strong><bdi>Acme</bdi></strong>") && mail.html.contains("<em>heating</em>"));
        let copy = app.post(&format!("{path}/duplicate"), &[("", "")]).await.header("location").to_owned();
        let form = app.get(&format!("{copy}/edit")).await;
        assert_eq!(form.select("#done-en"), [""], "what had been done then is not said again");
        assert!(form.select("#invitation_text-en")[0].starts_with("Dear {first_name},"));
    }

    async fn a_misspelt_field_is_named_with_what_it_meant_and_a_second_link_is_refused(app: TestApp) {
        app.company().await;
        let path = app.draft_with(&[("reminder_text-en", "Hello {fist_name}\n\n{weather}")]).await;
        let form = app.get(&format!("{path}/edit")).await;
        let words = "“{fist_name}” is not a field. Did you mean “{first_name}”? “{weather}” is not a field: the mail would show it as it stands here.";
        assert_eq!((said(&form, "reminder_text-en").as_str(), said(&form, "invitation_text-en").as_str()), (words, ""));
        assert_eq!(form.select("details[data-letters][open]").len(), 1, "its language is unfolded");
        let launch = app.get(&format!("{path}/launch")).await;
        assert!(launch.text.contains("Did you mean"), "said once more before it goes out: {}", launch.text);
        for text in ["See https://acme.example/x", "[here](http://acme.example)", "![logo](logo.png)"] {
            let back = app.press_in_form(&[("closing_text-ru", text)], ("", "")).await;
            assert_eq!((back.status, back.select("#closing_text-ru-error").len()), (422, 1), "{text}");
        }
        let form = [("invitation_text-ru", "{ссылка}"), ("done-en", "{link}"), ("question-en", "{x}")];
        let live: serde_json::Value = serde_json::from_str(&app.post("/waves/letters/check", &form).await.text).unwrap();
        assert_eq!(live["invitation_text-ru"][0], "“{ссылка}” is not a field. Did you mean “{link}”?");
        assert_eq!(live["done-en"][0], "“{link}” has no meaning here and is left out.");
        assert_eq!(live["question-en"], serde_json::json!([]), "a question has no fields");
    }

    async fn a_ready_text_can_be_restored_and_nothing_else_that_was_typed_is_lost(app: TestApp) {
        app.company().await;
        let ready = app.get("/waves/new").await;
        assert_eq!(ready.select("p:not([hidden]) > [name=restore]").len(), 0, "there is nothing to restore");
        let typed = [("title", "Mine"), ("invitation_text-en", "Mine"), ("invitation_text-ru", "Моё")];
        let back = app.press_in_form(&typed, ("restore", "invitation_text-en")).await;
        assert_eq!((back.status, back.select("p:not([hidden]) > [name=restore]").len()), (200, 1));
        let [mine, restored, russian] = ["[name=title]", "#invitation_text-en", "#invitation_text-ru"].map(|css| back.select(css).concat());
        assert_eq!(restored, ready.select("#invitation_text-en").concat());
        assert!(mine.is_empty() && back.text.contains("value=\"Mine\"") && russian == "Моё");
        assert!(app.get("/waves").await.text.contains("No waves yet"), "nothing was kept");
    }

    async fn the_mail_is_shown_as_it_is_being_typed(app: TestApp) {
        app.company().await;
        let form = [("invitation_subject-en", "Hi {name}"), ("invitation_text-en", "<b>Raw</b> {company}"), ("closes", "nonsense")];
        let shown = app.post("/waves/letters/invitation/en", &form).await;
        assert_eq!((shown.status, shown.select("h1")), (200, vec!["Hi Dana Admin".to_owned()]));
        assert!(shown.text.contains("&#60;b&#62;Raw&#60;/b&#62; <bdi>Acme</bdi>"), "{}", shown.text);
        assert!(shown.header("content-security-policy").contains("default-src 'none'"));
        assert_eq!(shown.header("x-frame-options"), "SAMEORIGIN");
        assert_eq!(app.post("/waves/letters/nothing/en", &form).await.status, 404);
        assert_eq!(app.post("/waves/letters/closing/ru", &form).await.status, 200);
    }

    async fn a_test_goes_to_oneself_and_leads_to_a_preview(app: TestApp) {
        app.company().await;
        let kept = app.press_in_form(&[("title", "March")], ("go", "test reminder en")).await;
        let (path, rest) = kept.header("location").split_once("/edit").unwrap();
        assert_eq!((kept.status, rest), (303, "?open=en#reminder-en"), "the form is kept first");
        assert!(app.get(kept.header("location")).await.text.contains("A test was sent to"));
        let mail = app.take_mail().remove(0);
        assert_eq!((mail.to.address.as_str(), mail.kind), (crate::accounts::ADMIN, "test"));
        assert_eq!(mail.subject, "[Test] There is still time to answer: two questions, 30 seconds");
        assert!(mail.text.starts_with("This is a test that only you get."), "{}", mail.text);
        let link = mail.text.split_whitespace().find(|word| word.contains("://")).unwrap();
        let preview = app.get(link.strip_prefix(&app.app.config.public_url()).unwrap()).await;
        assert_eq!((preview.status, preview.select("button[disabled]").len()), (200, 1), "nothing can be sent from it");
        let from_preview = app.post(&format!("{path}/preview/closing/ru/test"), &[("", "")]).await;
        assert_eq!(from_preview.header("location"), format!("{path}/preview#closing"));
        assert!(app.take_mail()[0].subject.starts_with("[Проверка] Опрос закончился"));
    }
}

#[test]
fn every_text_has_a_field_of_its_own_in_each_language() {
    for lang in candor::i18n::Lang::ALL {
        for kind in TextKind::ALL {
            assert_eq!(TextKind::of_field(kind.field(lang)), Some((lang, kind)));
        }
    }
}
