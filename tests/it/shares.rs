//! Reports for others: managers, who read the part under their department, and links that open one report.

use std::collections::BTreeSet;

use candor::db::{DepartmentId, WaveId};
use candor::reports::Answer;
use candor::waves::{Group, Tree};
use chrono::TimeDelta;
use reqwest::Client;

use crate::accounts::PASSWORD;
use crate::app::{Response, TestApp, on_both, read};
use crate::reports::answers;
use crate::tidy;

/// What managers may ask for besides their own pages.
const SHARED: [&str; 11] = [
    "/",
    "/account",
    "/account/password",
    "/account/sign-out-elsewhere",
    "/language",
    "/theme",
    "/sign-in",
    "/sign-out",
    "/first-run",
    "/welcome/{token}",
    "/team",
];

/// A company of two departments of two teams each; the first is a department that is known.
fn tree(sales: DepartmentId) -> Tree {
    let group = |number, parent, name: &str, department, direct_headcount| Group {
        number,
        parent,
        name: name.to_owned(),
        department,
        direct_headcount,
    };
    Tree::new(vec![
        group(0, None, "", None, 0),
        group(1, Some(0), "Sales", Some(sales), 0),
        group(2, Some(1), "North", None, 30),
        group(3, Some(1), "South", None, 30),
        group(4, Some(0), "Works", None, 0),
        group(5, Some(4), "Foundry", None, 30),
        group(6, Some(4), "Quarry", None, 30),
    ])
}

fn commented(group: i32, score: u8, word: &str) -> Vec<Answer> {
    let mut all = answers(group, &[score; 20]);
    for answer in &mut all {
        answer.comment = Some(format!("{word} speaks"));
    }
    all
}

impl TestApp {
    async fn with(&self, browser: &Client, path: &str) -> Response {
        read(browser.get(self.url(path)).send().await.unwrap()).await
    }

    async fn send_with(&self, browser: &Client, path: &str, form: &[(&str, &str)]) -> Response {
        read(browser.post(self.url(path)).form(form).send().await.unwrap()).await
    }

    /// A published wave, and a manager of Sales who has come in.
    async fn manager_of_sales(&self) -> (WaveId, Client) {
        self.introduce("Meridian", "").await;
        self.hire(&[("Sales", 1)]).await;
        let departments = self.app.db.read(candor::people::store::departments).await.unwrap();
        let sales = departments.iter().find(|department| department.name == "Sales").unwrap().id;
        let words = [(2, 9, "north"), (3, 3, "south"), (5, 7, "foundry"), (6, 2, "quarry")];
        let all: Vec<_> = words.iter().flat_map(|(group, score, word)| commented(*group, *score, word)).collect();
        let wave = self.publish_answers("March", &tree(sales), &all).await;
        self.sign_in().await;
        let (sales, form) = (sales.to_string(), "/settings/managers");
        let wrong = self.post(form, &[("name", ""), ("email", "admin@example.com")]).await;
        assert_eq!((wrong.status, wrong.select(".errors li").len()), (422, 2));
        let lee = [("name", "Lee Lead"), ("email", "Lee@example.com"), ("department", &sales), ("language", "en")];
        assert_eq!(self.post(form, &lee).await.status, 303);
        assert_eq!(self.post(form, &lee).await.status, 422, "the address has an account");
        self.take_mail();
        self.deliver().await;
        let mail = self.take_mail().pop().unwrap();
        assert_eq!((mail.kind, mail.to.address.as_str()), ("welcome", "lee@example.com"));
        let at = mail.text.find("/welcome/").unwrap();
        let link = mail.text[at..].lines().next().unwrap().to_owned();
        let browser = self.another_browser();
        assert_eq!(self.with(&browser, &format!("{}x", &link[..link.len() - 1])).await.status, 404, "a guess");
        assert!(self.with(&browser, &link).await.text.contains("lee@example.com"));
        assert_eq!(self.send_with(&browser, &link, &[("password", "short")]).await.status, 422);
        let early = self.send_with(&browser, "/sign-in", &[("email", "lee@example.com"), ("password", "")]).await;
        assert_eq!(early.status, 422, "without a password nobody comes in");
        assert_eq!(self.send_with(&browser, &link, &[("password", PASSWORD)]).await.status, 303);
        let again = self.another_browser();
        assert_eq!(self.with(&again, &link).await.status, 404, "once");
        (wave, browser)
    }
}

