//! Notes of waves: written at any time, shown beside the figures, never part of what was published.

use candor::reports;
use chrono::TimeDelta;

use crate::app::{TestApp, on_both};
use crate::reports::{answers, company};

const HOSTILE: &str = "Salaries\r\nfrozen <b>in</b> May & \"new\" tools\0";
const SHOWN: &str = "Salaries frozen <b>in</b> May & \"new\" tools";

on_both! {
    async fn a_note_stands_beside_the_figures_of_its_wave(app: TestApp) {
        let tree = company(&[100]);
        let first = app.publish_answers("Spring", &tree, &answers(1, &[9; 60])).await;
        app.app.clock.advance(TimeDelta::days(90));
        let second = app.publish_answers("Summer", &tree, &answers(1, &[2; 60])).await;
        app.sign_in().await;
        let path = format!("/waves/{first}/note");
        assert!(app.get(&format!("/waves/{first}")).await.text.contains(&format!("href=\"{path}\"")));
        let refused = app.post(&path, &[("note", "long ".repeat(101))]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains("Enter at most 500 characters.") && refused.text.contains("long long"), "nothing is lost");
        let kept = app.post(&path, &[("note", HOSTILE)]).await;
        assert_eq!((kept.status, kept.header("location")), (303, format!("/waves/{first}").as_str()));
        assert!(app.get(&format!("/waves/{first}")).await.select("main p bdi").contains(&SHOWN.to_owned()));

        let stored = app.app.db.read(move |conn| reports::store::find(conn, second)).await.unwrap();
        let report = app.report_page(second).await;
        assert_eq!(report.select("main > p > bdi"), [""; 0], "the note is the other wave's");
        assert_eq!(report.select("#time ~ p.note.read"), [format!("¹ Spring. {SHOWN}")]);
        assert!(report.select("svg g title").iter().any(|title| title.ends_with(SHOWN)));
        assert!(report.select("#time ~ figure text").contains(&"Mar¹".to_owned()), "{:?}", report.select("text"));
        assert_eq!(report.select("#time ~ details th small"), [SHOWN]);
        assert_eq!(app.report_page(first).await.select("main > p > bdi"), [SHOWN]);

        app.post(&format!("/waves/{second}/note"), &[("note", "All was well")]).await;
        assert_eq!(app.report_page(second).await.select("#time ~ p.note.read").len(), 2);
        assert_eq!(app.app.db.read(move |conn| reports::store::find(conn, second)).await.unwrap(), stored);
        let log = app.get("/settings/audit").await.text;
        assert!(log.contains("Changed the note of a wave") && log.contains("All was well"));
        app.post(&path, &[("note", " \r\n")]).await;
        assert!(app.report_page(first).await.select("main > p > bdi").is_empty(), "an empty one removes it");
    }

    async fn changing_a_wave_or_its_copy_leaves_notes_alone(app: TestApp) {
        app.sign_in().await;
        let wave = app.plan(app.draft("Spring")).await;
        app.post(&format!("/waves/{wave}/note"), &[("note", "Before it began")]).await;
        app.post(&format!("/waves/{wave}/schedule"), &[("", "")]).await;
        app.post(&format!("/waves/{wave}/draft"), &[("", "")]).await;
        assert!(app.get(&format!("/waves/{wave}")).await.text.contains("Before it began"));
        let copy = app.post(&format!("/waves/{wave}/duplicate"), &[("", "")]).await;
        let copy = copy.header("location").trim_end_matches("/edit").to_owned();
        assert!(!app.get(&copy).await.text.contains("Before it began"), "{copy}");
        assert_eq!(app.get("/waves/00000000-0000-4000-8000-000000000000/note").await.status, 404);
    }
}
