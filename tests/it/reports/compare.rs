//! Two waves beside each other.

use candor::db::WaveId;
use candor::waves::{Audience, Draft, Tree};
use chrono::TimeDelta;

use super::{answers, company, plain};
use crate::app::{Response, TestApp, on_both};

impl TestApp {
    async fn compared(&self, one: WaveId, other: WaveId) -> Response {
        let page = self.get(&format!("/reports/compare?a={one}&b={other}")).await;
        assert_eq!(page.status, 200, "{}", page.text);
        page
    }
}

on_both! {
    async fn two_waves_are_compared_whichever_is_chosen_first(app: TestApp) {
        let departments = [candor::keys::ordered_id(), candor::keys::ordered_id()];
        let tree = || {
            let mut groups = company(&[50, 50, 30]).groups().to_vec();
            groups[1].department = Some(departments[0]);
            groups[2].department = Some(departments[1]);
            Tree::new(groups)
        };
        let all = |first: &[u8], second: &[u8]| [answers(1, first), answers(2, second), answers(3, &[7; 20])].concat();
        let one = app.publish_answers("December", &tree(), &all(&[2; 40], &[9; 10])).await;
        app.app.clock.advance(TimeDelta::days(90));
        let between = app.publish_answers("January", &tree(), &all(&[7; 40], &[7; 40])).await;
        app.app.clock.advance(TimeDelta::days(90));
        let other = app.publish_answers("March", &tree(), &all(&[9; 40], &[9; 3])).await;
        app.sign_in().await;
        let [there, back] = [app.compared(one, other).await, app.compared(other, one).await];
        let said = |page: &Response| plain(page.select("h1"));
        assert_eq!(said(&there), said(&back));
        // (10 − 40) / 130 is −23, (40 + 3) / 130 is 33.
        assert!(said(&there)[0].starts_with("33. Up 56 since Mar 2026: +") && said(&there)[0].ends_with("More than noise."), "{:?}", said(&there));
        let groups = plain(there.select("#groups ~ table tbody tr"));
        assert_eq!(groups.len(), 2, "{groups:?}");
        assert!(groups[0].starts_with("Everyone") && groups[1].starts_with("Team 1") && groups[1].ends_with("+160"));
        assert!(!there.text.contains("Team 2"), "it was withheld in one of them");
        assert!(app.compared(one, between).await.text.contains("Team 2"));
    }

    async fn what_cannot_be_compared_says_why(app: TestApp) {
        app.sign_in().await;
        let empty = app.get("/reports/compare").await;
        assert!(empty.text.contains("Two closed waves are needed"));
        let tree = company(&[50]);
        let one = app.publish_answers("December", &tree, &answers(1, &[9; 20])).await;
        app.app.clock.advance(TimeDelta::hours(1));
        let few = app.publish_answers("January", &tree, &answers(1, &[9; 3])).await;
        app.app.clock.advance(TimeDelta::hours(1));
        let draft = Draft { audience: Audience::Departments(vec![candor::keys::ordered_id()]), ..app.draft("March") };
        let others = app.publish_draft(draft, &tree, &answers(1, &[9; 20]), 0).await;
        for (other, why) in [
            (one, "This is the same wave twice."),
            (few, "“January” has no score"),
            (others, "The two waves asked different people"),
        ] {
            let page = app.compared(one, other).await;
            assert!(page.text.contains(why), "{why}: {}", page.text);
            assert!(page.select("h1.lead").is_empty() && page.select("#groups ~ table").is_empty(), "{why}");
        }
        assert!(app.get("/reports/compare").await.select("option").len() == 6);
        for query in ["a=x&b=y", &format!("a={one}&b=00000000-0000-4000-8000-000000000000")] {
            assert_eq!(app.get(&format!("/reports/compare?{query}")).await.status, 404, "{query}");
        }
    }
}
