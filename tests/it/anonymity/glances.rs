//! An admin who looks at every page before and after someone answers sees no difference.
//!
//! Every kind of page is looked at, and every value of each thing that can be asked of it; of pages that differ in whom
//! they are about, those of a few people; of combinations of what can be asked, one.

use std::collections::{BTreeMap, BTreeSet};

use candor::schedule;
use candor::waves::Draft;
use chrono::TimeDelta;

use crate::app::{TestApp, on_both};

/// Every page that links lead to, with its status.
type Glance = BTreeMap<String, (u16, String)>;

/// What an address stands for: where two have the same, one of them is looked at. People are told apart by whether they
/// are among those who matter.
fn kind(link: &str, people: &[String]) -> String {
    let (path, query) = link.split_once('?').unwrap_or((link, ""));
    let is_someone_else = |part: &str| uuid::Uuid::try_parse(part).is_ok() && !people.iter().any(|id| id == part);
    let parts: Vec<&str> = path.split('/').collect();
    let of_people = parts.get(1) == Some(&"people");
    let part = |part: &&str| if of_people && is_someone_else(part) { "someone" } else { part }.to_owned();
    let path = parts.iter().map(part).collect::<Vec<_>>().join("/");
    let mut asked: Vec<(&str, &str)> =
        query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect();
    if asked.len() > 1 {
        asked = asked.into_iter().map(|(name, _)| (name, "")).collect();
        asked.sort_unstable();
    }
    format!("{path}?{asked:?}")
}

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
    /// Looks at pages of every kind; of pages about people, at those of some of them and of someone else.
    async fn glance(&self, people: &[String]) -> Glance {
        let (mut seen, mut kinds) = (Glance::new(), BTreeSet::new());
        let mut next: BTreeSet<String> =
            ["/waves", "/people", "/reports", "/settings", "/account"].map(str::to_owned).into();
        while let Some(path) = next.pop_first() {
            if !kinds.insert(kind(&path, people)) {
                continue;
            }
            let page = self.get(&path).await;
            next.extend(links_of(&page.text));
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

        // Someone who has answered, someone who answers now, and someone who never does.
        let people = [&links[0], &links[3], &links[20]].map(|link| link.person.to_string());
        let before = app.glance(&people).await;
        let of_people = people.iter().map(|person| format!("/people/{person}"));
        for needed in of_people.chain([format!("/waves/{wave}"), format!("/waves/{wave}/cancel")]) {
            assert_eq!(before.get(&needed).map(|(status, _)| *status), Some(200), "{needed}: {:?}", before.keys());
        }
        assert!(before.len() > 30, "{:?}", before.keys());
        for link in &links[3..15] {
            assert_eq!(app.answer(link, 2, "Because").await.status, 200);
            if link.token == links[3].token {
                assert!(app.glance(&people).await == before, "one answer shows");
            }
        }
        schedule::tick(&app.app).await.unwrap();
        let after = app.glance(&people).await;
        let differ: Vec<&String> = before.keys().filter(|path| before.get(*path) != after.get(*path)).collect();
        assert_eq!(differ, [] as [&String; 0]);
        assert_eq!(before.len(), after.len());

        // The glance would notice: an hour later the rate of the whole wave has changed.
        app.app.clock.advance(TimeDelta::hours(1));
        schedule::tick(&app.app).await.unwrap();
        let page = app.get(&format!("/waves/{wave}")).await;
        assert!((page.status, page.text) != after[&format!("/waves/{wave}")]);
    }
}
