//! The list of waves.

use candor::audit::Actor;
use candor::schedule;
use candor::waves::{Draft, plan};
use chrono::TimeDelta;

use crate::app::{TestApp, on_both};

on_both! {
    async fn the_list_says_where_every_wave_stands(app: TestApp) {
        app.sign_in().await;
        let empty = app.get("/waves").await;
        assert_eq!((empty.select("h2"), empty.select("table").len()), (vec!["No waves yet".to_owned()], 0));
        let (counted, _) = app.answered_wave().await;
        app.reach_close(counted).await;
        app.count(counted).await.unwrap();
        let few = app.launch_wave("Few").await;
        app.reach_close(few).await;
        app.count(few).await.unwrap();
        app.post_sign_in(crate::accounts::ADMIN, crate::accounts::PASSWORD).await;
        let open = app.launch_wave("Open one").await;
        for link in &app.links(open).await[..5] {
            assert_eq!(app.answer(link, 9, "").await.status, 200);
        }
        schedule::tick(&app.app).await.unwrap();
        let off = app.plan(app.draft("Off")).await;
        app.order(&format!("/waves/{off}/cancel")).await;
        app.plan(app.draft("A draft")).await;
        let page = app.get("/waves").await;
        assert_eq!(page.select("h2"), ["Open", "Drafts", "Past"]);
        assert_eq!(page.select("#open + table td")[3], "5 – 25%");
        let rows = page.select("#past + table .status");
        assert_eq!(rows, ["called off", "closed, too few answers", "closed and counted"]);
        let past = page.select("#past + table tr").join(" ");
        assert!(past.contains("18 – 90%"), "{past}");
        assert_eq!(page.text.matches("/reports/").count(), 2, "both closed waves have their report");
        assert_eq!(page.select("td.actions button").len(), 5, "each can be duplicated");
        let soon = page.select("#open + table .status");
        assert!(soon[0].starts_with("closes in 14 days"), "{soon:?}");
    }

    async fn forty_waves_stand_in_their_order(app: TestApp) {
        app.sign_in().await;
        app.hire(&[("Law", 6)]).await;
        for number in 0..40 {
            let draft = app.draft(&format!("Wave {number}"));
            let later = TimeDelta::days(20 * number);
            let (opens_local, closes_local) = (draft.opens_local + later, draft.closes_local + later);
            let wave = app.plan(Draft { opens_local, closes_local, ..draft }).await;
            let now = app.app.clock.now();
            app.app.db.write(move |conn| plan::schedule(conn, now, wave, Actor::CommandLine)).await.unwrap();
        }
        let page = app.get("/waves").await;
        let titles = page.select("#coming + table th a");
        assert_eq!((titles.len(), titles[0].as_str(), titles[39].as_str()), (40, "Wave 0", "Wave 39"), "the soonest first");
    }
}
