//! The form: sections, mistakes, nothing lost.

use chrono::TimeDelta;

use super::{fields, set};
use crate::app::{TestApp, on_both};

on_both! {
    async fn a_form_with_mistakes_comes_back_as_it_was_filled_in(app: TestApp) {
        app.sign_in().await;
        let mut form = fields(&app.get("/waves/new").await);
        for (name, value) in &mut form {
            match name.as_str() {
                "title" => "  ".clone_into(value),
                "threshold" => "2".clone_into(value),
                "closes" => "2026-03-02T10:00".clone_into(value),
                "question-en" => "<b>Mine</b>".clone_into(value),
                _ => {}
            }
        }
        let back = app.post("/waves", &form).await;
        assert_eq!(back.status, 422);
        let links: Vec<String> = back.select(".errors a");
        assert!(links.contains(&"Give the wave a title".to_owned()), "{links:?}");
        assert!(links.contains(&"The threshold must be from 3 to 100".to_owned()), "{links:?}");
        assert!(links.contains(&"The close must be at least an hour after the opening".to_owned()), "{links:?}");
        assert!(back.text.contains("&#60;b&#62;Mine") || back.text.contains("&lt;b&gt;Mine"), "what was typed is kept");
        assert!(app.get("/waves").await.text.contains("No waves yet"), "nothing was saved");
    }

    async fn each_section_is_kept_on_its_own_and_leads_to_the_next(app: TestApp) {
        app.sign_in().await;
        app.hire(&[("Sales", 6)]).await;
        let mut form = fields(&app.get("/waves/new").await);
        form.push(("go".to_owned(), "dates".to_owned()));
        let kept = app.post("/waves", &form).await;
        assert_eq!(kept.status, 303);
        let (edit, anchor) = kept.header("location").split_once('#').unwrap();
        assert_eq!(anchor, "dates");
        let path = edit.strip_suffix("/edit?at=dates").unwrap();
        let page = app.get(edit).await;
        assert_eq!(page.select("#dates [role=status]"), ["The draft is saved."]);
        assert_eq!(page.select("main [role=status]").len(), 1, "said once, where one goes on");
        assert!(page.text.contains("Tuesday 3\u{a0}March, 10:00 – Tuesday 17\u{a0}March, 18:00, 14 days."));

        // Whatever section the button stands in, all that was typed is kept.
        let mut form = fields(&page);
        set(&mut form, "question-en", "Would you?");
        form.push(("go".to_owned(), "protection".to_owned()));
        assert_eq!(app.post(path, &form).await.header("location"), format!("{path}/edit?at=protection#protection"));
        assert_eq!(app.get(&format!("{path}/edit")).await.select("#question-en"), ["Would you?"]);
        let mut form = fields(&page);
        form.push(("go".to_owned(), "nowhere".to_owned()));
        assert_eq!(app.post(path, &form).await.header("location"), path, "an unknown section leads to the wave");
    }

    async fn a_section_with_a_mistake_loses_nothing_and_goes_nowhere(app: TestApp) {
        app.sign_in().await;
        app.hire(&[("Sales", 6), ("Law", 2)]).await;
        let mut form = fields(&app.get("/waves/new").await);
        let law = app.get("/waves/new").await.value_of("department");
        form.extend([("department", law.as_str()), ("go", "dates")].map(|(name, value)| (name.to_owned(), value.to_owned())));
        set(&mut form, "title", "Mine");
        set(&mut form, "time_zone", "Asia/Kathmandu");
        let back = app.post("/waves", &form).await;
        assert_eq!(back.status, 422);
        let errors = back.select(".errors a");
        assert_eq!(errors, ["Departments are ticked, and everyone is chosen: untick them, or choose “Only chosen departments”"]);
        assert_eq!(back.select("input[name=department][checked]").len(), 1);
        assert_eq!(back.value_of("title"), "Mine");
        assert_eq!(back.select("option[selected]"), ["Asia/Kathmandu"]);
        // The summary leads to fields that are there.
        for id in ["audience", "opens", "closes", "reminders", "threshold", "title", "time_zone"] {
            assert_eq!(back.select(&format!("input#{id}, select#{id}")).len(), 1, "{id}");
        }
        assert_eq!(app.get("/waves").await.select("main table").len(), 0, "nothing was saved");
    }

    async fn a_new_wave_is_suggested_a_quarter_after_the_last_on_a_working_day(app: TestApp) {
        app.sign_in().await;
        app.hire(&[("Sales", 6)]).await;
        let form = app.get("/waves/new").await;
        assert_eq!((form.value_of("title"), form.value_of("opens")), ("March 2026".into(), "2026-03-03T10:00".into()));
        assert_eq!(form.value_of("closes"), "2026-03-17T18:00");
        app.launch_wave("First").await;
        let form = app.get("/waves/new").await;
        assert_eq!((form.value_of("title"), form.value_of("opens")), ("June 2026".into(), "2026-06-01T10:00".into()));
        app.app.clock.advance(TimeDelta::days(200));
        app.post_sign_in(crate::accounts::ADMIN, crate::accounts::PASSWORD).await;
        let form = app.get("/waves/new").await;
        assert_eq!(form.value_of("opens"), "2026-09-21T10:00", "not on the weekend that tomorrow is in");
    }
}
