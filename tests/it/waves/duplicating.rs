//! The same wave a quarter later.

use candor::waves::{Draft, WaveState};
use chrono::TimeDelta;

use crate::app::{TestApp, on_both};

on_both! {
    async fn the_next_quarters_wave_is_planned_from_the_list_in_three_clicks(app: TestApp) {
        app.sign_in().await;
        app.introduce("Acme", "hr@example.com").await;
        app.hire(&[("Law", 5)]).await;
        let reminders = vec!["2026-03-06T10:00:00".parse().unwrap()];
        let first = app.launch_draft(Draft { reminders, ..app.draft("March 2026") }).await;
        let list = app.get("/waves").await;
        assert!(list.text.contains(&format!("action=\"/waves/{first}/duplicate\"")), "first click");
        let copy = app.order(&format!("/waves/{first}/duplicate")).await.header("location").to_owned();
        let again = app.order(&format!("/waves/{first}/duplicate")).await;
        assert_eq!(again.header("location"), copy, "whoever clicks twice has one copy");
        let page = app.get(&copy).await;
        assert_eq!(page.select("h1"), ["“June 2026” is a draft. Nothing is sent yet."]);
        assert_eq!(page.select(".box.bad").len(), 0, "nothing stands in the way");
        assert_eq!(page.select(".deeds .primary"), ["Schedule…"], "second click");
        let confirm = app.get(&format!("{copy}/schedule")).await;
        assert_eq!(confirm.select("form .primary"), ["Schedule for 5 people"], "third click");
        assert_eq!(app.order(&format!("{copy}/schedule")).await.status, 303);
        let (wave, first) = (app.wave_of(&copy).await, app.wave(first).await);
        assert_eq!(wave.state, WaveState::Scheduled);
        assert_eq!(wave.opens_at - first.opens_at, TimeDelta::days(91));
        assert_eq!(wave.closes_at - first.closes_at, TimeDelta::days(91));
    }

    async fn a_copy_is_like_the_plan_and_not_like_what_became_of_it(app: TestApp) {
        app.sign_in().await;
        app.hire(&[("Law", 5)]).await;
        app.app.clock.advance(TimeDelta::minutes(37));
        let wave = app.launch_wave("Опрос, март 2026").await;
        let planned = app.wave(wave).await.closes_at;
        let at = (app.app.clock.now() + TimeDelta::hours(30)).format("%Y-%m-%dT%H:%M").to_string();
        assert_eq!(app.post(&format!("/waves/{wave}/close"), &[("at", at)]).await.status, 303);
        let copy = app.order(&format!("/waves/{wave}/duplicate")).await.header("location").to_owned();
        let copy = app.wave_of(&copy).await;
        assert_eq!(copy.title, "Опрос, июнь 2026");
        assert_eq!(copy.opens_local, "2026-06-01T06:00:00".parse().unwrap(), "launched by hand at an odd minute");
        assert_eq!(copy.closes_at - planned, TimeDelta::days(91), "closed early, planned as before");
    }

    async fn a_copy_never_opens_in_the_past_nor_beside_a_wave_with_the_same_people(app: TestApp) {
        app.sign_in().await;
        app.hire(&[("Law", 5)]).await;
        let wave = app.launch_wave("Checkup").await;
        let next = app.order(&format!("/waves/{wave}/duplicate")).await.header("location").to_owned();
        assert_eq!(app.order(&format!("{next}/schedule")).await.status, 303);
        let free = app.order(&format!("/waves/{wave}/duplicate")).await.header("location").to_owned();
        let (next, free) = (app.wave_of(&next).await, app.wave_of(&free).await);
        assert_eq!((next.title.as_str(), free.title.as_str()), ("Checkup, June 2026", "Checkup, August 2026"));
        assert_eq!(free.opens_at - next.opens_at, TimeDelta::days(91), "June is taken");
        app.app.clock.advance(TimeDelta::days(800));
        app.post_sign_in(crate::accounts::ADMIN, crate::accounts::PASSWORD).await;
        let late = app.order(&format!("/waves/{wave}/duplicate")).await.header("location").to_owned();
        let late = app.wave_of(&late).await;
        assert!(late.opens_at > app.app.clock.now() && late.opens_at - app.app.clock.now() < TimeDelta::days(92));
        let days = (late.opens_at - app.wave(wave).await.opens_at).num_days();
        assert_eq!(days % 7, 0, "on the same weekday");
    }
}
