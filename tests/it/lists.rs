//! Settings that are lists: the themes of comments, the benchmarks; and what themes a close keeps.

use candor::reports::{Answer, store};
use serde_json::{Value, json};

use crate::app::{TestApp, on_both};
use crate::reports::company;
use crate::suppression::rendered;

on_both! {
    async fn themes_are_edited_and_what_a_close_has_counted_stays(app: TestApp) {
        app.sign_in().await;
        let starter = app.get("/settings/themes").await;
        assert!(starter.text.contains("Pay | Оплата: pay"), "the list that everybody begins with");
        let wrong = app.post("/settings/themes", &[("list", "Pay: salary\nnothing\nB: ab*")]).await;
        assert_eq!(wrong.status, 422);
        assert_eq!(wrong.select("#list-error li").len(), 2);
        assert!(wrong.text.contains("Line 2:") && wrong.text.contains("Line 3:") && wrong.text.contains("nothing"));
        let coffee = "Coffee | Кофе: coffee, кофе*\nPay: salary";
        assert_eq!(app.post("/settings/themes", &[("list", coffee)]).await.status, 303);
        let restored = app.post("/settings/themes", &[("list", coffee), ("restore", "1")]).await;
        assert!(restored.status == 200 && restored.text.contains("Pay | Оплата: pay"), "shown, not kept");
        assert_eq!(app.get("/settings/themes").await.select("#list"), [coffee]);

        let said = |score, comment: &str, people| vec![Answer { group: 1, score, comment: Some(comment.to_owned()) }; people];
        let all = [said(9, "The coffee", 40), said(2, "Кофейня", 30), said(2, "salary", 9), said(7, "…", 60)].concat();
        let wave = app.publish_answers("March", &company(&[200]), &all).await;
        let cells = |page: crate::app::Response| page.select("section[aria-labelledby='themes'] tbody td");
        // 30 of 39 detractors, 40 of 40 promoters, in steps of 50 and 25 %: "all promoters" would tell of everyone else.
        let told = ["at least 50%", "–\u{20}too few", "at least 75%"];
        let first = cells(app.report_page(wave).await);
        assert_eq!(first, told, "{first:?}");
        assert_eq!(app.post("/settings/themes", &[("list", "Rest: чай")]).await.status, 303);
        assert_eq!(cells(app.report_page(wave).await), told, "counted once, at the close");
        // The exports say the same, and nothing else.
        let document = app.get(&format!("/reports/{wave}/report.json")).await.text;
        assert!(!rendered::document(&document).is_empty());
        let themes = serde_json::from_str::<Value>(&document).unwrap()["themes"].take();
        let at_least = json!({ "promoters": 75, "passives": null, "detractors": 50 });
        assert_eq!(themes, json!([{ "names": { "en": "Coffee", "ru": "Кофе" }, "at_least": at_least }]));
        let sheet = app.report_workbook(wave, "Themes").await;
        let shares = ["Theme", "Detractors: at least", "Passives: at least", "Promoters: at least"].map(|name| sheet[0][name].as_str());
        assert_eq!(shares, ["Coffee", "0.5", "too few", "0.75"]);
        let paper = app.paper_text(wave).await;
        let row = paper.lines().find(|line| line.trim_start().starts_with("Coffee")).unwrap();
        let shares = ["at least 50%", "too few", "at least 75%"];
        assert!(shares.iter().all(|share| row.contains(share)) && !paper.contains("salary"), "{row}");
        let report = app.app.db.read(move |conn| store::find(conn, wave)).await.unwrap().unwrap();
        assert_eq!(report.themes.unwrap().dictionary, coffee, "with the dictionary of then");
        assert!(app.get("/settings/audit").await.text.contains("Themes of comments"));

        // A theme that is two others and the word of one person: all three would tell how that person answered.
        let made = "Noise: noise, light, desk\nLight: light\nDesk: desk";
        assert_eq!(app.post("/settings/themes", &[("list", made)]).await.status, 303);
        let few = [said(9, "light", 10), said(2, "light", 20), said(9, "desk", 10), said(2, "desk", 20), said(9, "noise", 1)];
        let all = [few.concat(), said(9, "…", 189), said(2, "…", 60), said(7, "…", 40)].concat();
        let page = app.report_page(app.publish_answers("June", &company(&[400]), &all).await).await;
        assert_eq!(page.select("section[aria-labelledby='themes'] tbody th"), ["Noise", "Light"]);
    }

    async fn benchmarks_are_kept_with_their_sources(app: TestApp) {
        app.sign_in().await;
        let wrong = app.post("/settings/benchmarks", &[("list", "Software: 12\nRetail")]).await;
        assert_eq!((wrong.status, wrong.select("#list-error li").len()), (422, 2));
        let list = "Software <b>: \u{2212}4; A study, 2025";
        assert_eq!(app.post("/settings/benchmarks", &[("list", list)]).await.status, 303);
        let page = app.get("/settings/benchmarks").await;
        assert!(page.text.contains("Software &#60;b&#62;: -4; A study, 2025"), "{}", page.text);
        app.post("/settings/benchmarks", &[("list", list)]).await;
        assert_eq!(app.get("/settings/audit").await.text.matches("Benchmarks").count(), 1, "what changes nothing is not noted");
    }
}
