//! The action list of a wave, and the next invitation that tells of it.

use candor::db::{Moment, WaveId};
use candor::waves::{Wave, WaveState, store};
use chrono::TimeDelta;

use crate::app::{TestApp, on_both};
use crate::reports::{answers, company};

impl TestApp {
    async fn put_wave(&self, wave: WaveId, change: impl FnOnce(&mut Wave) + Send + 'static) {
        let now = self.app.clock.now();
        let work = self.app.db.write(move |conn| {
            let mut wave = store::find(conn, wave)?.unwrap();
            let was = wave.state;
            change(&mut wave);
            assert!(store::save(conn, &wave, was, now)?);
            Ok::<_, candor::db::Error>(())
        });
        work.await.unwrap();
    }

    /// As a count leaves it.
    pub async fn note_closed(&self, wave: WaveId) {
        self.put_wave(wave, |wave| wave.state = WaveState::Closed).await;
    }

    async fn note_launched(&self, wave: WaveId, at: Moment) {
        self.put_wave(wave, move |wave| wave.launched_at = Some(at)).await;
    }
}

on_both! {
    async fn what_is_done_about_the_results_is_kept_and_told(app: TestApp) {
        app.sign_in().await;
        let wave = app.publish_answers("March", &company(&[30]), &answers(1, &[9; 20])).await;
        let list = format!("/reports/{wave}/actions");
        assert_eq!(app.post(&list, &[("what", "Too early")]).await.status, 409, "the wave is not closed");
        app.note_closed(wave).await;
        assert!(app.report_page(wave).await.text.contains(&format!("href=\"{list}\"")));
        let empty = app.post(&list, &[("what", " "), ("due", "soon")]).await;
        assert_eq!((empty.status, empty.select(".errors li").len()), (422, 2));
        let chairs = [("what", "New <b>chairs</b>\r\nfor {all}"), ("who", "Office & Co"), ("due", "2026-03-01")];
        assert_eq!(app.post(&list, &chairs).await.status, 303);
        app.post(&list, &chairs).await;
        app.post(&list, &[("what", "Fewer meetings")]).await;
        let page = app.get(&list).await;
        assert_eq!(page.select("tbody th"), ["New <b>chairs</b> for {all}", "Fewer meetings"], "twice is once");
        assert_eq!(page.select("tbody td:nth-child(4)"), ["late", "open"]);
        assert!(app.report_page(wave).await.text.contains("Office &#38; Co"));

        let html = scraper::Html::parse_document(&page.text);
        let links = scraper::Selector::parse("tbody th a").unwrap();
        let one = html.select(&links).next().unwrap().value().attr("href").unwrap().to_owned();
        assert_eq!(app.post(&one, &[("what", "")]).await.status, 422);
        app.post(&one, &[("what", "New *chairs* for {all}"), ("who", ""), ("due", "")]).await;
        app.post(&format!("{one}/done"), &[("done", "yes")]).await;
        app.post(&format!("{one}/done"), &[("done", "yes")]).await;
        assert_eq!(app.get(&list).await.select("tbody td:nth-child(4)"), ["done", "open"]);

        app.post(&format!("{one}/remove"), &[("", "")]).await;
        let removed = app.get(&list).await;
        assert_eq!(removed.select("tbody th").len(), 1);
        assert!(removed.text.contains(&format!("action=\"{one}/restore\"")), "it can be undone");
        assert_eq!(app.post(&format!("{one}/done"), &[("done", "no")]).await.status, 404, "not while it is gone");
        app.post(&format!("{one}/restore"), &[("", "")]).await;
        assert_eq!(app.get(&list).await.select("tbody th").len(), 2);

        app.note_launched(wave, app.app.clock.now() - TimeDelta::days(1)).await;
        let form = app.get("/waves/new").await;
        assert!(form.text.contains("name=\"fill\" value=\"done-en\""));
        let filled = app.post("/waves", &[("title", "June"), ("done-en", "We listened."), ("fill", "done-en")]).await;
        assert_eq!(filled.status, 200);
        assert_eq!(filled.select("#done-en"), ["We listened.\n- New \\*chairs\\* for (all)"]);
        assert!(!app.get("/waves").await.text.contains("June"), "nothing is kept");
        app.note_launched(wave, app.app.clock.now() + TimeDelta::days(1)).await;
        assert!(!app.get("/waves/new").await.text.contains("name=\"fill\""), "it was told before that launch");

        app.post(&format!("{one}/remove"), &[("", "")]).await;
        app.app.clock.advance(TimeDelta::minutes(61));
        assert_eq!(app.post(&format!("{one}/restore"), &[("", "")]).await.status, 409, "after an hour it is gone");
        let log = app.get("/settings/audit").await;
        let said = log.select("main tbody tr");
        let told = |words: &str| said.iter().filter(|entry| entry.contains(words)).count();
        assert_eq!((told("Added an action"), told("Changed an action"), told("Noted that an action is done")), (2, 1, 1));
        assert_eq!((told("Removed an action"), told("Brought an action back")), (2, 1));
        let elsewhere = one.replace(&wave.to_string(), "00000000-0000-4000-8000-000000000000");
        for path in [elsewhere.clone(), format!("{elsewhere}/done")] {
            assert_eq!(app.post(&path, &[("what", "x"), ("done", "yes")]).await.status, 404);
        }
    }
}