/// The addresses of the route table, as it is written.
fn routes() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (_, text) in tidy::files("src/web", ".rs") {
        for rest in text.split("resource(\"").skip(1) {
            found.insert(rest.split('"').next().unwrap().to_owned());
        }
    }
    let named = ["/settings/themes", "/settings/benchmarks", "/settings/working-time", "/settings/managers"];
    found.extend(named.map(str::to_owned));
    assert!(found.len() > 60 && found.contains("/reports/{wave}/report.csv"), "{found:?}");
    found
}

on_both! {
    async fn a_manager_reads_the_part_of_the_table_under_their_department_and_nothing_else(app: TestApp) {
        let (wave, browser) = app.manager_of_sales().await;
        assert_eq!(app.with(&browser, "/").await.header("location"), "/team");
        let list = app.with(&browser, "/team").await;
        assert!(list.text.contains("March") && !list.text.contains("href=\"/waves\"") && !list.text.contains("href=\"/people\""));
        let part = app.with(&browser, &format!("/team/{wave}")).await;
        assert_eq!(part.select("tbody th"), ["Everyone", "Sales", "North", "South"]);
        let whole = app.report_csv(wave).await;
        let of = |name: &str| whole.iter().find(|line| line["Group"].ends_with(name)).unwrap();
        assert_eq!(of("North")["Score"], "66.7");
        let scores = part.select("tbody td.strong");
        assert_eq!(scores, ["\u{2212}17", "0", "67", "\u{2212}67"], "the same figures");
        let rows = app.report_page(wave).await.select("table.plot tbody tr");
        assert!(part.select("table.plot tbody tr").iter().all(|row| rows.contains(row)), "word for word: {rows:?}");
        let comments = app.with(&browser, &format!("/team/{wave}/comments?group=2")).await;
        assert_eq!(comments.select(".quotes p"), vec!["north speaks"; 20]);
        assert!(!comments.text.contains("Black out"));
        for text in [&list.text, &part.text, &comments.text] {
            for other in ["Works", "Foundry", "Quarry", "foundry", "quarry"] {
                assert!(!text.contains(other), "{other}");
            }
        }
        for elsewhere in ["0", "4", "5", "6", "promoter", ""] {
            let path = format!("/team/{wave}/comments?group={elsewhere}");
            assert_eq!(app.with(&browser, &path).await.status, 404, "{elsewhere}");
        }
        for route in routes() {
            if SHARED.contains(&route.as_str()) || route.starts_with("/team/") {
                continue;
            }
            let is_page = ["/a", "/privacy", "/privacy/threat-model", "/healthz", "/reports/schema.json"].contains(&&*route);
            let is_below = ["/a/", "/assets/", "/r/"].iter().any(|start| route.starts_with(start));
            if is_page || is_below {
                continue;
            }
            let path = route.replace("{wave}", &wave.to_string()).replace("{lang}", "en").replace("{mail}", "invitation");
            let path = path.split('/').map(|part| if part.starts_with('{') { "00000000-0000-4000-8000-000000000000" } else { part });
            let path = path.collect::<Vec<_>>().join("/");
            let (got, sent) = (app.with(&browser, &path).await, app.send_with(&browser, &path, &[]).await);
            // What is only sent to has a page above it that is looked at instead.
            let is_above = got.status == 303 && path.starts_with(got.header("location"));
            assert!(is_above || [403, 404, 405].contains(&got.status), "{path}: {}", got.status);
            assert!([403, 404, 405].contains(&sent.status), "{path}: {}", sent.status);
            for response in [got, sent] {
                assert!(!response.text.contains("Foundry") && !response.text.contains("admin@example.com"), "{path}");
            }
        }
        assert_eq!(app.get(&format!("/team/{wave}")).await.status, 403, "admins have the report itself");
        let list = app.get("/settings/managers").await;
        assert!(list.text.contains("Lee Lead") && list.text.contains("reads along"));
        let html = scraper::Html::parse_document(&list.text);
        let remove = scraper::Selector::parse("form[action$='/remove']").unwrap();
        let remove = html.select(&remove).next().unwrap().value().attr("action").unwrap().to_owned();
        assert_eq!(app.post(&remove, &[("", "")]).await.status, 303);
        assert_eq!(app.with(&browser, "/team").await.status, 303, "signed out");
        let log = app.get("/settings/audit").await.text;
        assert!(log.contains("Invited a manager") && log.contains("Chose a password as a manager") && log.contains("Removed a manager"));
    }

    async fn a_link_opens_one_report_until_it_expires_or_is_withdrawn(app: TestApp) {
        app.sign_in().await;
        let tree = crate::reports::company(&[40]);
        let wave = app.publish_answers("March <b>", &tree, &commented(1, 9, "secret")).await;
        let path = format!("/reports/{wave}/links");
        let form = app.get(&path).await;
        assert!(form.text.contains("value=\"2026-04-01\""), "a month");
        for wrong in ["", "2026-03-01", "2027-03-04", "soon"] {
            assert_eq!(app.post(&path, &[("until", wrong)]).await.status, 422, "{wrong}");
        }
        let made = app.post(&path, &[("until", "2026-03-03")]).await;
        assert_eq!(made.status, 201);
        let link = made.select(".setting code").remove(0);
        let link = link[link.find("/r/").unwrap()..].to_owned();
        assert!(!app.get(&path).await.text.contains(&link), "it is shown once");
        let reader = app.another_browser();
        let page = app.with(&reader, &link).await;
        assert_eq!((page.status, page.select("tbody th")), (200, vec!["Everyone".to_owned(), "Team 1".to_owned()]));
        assert!(page.text.contains("content=\"noindex\"") && page.header("cache-control").contains("no-store"));
        assert!(page.header("set-cookie").is_empty() && !page.text.contains("<form") && !page.text.contains("secret speaks"));
        assert!(page.text.contains("March &#60;b&#62;") && !page.text.contains("href=\"/reports"));
        assert!(app.with(&reader, &format!("{link}?lang=ru")).await.text.contains("<html lang=\"ru\""));
        let token = link.strip_prefix("/r/").unwrap();
        let changed = format!("/r/{}{}", if token.starts_with('A') { 'B' } else { 'A' }, &token[1..]);
        for wrong in [changed.as_str(), "/r/x", "/r/"] {
            assert_eq!(app.with(&reader, wrong).await.status, 404, "{wrong}");
        }
        let kept = app.app.db.read(|conn| {
            use candor::schema::report_links::dsl::{report_links, token_hash};
            use diesel::prelude::*;
            report_links.select(token_hash).load::<Vec<u8>>(conn)
        });
        assert!(kept.await.unwrap().iter().all(|kept| kept.len() == 32), "only a hash is kept");

        let list = app.get(&path).await;
        let html = scraper::Html::parse_document(&list.text);
        let withdraw = scraper::Selector::parse("form[action$='/withdraw']").unwrap();
        let withdraw = html.select(&withdraw).next().unwrap().value().attr("action").unwrap().to_owned();
        let second = app.post(&path, &[("until", "2026-03-03")]).await.select(".setting code").remove(0);
        let second = second[second.find("/r/").unwrap()..].to_owned();
        app.post(&withdraw, &[("", "")]).await;
        app.post(&withdraw, &[("", "")]).await;
        assert_eq!((app.with(&reader, &link).await.status, app.with(&reader, &second).await.status), (404, 200));
        app.app.clock.advance(TimeDelta::hours(42));
        assert_eq!(app.with(&reader, &second).await.status, 404, "2 March, 6:00, and 42 hours");
        app.post_sign_in("admin@example.com", PASSWORD).await;
        let states: BTreeSet<String> = app.get(&path).await.select("td[data-label='State']").into_iter().collect();
        assert_eq!(states, BTreeSet::from(["expired".to_owned(), "withdrawn".to_owned()]));
        let log = app.get("/settings/audit").await;
        assert_eq!(log.text.matches("Withdrew a link to a report").count(), 1);
        assert!(!log.text.contains(token));
    }
}
