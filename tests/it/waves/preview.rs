//! What an employee will see.

use crate::app::{TestApp, on_both};

on_both! {
    async fn previews_are_framed_alone_and_nothing_can_be_sent_from_them(app: TestApp) {
        app.sign_in().await;
        app.introduce("Acme", "hr@example.com").await;
        app.hire(&[("Sales", 7), ("Law", 2)]).await;
        let path = app.draft_in_browser("March").await;
        let preview = app.get(&format!("{path}/preview")).await;
        assert_eq!(preview.select("iframe[title]").len(), 8, "three mails and a page, in two languages");
        assert_eq!(preview.select("iframe[sandbox]").len(), 6, "{}", preview.text);
        assert!(preview.select("dd").contains(&format!("Dana Admin <{}>", crate::accounts::ADMIN)), "{:?}", preview.select("dd"));
        assert!(preview.select("pre")[3].contains("Ваша ссылка — это ваш бюллетень"));
        for lang in ["en", "ru"] {
            for mail in ["invitation", "reminder", "closing"] {
                let html = app.get(&format!("{path}/preview/{mail}/{lang}")).await;
                assert_eq!(html.status, 200);
                assert!(html.header("content-security-policy").contains("sandbox"));
            }
            let answer = app.get(&format!("{path}/preview/answer/{lang}")).await;
            assert_eq!(answer.select("button[disabled]").len(), 1);
            assert_eq!(answer.select("main b"), ["Sales"], "a group that the wave has");
            assert!(answer.header("content-security-policy").contains("form-action 'none'"));
            assert_eq!(answer.header("x-frame-options"), "SAMEORIGIN");
        }
        assert_eq!(app.get(&format!("{path}/preview/invitation/de")).await.status, 404);
    }
}
