//! An admin who looks at every page before and after someone answers sees no difference.

use std::collections::{BTreeMap, BTreeSet};

use candor::schedule;
use candor::waves::Draft;
use chrono::TimeDelta;

use crate::app::{TestApp, on_both};

/// Every page that links lead to, with its status.
type Glance = BTreeMap<String, (u16, String)>;

/// The addresses of this site that a page names.
fn links_of(page: &str) -> Vec<String> {
    let html = scraper::Html::parse_document(page);
    let selector = scraper::Selector::parse("[href], [src]").unwrap();
    let named = html.select(&selector).filter_map(|element| {
        let element = element.value();
        element.attr("href").or_else(|| element.attr("src"))
    });
    let ours = named.filter(|link| link.starts_with('/') && !link.starts_with("/assets/"));
    ours.map(|link| link.split('#').next().unwrap().to_owned()).collect()
}

impl TestApp {
    async fn glance(&self) -> Glance {
        let mut seen = Glance::new();
        let mut next: BTreeSet<String> =
            ["/waves", "/people", "/reports", "/settings", "/account"].map(str::to_owned).into();
        while let Some(path) = next.pop_first() {
            let page = self.get(&path).await;
            next.extend(links_of(&page.text).into_iter().filter(|link| !seen.contains_key(link) && *link != path));
            seen.insert(path, (page.status, page.text));
        }
        seen
    }
}

on_both! {
    async fn every_page_of_an_admin_is_the_same_before_and_after_someone_answers(app: TestApp) {
        app.introduce("Meridian", "survey@meridian.example").await;
        app.hire(&[("Sales", 12), ("Support", 11)]).await;
        let draft = app.draft("March");
        let reminders = vec![draft.opens_local + TimeDelta::days(1)];
        let wave = app.launch_draft(Draft { reminders, ..draft }).await;
        app.deliver().await;
        let links = app.links(wave).await;
        for link in &links[..3] {
            assert_eq!(app.answer(link, 8, "").await.status, 200);
        }
        // A reminder has gone out, and the rates have been counted.
        app.app.clock.advance(TimeDelta::days(1) + TimeDelta::hours(4));
        schedule::tick(&app.app).await.unwrap();
        app.deliver().await;
        app.sign_in().await;
        app.get("/waves").await;

        let before = app.glance().await;
        for needed in [format!("/waves/{wave}"), format!("/waves/{wave}/cancel"), format!("/people/{}", links[3].person)] {
            assert_eq!(before.get(&needed).map(|(status, _)| *status), Some(200), "{needed}: {:?}", before.keys());
        }
        assert!(before.len() > 30, "{:?}", before.keys());
        for link in &links[3..15] {
            assert_eq!(app.answer(link, 2, "Because").await.status, 200);
            if link.token == links[3].token {
                assert!(app.glance().await == before, "one answer shows");
            }
        }
        schedule::tick(&app.app).await.unwrap();
        let after = app.glance().await;
        let differ: Vec<&String> = before.keys().filter(|path| before.get(*path) != after.get(*path)).collect();
        assert_eq!(differ, [] as [&String; 0]);
        assert_eq!(before.len(), after.len());

        // The glance would notice: an hour later the rate of the whole wave has changed.
        app.app.clock.advance(TimeDelta::hours(1));
        schedule::tick(&app.app).await.unwrap();
        assert!(app.glance().await[&format!("/waves/{wave}")] != after[&format!("/waves/{wave}")]);
    }
}
