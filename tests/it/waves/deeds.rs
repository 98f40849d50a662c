//! What is asked before something is done, and what is refused.

use candor::audit::Actor;
use candor::schedule;
use candor::waves::{WaveState, plan};
use chrono::TimeDelta;

use crate::app::{TestApp, on_both};

on_both! {
    async fn a_wave_closes_earlier_only_with_a_day_of_notice(app: TestApp) {
        app.sign_in().await;
        app.hire(&[("Law", 5)]).await;
        let wave = app.launch_wave("March").await;
        let path = format!("/waves/{wave}");
        assert!(app.get(&format!("{path}/close")).await.text.contains("24 hours from now at the soonest"));
        let at = |hours| (app.app.clock.now() + TimeDelta::hours(hours)).format("%Y-%m-%dT%H:%M").to_string();
        let close = async |hours| app.post(&format!("{path}/close"), &[("at", at(hours))]).await;
        let before = app.wave_of(&path).await;
        assert_eq!(close(23).await.status, 422);
        assert_eq!(close(24 * 15).await.status, 422, "later than planned");
        assert_eq!(close(24).await.status, 303);
        let after = app.wave_of(&path).await;
        assert_eq!(after.closes_at, app.app.clock.now() + TimeDelta::hours(24));
        assert_eq!(after.planned_close_at, before.planned_close_at, "the key's last day stays");
    }

    async fn a_draft_is_called_off_and_a_wave_is_copied_for_the_next_quarter(app: TestApp) {
        app.sign_in().await;
        app.hire(&[("Law", 5)]).await;
        let path = app.draft_in_browser("March").await;
        let confirm = app.get(&format!("{path}/cancel")).await;
        assert_eq!(confirm.select("form .danger"), ["Call off “March”"]);
        assert!(confirm.text.contains("5 people will not be invited."), "{}", confirm.text);
        assert_eq!(app.order(&format!("{path}/cancel")).await.status, 303);
        assert_eq!(app.wave_of(&path).await.state, WaveState::Cancelled);
        assert_eq!(app.order(&format!("{path}/launch")).await.status, 409);
        let copied = app.order(&format!("{path}/duplicate")).await;
        assert_eq!(copied.status, 303);
        let copy = app.wave_of(copied.header("location")).await;
        assert_eq!((copy.title.as_str(), copy.state), ("June 2026", WaveState::Draft));
        assert_eq!(copy.opens_local - app.wave_of(&path).await.opens_local, TimeDelta::days(91));
    }

    async fn what_cannot_be_done_says_why_before_it_is_confirmed(app: TestApp) {
        app.sign_in().await;
        let refused = async |path: String, why: &str| {
            let page = app.get(&path).await;
            assert_eq!(page.status, 409, "{path}");
            assert_eq!(page.select("h1"), ["This cannot be done now"], "{path}");
            assert_eq!(page.select("main .primary"), ["Back to the wave"], "{path}");
            assert_eq!(page.select("main form").len(), 0, "{path}: nothing can be sent");
            assert!(page.text.contains(why), "{path}: {}", page.text);
        };
        let draft = app.plan(app.draft("Nobody")).await;
        refused(format!("/waves/{draft}/schedule"), "Nobody would be invited").await;
        refused(format!("/waves/{draft}/launch"), "Nobody would be invited").await;
        assert_eq!(app.get(&format!("/waves/{draft}/cancel")).await.status, 200);
        let page = app.get(&format!("/waves/{draft}")).await;
        assert_eq!(page.select(".deeds .primary"), ["Change the draft"], "scheduling is not offered");

        app.hire(&[("Law", 5)]).await;
        app.order(&format!("/waves/{draft}/cancel")).await;
        refused(format!("/waves/{draft}/launch"), "The wave has ended.").await;
        refused(format!("/waves/{draft}/schedule"), "The wave is not a draft any more").await;
        refused(format!("/waves/{draft}/cancel"), "The wave has ended.").await;
        let open = app.launch_wave("March").await;
        refused(format!("/waves/{open}/launch"), "The wave is open already.").await;
        app.reach_close(open).await;
        app.post_sign_in(crate::accounts::ADMIN, crate::accounts::PASSWORD).await;
        refused(format!("/waves/{open}/cancel"), "is about to be counted").await;
    }

    async fn a_clock_that_jumped_is_told_on_every_wave_and_confirmed_there(app: TestApp) {
        app.sign_in().await;
        app.introduce("Acme", "hr@example.com").await;
        app.hire(&[("Law", 5)]).await;
        let wave = app.launch_wave("March").await;
        app.app.clock.jump(TimeDelta::days(2));
        assert!(schedule::tick(&app.app).await.unwrap().held);
        app.post_sign_in(crate::accounts::ADMIN, crate::accounts::PASSWORD).await;
        let page = app.get(&format!("/waves/{wave}")).await;
        assert_eq!(page.select("[role=alert] h2"), ["The server’s clock has jumped"]);
        let here = format!("/waves/{wave}");
        let confirmed = app.post("/waves/clock", &[("here", here.as_str())]).await;
        assert_eq!((confirmed.status, confirmed.header("location")), (303, here.as_str()));
        assert_eq!(app.get(&here).await.select("[role=alert]").len(), 0);
    }

    async fn a_wave_that_could_not_open_is_told_with_its_reason(app: TestApp) {
        app.sign_in().await;
        app.introduce("Acme", "hr@example.com").await;
        app.hire(&[("Law", 1)]).await;
        let (wave, now) = (app.plan(app.draft("March")).await, app.app.clock.now());
        app.app.db.write(move |conn| plan::schedule(conn, now, wave, Actor::CommandLine)).await.unwrap();
        let person = app.app.db.read(candor::people::store::active).await.unwrap()[0].id;
        assert_eq!(app.order(&format!("/people/{person}/leave")).await.status, 303);
        app.app.clock.advance(TimeDelta::minutes(70));
        schedule::tick(&app.app).await.unwrap();
        let list = app.get("/waves").await;
        assert!(list.select("[role=alert] li")[0].starts_with("“March” should be open by now and is not"), "{}", list.text);
        let page = app.get(&format!("/waves/{wave}")).await;
        assert_eq!(page.select("h1"), ["“March” should be open by now."]);
        assert!(page.text.contains("Nobody would be invited"));
        assert_eq!(page.select(".line-of .now h3"), ["Opening"]);
    }
}
