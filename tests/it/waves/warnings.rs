//! What is worth a second thought, and stops nothing.

use crate::app::{TestApp, on_both};

impl TestApp {
    /// What is said of a draft, the same on its page, its form and before it is scheduled.
    async fn warnings(&self, path: &str) -> Vec<String> {
        let said = self.get(path).await.select(".box:not(.bad) h2 + ul li");
        for more in ["edit", "schedule"] {
            let page = self.get(&format!("{path}/{more}")).await;
            assert_eq!(page.select(".box:not(.bad) h2 + ul li"), said, "{more}");
        }
        said
    }

    /// Keeps a draft with one department.
    async fn draft_for(&self, department: &str) -> String {
        let departments = self.app.db.read(candor::people::store::departments).await.unwrap();
        let id = departments.iter().find(|found| found.name == department).unwrap().id.to_string();
        self.draft_with(&[("audience", "departments"), ("department", &id)]).await
    }
}

on_both! {
    async fn a_plan_that_is_worth_a_second_thought_says_why_and_is_not_stopped(app: TestApp) {
        app.sign_in().await;
        app.hire(&[("Sales", 120), ("Law", 3)]).await;
        let path = app.draft_with(&[]).await;
        let hidden = "One group has fewer than 5 people and stays hidden whoever answers: Law (3).";
        let said = app.warnings(&path).await;
        assert!(said.len() == 1 && said[0].starts_with(hidden), "{said:?}");
        let path = app
            .draft_with(&[
                ("opens", "2026-03-07T10:00"),
                ("closes", "2026-03-15T18:00"),
                ("reminder", "2026-03-15T12:30"),
                ("threshold", "3"),
            ])
            .await;
        let said = app.warnings(&path).await;
        let begin = [
            "It opens on a day off,",
            "It closes on a day off,",
            "Reminder 1 is not sent: the next working moment is less than 12 hours before the close or after it.",
            "A threshold below 5 protects less",
        ];
        assert_eq!(said.len(), begin.len(), "{said:?}");
        assert!(said.iter().zip(begin).all(|(said, begin)| said.starts_with(begin)), "{said:?}");
        let links = app.get(&format!("{path}/edit")).await.text;
        for field in ["opens", "closes", "reminders", "threshold"] {
            assert!(links.contains(&format!("<a href=\"#{field}\">")), "{field}");
        }
        assert_eq!(app.order(&format!("{path}/schedule")).await.status, 303, "a warning stops nothing");
        assert_eq!(app.get(&path).await.select(".box:not(.bad) h2 + ul li").len(), 4, "they stay until it opens");
    }

    async fn weekends_are_those_of_the_waves_own_zone(app: TestApp) {
        app.sign_in().await;
        app.hire(&[("Sales", 120)]).await;
        // Friday evening in Los Angeles is Saturday in UTC.
        let friday = [("time_zone", "America/Los_Angeles"), ("closes", "2026-03-20T18:00"), ("reminder", "")];
        let path = app.draft_with(&friday).await;
        assert_eq!(app.warnings(&path).await, [] as [&str; 0]);
    }

    async fn too_few_people_are_told_by_what_the_method_asks(app: TestApp) {
        app.sign_in().await;
        app.hire(&[("Sales", 60), ("Law", 20), ("Boat", 4)]).await;
        for (chosen, begin) in [
            ("Boat", "Only 4 people would be invited, fewer than the threshold of 5"),
            ("Law", "Only 20 of 84 people would be invited"),
            ("Sales", "60 people would be invited."),
        ] {
            let path = app.draft_for(chosen).await;
            let said = app.warnings(&path).await;
            assert!(said.len() == 1 && said[0].starts_with(begin), "{chosen}: {said:?}");
        }
        let said = app.warnings(&app.draft_for("Sales").await).await;
        assert!(said[0].ends_with("try to hear from at least 30."), "{said:?}");
    }

    async fn asking_the_same_people_more_often_than_monthly_is_told(app: TestApp) {
        app.sign_in().await;
        app.hire(&[("Sales", 100), ("Law", 110)]).await;
        app.launch_wave("First").await;
        let times = |opens: &'static str| [("opens", opens), ("closes", "2026-04-20T18:00"), ("reminder", "")];
        let path = app.draft_with(&times("2026-03-31T10:00")).await;
        let said = app.warnings(&path).await;
        assert!(said.len() == 1 && said[0].starts_with("“First” opens 29 days apart from this wave and asks 210 of the same"));
        let path = app.draft_with(&times("2026-04-01T10:00")).await;
        assert_eq!(app.warnings(&path).await, [] as [&str; 0], "monthly is not too often");
    }
}
