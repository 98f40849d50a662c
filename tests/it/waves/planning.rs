//! Planning: drafts, scheduling, going back.

use candor::audit::Actor;
use candor::i18n::Lang;
use candor::schedule;
use candor::waves::{Audience, Draft, WaveState, plan};
use chrono::TimeDelta;

use super::fields;
use crate::app::{TestApp, on_both};

on_both! {
    async fn a_wave_is_drafted_scheduled_taken_back_and_launched_in_the_browser(app: TestApp) {
        app.sign_in().await;
        app.hire(&[("Sales", 4), ("Law", 2)]).await;
        let empty = app.get("/waves").await;
        assert!(empty.text.contains("No waves yet"));
        let path = app.draft_in_browser("Spring").await;
        let shown = app.get(&path).await;
        assert_eq!(shown.select("h1"), ["“Spring” is a draft. Nothing is sent yet."]);
        assert!(shown.text.contains("6 people in 2 departments and teams get an invitation."), "{}", shown.text);
        assert!(shown.text.contains("At most 18 mails are sent, reminders included."), "two reminders");

        let confirm = app.get(&format!("{path}/schedule")).await;
        assert!(confirm.text.contains("Schedule for 6 people"), "{}", confirm.text);
        assert_eq!(app.order(&format!("{path}/schedule")).await.status, 303);
        assert_eq!(app.get(&path).await.select("h1"), ["“Spring” opens in 1 day."]);
        assert_eq!(app.order(&format!("{path}/schedule")).await.status, 409, "it is scheduled already");
        assert_eq!(app.get(&format!("{path}/edit")).await.status, 409, "only drafts change");
        assert_eq!(app.order(&format!("{path}/draft")).await.status, 303);
        assert_eq!(app.get(&format!("{path}/edit")).await.status, 200);

        let confirm = app.get(&format!("{path}/launch")).await;
        assert!(confirm.text.contains("Launch to 6 people"), "{}", confirm.text);
        assert_eq!(app.order(&format!("{path}/launch")).await.status, 303);
        let shown = app.get(&path).await;
        assert!(shown.text.contains("The wave is open. 6 invitations are on their way."), "{}", shown.text);
        assert_eq!(app.order(&format!("{path}/launch")).await.status, 409);
        assert_eq!(app.wave_of(&path).await.headcount, Some(6));
        let list = app.get("/waves").await;
        assert_eq!(list.select("h2"), ["Open"]);
    }

    async fn the_pages_speak_russian(app: TestApp) {
        app.sign_in_in(Lang::Ru).await;
        app.hire(&[("Sales", 4), ("Law", 1)]).await;
        let path = app.draft_in_browser("Весна").await;
        let shown = app.get(&path).await;
        assert_eq!(shown.select("h1"), ["«Весна» — черновик. Пока никому ничего не отправлено."]);
        let confirm = app.get(&format!("{path}/launch")).await;
        assert_eq!(confirm.select("form .primary"), ["Запустить для 5\u{a0}человек"]);
        app.order(&format!("{path}/launch")).await;
        assert!(app.get(&path).await.select("h1")[0].starts_with("Опрос «Весна» идёт, закроется через "));
    }

    async fn two_waves_never_have_the_same_people_at_the_same_time(app: TestApp) {
        app.sign_in().await;
        app.hire(&[("Sales", 3)]).await;
        app.launch_wave("First").await;
        let path = app.draft_in_browser("Second").await;
        assert!(!app.get(&path).await.text.contains("“First”"), "a new wave is suggested a quarter later");
        let mut form = fields(&app.get(&format!("{path}/edit")).await);
        for (name, value) in &mut form {
            match name.as_str() {
                "opens" => "2026-03-04T10:00".clone_into(value),
                "closes" => "2026-03-18T18:00".clone_into(value),
                "reminder" => value.clear(),
                _ => {}
            }
        }
        assert_eq!(app.post(&path, &form).await.status, 303);
        let shown = app.get(&path).await;
        assert!(shown.text.contains("3 people of this wave are in “First” at the same time"), "{}", shown.text);
        for action in ["schedule", "launch"] {
            let refused = app.order(&format!("{path}/{action}")).await;
            assert_eq!(refused.status, 409);
            assert!(refused.text.contains("First"), "{}", refused.text);
        }
        assert_eq!(app.wave_of(&path).await.state, WaveState::Draft);
    }

    async fn whoever_moved_into_another_open_wave_is_left_out_and_counted(app: TestApp) {
        app.sign_in().await;
        app.hire(&[("Sales", 3), ("Law", 2)]).await;
        let departments = app.app.db.read(candor::people::store::departments).await.unwrap();
        let audience = |name: &str| {
            let found = departments.iter().find(|department| department.name == name).unwrap();
            Audience::Departments(vec![found.id])
        };
        let law = app.plan(Draft { audience: audience("Law"), ..app.draft("Law only") }).await;
        let now = app.app.clock.now();
        app.app.db.write(move |conn| plan::schedule(conn, now, law, Actor::CommandLine)).await.unwrap();
        app.launch_draft(Draft { audience: audience("Sales"), ..app.draft("Sales only") }).await;
        // One of Sales moves to Law while the survey of Sales is open.
        let csv = "Employee ID,Full name,Work email,Department\n\
                   sales0,Sales 0,sales0@example.com,Law\nsales1,Sales 1,sales1@example.com,Sales\n\
                   sales2,Sales 2,sales2@example.com,Sales\nlaw0,Law 0,law0@example.com,Law\n\
                   law1,Law 1,law1@example.com,Law\n";
        app.import_now(csv).await;
        app.app.clock.advance(TimeDelta::hours(2));
        assert_eq!(schedule::tick(&app.app).await.unwrap().of(schedule::LAUNCHES), 1);
        let opened = app.wave_of(&format!("/waves/{law}")).await;
        assert_eq!((opened.headcount, opened.left_out), (Some(2), Some(1)));
        assert!(app.get(&format!("/waves/{law}")).await.text.contains("1 person was left out at the launch"));
    }
}
