//! A wave as a line of time, in each of its states.

use candor::schedule;
use candor::waves::Draft;
use chrono::TimeDelta;

use crate::app::{TestApp, on_both};

impl TestApp {
    /// A draft with one reminder, on Thursday at ten.
    fn with_reminder(&self, title: &str) -> Draft {
        Draft { reminders: vec!["2026-03-05T10:00:00".parse().unwrap()], ..self.draft(title) }
    }
}

on_both! {
    async fn the_line_of_a_plan_says_what_will_come_and_when(app: TestApp) {
        app.sign_in().await;
        app.introduce("Acme", "hr@example.com").await;
        app.hire(&[("Law", 4), ("Sales", 2)]).await;
        let wave = app.plan(app.with_reminder("March")).await;
        let path = format!("/waves/{wave}");
        let page = app.get(&path).await;
        let all = ["Being planned", "Opening", "Reminder 1", "Close", "Count", "Report"];
        assert_eq!(page.select(".line-of h3"), all);
        assert_eq!(page.select(".line-of [aria-current=step] h3"), ["Being planned"]);
        assert!(page.text.contains("6 invitations go out, to 2 departments and teams"));
        app.order(&format!("{path}/schedule")).await;
        let page = app.get(&path).await;
        assert_eq!(page.select(".line-of .done h3"), ["Planned"]);
        assert_eq!(page.select(".line-of li")[0].split_whitespace().last(), Some("Admin"), "who planned it");
        assert_eq!(page.select(".line-of h3")[1], "Opening next");
        assert!(page.text.contains("<time datetime=\"2026-03-02T07:00:00+00:00\">Monday 2\u{a0}March, 07:00</time>, in 1 hour"));
    }

    async fn the_line_of_an_open_wave_says_how_far_the_mail_is(app: TestApp) {
        app.sign_in().await;
        app.introduce("Acme", "hr@example.com").await;
        app.hire(&[("Law", 6)]).await;
        let wave = app.launch_draft(app.with_reminder("March")).await;
        let path = format!("/waves/{wave}");
        let now = async |what: &str| {
            let page = app.get(&path).await;
            assert_eq!(page.select(".line-of .now h3"), [what; 1][..usize::from(!what.is_empty())], "{}", page.text);
            page
        };
        let page = now("Invitations are going out").await;
        assert!(page.text.contains("0 of 6 invitations are sent – 0%."));
        app.sent_mail().await;
        let page = now("").await;
        assert!(page.text.contains("6 of 6 delivered"));
        assert_eq!(page.select(".line-of h3")[2], "Reminder 1 next");
        app.app.clock.set("2026-03-05T10:00:01".parse().unwrap());
        app.post_sign_in(crate::accounts::ADMIN, crate::accounts::PASSWORD).await;
        schedule::tick(&app.app).await.unwrap();
        let page = now("Reminder 1 is going out").await;
        assert!(page.text.contains("0 of 6 rows are handled – 0%."), "{}", page.text);
        app.sent_mail().await;
        let page = now("").await;
        assert!(page.text.contains("6 of 6 handled"), "{}", page.text);
        assert_eq!(page.select(".line-of h3")[3], "Close next");
        assert_eq!(page.select("h1"), ["“March” is open. Nobody of 6 has answered yet; it closes in 10 days."]);
    }

    async fn a_close_that_was_moved_forward_says_from_when_and_drops_what_comes_after(app: TestApp) {
        app.sign_in().await;
        app.introduce("Acme", "hr@example.com").await;
        app.hire(&[("Law", 6)]).await;
        let wave = app.launch_draft(app.with_reminder("March")).await;
        let path = format!("/waves/{wave}");
        assert_eq!(app.post(&format!("{path}/close"), &[("at", "2026-03-04T18:00")]).await.status, 303);
        let page = app.get(&path).await;
        let steps = ["Planned", "Invitations are going out", "Close next", "Count", "Report"];
        assert_eq!(page.select(".line-of h3"), steps, "no reminder comes any more");
        assert!(page.text.contains("moved forward from Monday 16\u{a0}March, 07:00"), "{}", page.text);
    }

    async fn the_line_ends_in_the_report_with_how_many_answered(app: TestApp) {
        app.sign_in().await;
        let (wave, _) = app.answered_wave().await;
        let path = format!("/waves/{wave}");
        app.reach_close(wave).await;
        app.post_sign_in(crate::accounts::ADMIN, crate::accounts::PASSWORD).await;
        let page = app.get(&path).await;
        assert_eq!(page.select(".line-of .now h3"), ["Count"]);
        assert_eq!(page.select("h1"), ["“March” takes no more answers. The count is about to begin."]);
        app.count(wave).await.unwrap();
        let page = app.get(&path).await;
        assert_eq!(page.select("h1"), ["“March” is closed and counted. 18 of 20 answered."]);
        assert_eq!(page.select(".line-of li").len(), page.select(".line-of .done").len());
        assert!(page.text.contains("18 of 20 answered – 90%"), "{}", page.text);
        assert!(page.text.contains(&format!("<a href=\"/reports/{wave}\">To the report</a>")));
    }

    async fn a_count_that_stopped_is_the_step_where_the_line_stands(app: TestApp) {
        app.sign_in().await;
        let (wave, _) = app.answered_wave().await;
        app.damage_the_box(wave).await;
        app.reach_close(wave).await;
        app.count(wave).await.unwrap_err();
        app.app.clock.advance(TimeDelta::minutes(6));
        app.post_sign_in(crate::accounts::ADMIN, crate::accounts::PASSWORD).await;
        let page = app.get(&format!("/waves/{wave}")).await;
        assert_eq!(page.select(".line-of .now h3"), ["The count has stopped"]);
        assert_eq!(page.select("h1"), ["“March” takes no more answers. The count has stopped."]);
        assert_eq!(page.select(".line-of h3").last().unwrap(), "Report next");
    }

    async fn too_few_answers_and_none_look_alike(app: TestApp) {
        app.sign_in().await;
        app.introduce("Acme", "hr@example.com").await;
        app.hire(&[("Law", 6)]).await;
        let mut pages = Vec::new();
        for answers in [0, 4] {
            let wave = app.launch_wave("March").await;
            for link in app.links(wave).await.iter().take(answers) {
                assert_eq!(app.answer(link, 9, "").await.status, 200);
            }
            app.reach_close(wave).await;
            app.post_sign_in(crate::accounts::ADMIN, crate::accounts::PASSWORD).await;
            app.count(wave).await.unwrap();
            pages.push(app.get(&format!("/waves/{wave}")).await);
        }
        for page in &pages {
            assert_eq!(page.select("h1"), ["“March” is closed. Fewer than 5 people answered, so nothing was opened."]);
            let said = "fewer than 5 of 6 answered: no ballot was opened, the wave’s key is destroyed";
            assert!(page.text.contains(said), "{}", page.text);
        }
    }

    async fn a_wave_that_was_called_off_says_what_became_of_its_answers(app: TestApp) {
        app.sign_in().await;
        let (wave, _) = app.answered_wave().await;
        let path = format!("/waves/{wave}");
        assert_eq!(app.order(&format!("{path}/cancel")).await.status, 303);
        let page = app.get(&path).await;
        assert_eq!(page.select(".line-of h3"), ["Planned", "Invitations sent", "Called off"]);
        assert!(page.text.contains("no ballot was opened, the wave’s key is destroyed, and everyone invited was told"));
    }
}
