//! Calling an open wave off, in the browser.

use std::collections::BTreeSet;

use candor::waves::WaveState;

use crate::app::{TestApp, on_both};

on_both! {
    async fn an_open_wave_is_called_off_in_the_browser(app: TestApp) {
        app.sign_in().await;
        let (wave, links) = app.answered_wave().await;
        app.deliver().await;
        app.take_mail();
        let page = format!("/waves/{wave}");
        assert!(app.get(&page).await.text.contains(&format!("href=\"{page}/cancel\"")));
        let confirm = app.get(&format!("{page}/cancel")).await;
        assert_eq!(confirm.select("h1"), ["Call off “March”?"]);
        assert!(confirm.select("main li").iter().any(|line| line.contains("20 invited people")), "{}", confirm.text);
        assert_eq!(confirm.select("form .danger"), ["Call off “March”"]);
        assert_eq!((app.ballots(wave).await, app.wave(wave).await.state), (18, WaveState::Open), "asking does nothing");

        let cancelled = app.post(&format!("{page}/cancel"), &[("", "")]).await;
        assert_eq!((cancelled.status, cancelled.header("location")), (303, page.as_str()));
        let shown = app.get(&page).await;
        assert_eq!(shown.select("h1"), ["“March” was called off."]);
        assert_eq!(shown.select(".flash"), ["The wave was called off."]);
        assert!(!shown.text.contains("/cancel\""), "it is called off once");
        assert_eq!(app.ballots(wave).await, 0);
        assert!(app.app.keys.is_gone(wave).unwrap());
        assert_eq!(app.get(&format!("/reports/{wave}")).await.status, 404);

        app.deliver().await;
        let told = app.take_mail();
        let addresses: BTreeSet<&str> = told.iter().map(|mail| mail.to.address.as_str()).collect();
        assert_eq!((told.len(), addresses.len()), (20, 20), "everyone, once, whether they had answered or not");
        assert!(told.iter().all(|mail| !mail.text.contains("/a/") && !mail.html.contains("/a/")));

        for link in [&links[0], &links[19]] {
            let closed = app.get(&link.path()).await;
            assert_eq!((closed.status, closed.select("h1")), (410, vec!["This survey was called off".to_owned()]));
            assert_eq!(app.answer(link, 5, "").await.status, 410);
        }
        assert_eq!(app.post(&format!("{page}/cancel"), &[("", "")]).await.status, 409);
        app.deliver().await;
        assert!(app.take_mail().is_empty(), "told once");
    }
}
