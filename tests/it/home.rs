//! The start page: where things stand, what waits for somebody, and the first steps.

use candor::audit::Actor;
use candor::db::Backend;
use candor::i18n::Lang;
use candor::invitations;
use candor::invitations::store::{Delivery, set_delivery};
use candor::mail::Transport;
use candor::schedule;
use candor::settings::{self, OwnWords};
use candor::waves::{Draft, plan};
use chrono::TimeDelta;

use crate::app::{TestApp, on_both};
use crate::people::SMALL;

impl TestApp {
    /// The first steps as the start page has them: what each is called, and how it stands.
    async fn steps(&self) -> Vec<String> {
        let page = self.get("/").await;
        assert_eq!(page.status, 200, "{}", page.text);
        page.select(".line-of h3").iter().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
    }

    /// What waits for the reader of the start page.
    async fn waiting(&self) -> Vec<String> {
        self.get("/").await.select("[aria-labelledby=needs] li")
    }

    async fn urgent(&self) -> Vec<String> {
        self.get("/").await.select(".urgent li")
    }

    async fn heading(&self) -> String {
        self.get("/").await.select("h1").remove(0)
    }

    async fn set_up(&self) {
        self.introduce("Meridian", "survey@meridian.example").await;
        let words = Lang::ALL.into_iter().fold(OwnWords::default(), |words, lang| words.with(lang, "Ask Ann."));
        self.app.db.write(move |conn| settings::save_own_words(conn, &words)).await.unwrap();
        self.sign_in().await;
    }

    async fn schedule_draft(&self, draft: Draft) {
        let wave = self.plan(draft).await;
        let now = self.app.clock.now();
        self.app.db.write(move |conn| plan::schedule(conn, now, wave, Actor::CommandLine)).await.unwrap();
    }
}

on_both! {
    async fn the_first_steps_follow_from_what_is_there(app: TestApp) {
        app.sign_in().await;
        let later = |names: &[&str]| names.iter().map(|name| format!("{name} later")).collect::<Vec<_>>();
        let expected = [&["Company and languages next".to_owned()][..], &later(&["Mail server, tested", "Roster", "First wave"])].concat();
        assert_eq!(app.steps().await, expected);
        assert_eq!(app.heading().await, "Welcome to Candor");
        let settings = [
            ("company", "Lindenwerk"), ("sender_address", "survey@lindenwerk.example"), ("language_ru", "1"),
            ("first_language", "ru"), ("threshold", "5"), ("time_zone", "Europe/Moscow"),
        ];
        let saved = app.post("/settings", &settings).await;
        assert_eq!((saved.status, saved.header("location")), (303, "/"), "back to the steps: {}", saved.text);
        let page = app.get("/").await;
        assert!(page.text.contains("The settings were saved.") && page.text.contains("Lindenwerk. Surveys are in: Русский."));
        assert_eq!(app.steps().await[..2], ["Company and languages done", "Mail server, tested next"]);

        app.import(SMALL).await;
        assert_eq!(app.steps().await[1..3], ["Mail server, tested next", "Roster done"], "in any order");
        let tested = app.post("/settings/test-mail", &[("", "")]).await;
        assert_eq!((tested.status, tested.header("location")), (303, "/"));
        assert!(app.get("/").await.text.contains("The mail server took a test on 2\u{a0}March 2026, 09:00."));
        assert_eq!(app.steps().await[1..], ["Mail server, tested done", "Roster done", "First wave next"]);

        let draft = app.plan(app.draft("March")).await;
        let page = app.get("/").await;
        assert_eq!(page.select(".line-of .primary"), ["Go on with the draft"]);
        assert!(page.text.contains(&format!("href=\"/waves/{draft}\"")));
        app.launch(draft).await.unwrap();
        assert_eq!(app.steps().await, [] as [&str; 0], "all are done");
    }

    async fn every_page_on_the_way_leads_back_to_the_first_steps(app: TestApp) {
        app.sign_in().await;
        let back = async |path: &str| app.get(path).await.select(".back a").len();
        assert_eq!(back("/people/import").await, 0, "not on the way yet");
        app.get("/").await;
        for path in ["/people/import", "/settings", "/waves/new", "/account"] {
            assert_eq!(back(path).await, 1, "{path}");
        }
        assert_eq!(back("/").await, 0);
    }

    async fn the_first_steps_are_put_aside_and_taken_up_again_by_each_reader(app: TestApp) {
        app.sign_in().await;
        app.get("/").await;
        assert_eq!(app.post("/first-steps", &[("put", "aside")]).await.header("location"), "/");
        let page = app.get("/").await;
        assert!(page.text.contains("0 of 4 are done.") && page.select(".line-of li").is_empty());
        assert_eq!(page.select("h1"), ["No wave has been planned yet."]);
        assert_eq!(app.get("/people/import").await.select(".back a").len(), 0);
        assert_eq!(app.waiting().await, ["No sender’s address is set, so no mail goes out. See to the mail"]);
        let other = app.another_browser();
        app.sign_up("other@example.com", Lang::Ru).await;
        let form = [("email", "other@example.com"), ("password", crate::accounts::PASSWORD)];
        other.post(app.url("/sign-in")).form(&form).send().await.unwrap();
        let theirs = other.get(app.url("/")).send().await.unwrap().text().await.unwrap();
        assert!(theirs.contains("Четыре шага до первой волны"), "{theirs}");
        app.post("/first-steps", &[("put", "back")]).await;
        assert_eq!(app.steps().await.len(), 4);
    }

    async fn a_test_counts_only_for_the_senders_address_it_came_from(app: TestApp) {
        app.set_up().await;
        app.post("/settings/test-mail", &[("", "")]).await;
        assert_eq!(app.steps().await[1], "Mail server, tested done");
        let form = |sender| [
            ("company", "Meridian"), ("sender_address", sender), ("language_en", "1"), ("first_language", "en"),
            ("threshold", "5"), ("time_zone", "UTC"),
        ];
        app.post("/settings", &form("survey@example.com")).await;
        assert_eq!(app.steps().await[1], "Mail server, tested done", "it is the same");
        app.post("/settings", &form("hr@example.com")).await;
        assert_eq!(app.steps().await[1], "Mail server, tested next");
        assert!(app.get("/settings").await.text.contains("No test mail has gone out"));
    }
}

on_both! {
    async fn the_start_page_tells_what_is_open_what_comes_and_how_many_answered(app: TestApp) {
        app.set_up().await;
        app.hire(&[("Sales", 12), ("Law", 3)]).await;
        let draft = app.draft("Spring <b>");
        let reminders = vec![draft.opens_local + TimeDelta::days(3)];
        let wave = app.launch_draft(Draft { reminders, ..draft }).await;
        let page = app.get("/").await;
        assert_eq!(page.select("h1"), ["“Spring <b>” is open and closes in 14 days."]);
        assert!(page.text.contains("0 of 15 invitations are sent."), "{}", page.text);
        assert!(page.text.contains("the first figure is on its way"));
        app.deliver().await;
        for link in &app.links(wave).await[..6] {
            app.answer(link, 9, "").await;
        }
        schedule::tick(&app.app).await.unwrap();
        let page = app.get("/").await;
        assert!(page.text.contains("6 of 15 people have answered – 40%."), "{}", page.text);
        assert!(!page.text.contains("invitations are sent"), "all are");
        let coming = page.select(".coming a");
        assert_eq!(coming, ["Reminder 1 of “Spring <b>” goes out", "“Spring <b>” closes and is counted"]);
        assert_eq!(page.select(".coming time")[0], "Thursday 5\u{a0}March, 09:00, UTC");
        assert!(!page.text.contains("Law"), "no group is named");
        assert_eq!(page.select("main .primary"), ["Look at “Spring <b>”"]);
    }

    async fn many_waves_are_counted_and_the_soonest_comes_first(app: TestApp) {
        app.set_up().await;
        app.hire(&[("Sales", 6), ("Law", 6)]).await;
        let departments = app.app.db.read(candor::people::store::departments).await.unwrap();
        for (department, days) in departments.iter().zip([9, 4]) {
            let audience = candor::waves::Audience::Departments(vec![department.id]);
            let draft = app.draft(&format!("In {days}"));
            let closes_local = app.app.clock.now() + TimeDelta::days(days) + TimeDelta::hours(1);
            app.launch_draft(Draft { audience, closes_local, ..draft }).await;
        }
        let page = app.get("/").await;
        assert_eq!(page.select("h1"), ["2 waves are open; the next one closes in 4 days."]);
        assert_eq!(page.select("main .primary"), ["Look at “In 4”"]);
        assert_eq!(page.select("main .row .button"), ["Look at “In 4”", "Plan a wave"], "nothing is planned after them");
        let coming = page.select(".coming a");
        assert_eq!(coming, ["“In 4” closes and is counted", "“In 9” closes and is counted"]);
    }

    async fn a_scheduled_wave_a_draft_and_an_empty_plan_have_their_words(app: TestApp) {
        app.set_up().await;
        app.hire(&[("Sales", 6)]).await;
        app.post("/settings/test-mail", &[("", "")]).await;
        let later = app.draft("June");
        let shift = TimeDelta::days(30);
        let later = Draft { opens_local: later.opens_local + shift, closes_local: later.closes_local + shift, ..later };
        app.schedule_draft(later).await;
        assert_eq!(app.heading().await, "“June” opens in 30 days.");
        let coming = app.get("/").await.select(".coming a");
        assert_eq!(coming, ["“June” opens and invites", "“June” closes and is counted"]);
        app.plan(app.draft("March")).await;
        let waiting = app.waiting().await;
        assert_eq!(waiting.len(), 1);
        assert!(waiting[0].starts_with("“March” is a draft."), "{waiting:?}");
        app.app.clock.advance(TimeDelta::hours(2));
        assert!(app.waiting().await[0].starts_with("“March” is a draft whose opening has passed."));
    }

    async fn the_latest_report_is_told_in_one_line_and_waits_while_it_is_new(app: TestApp) {
        let (wave, _) = app.answered_wave().await;
        app.sign_in().await;
        assert!(!app.get("/").await.text.contains("The latest report"));
        app.reach_close(wave).await;
        app.count(wave).await.unwrap();
        app.post_sign_in(crate::accounts::ADMIN, crate::accounts::PASSWORD).await;
        let page = app.get("/").await;
        assert_eq!(page.select("h1"), ["Nothing is open, and nothing is planned."]);
        assert_eq!(page.select(".headline"), ["−60. The first wave of these people: nothing to compare it with yet."]);
        assert_eq!(page.select("main .primary"), ["Read the report of “March”"]);
        assert_eq!(app.waiting().await, ["The report of “March” is ready. Read it"]);
        app.app.clock.advance(TimeDelta::days(15));
        app.post_sign_in(crate::accounts::ADMIN, crate::accounts::PASSWORD).await;
        let page = app.get("/").await;
        assert_eq!(app.waiting().await, [] as [&str; 0]);
        assert_eq!(page.select("main .primary"), ["Plan the next wave like “March”"]);
        assert!(page.text.contains(&format!("action=\"/waves/{wave}/duplicate\"")));
    }
}

on_both! {
    async fn what_is_broken_comes_first(app: TestApp) {
        app.set_up().await;
        app.hire(&[("Sales", 6)]).await;
        let wave = app.launch_wave("March").await;
        assert_eq!(app.urgent().await, [] as [&str; 0]);
        let key = app.app.keys.path().join(format!("{wave}.key"));
        std::fs::remove_file(&key).unwrap();
        app.app.clock.jump(TimeDelta::hours(26));
        schedule::tick(&app.app).await.unwrap();
        app.post_sign_in(crate::accounts::ADMIN, crate::accounts::PASSWORD).await;
        let urgent = app.urgent().await;
        assert_eq!(urgent.len(), 1, "{urgent:?}");
        assert!(urgent[0].starts_with("6 mails have been waiting for more than half an hour."), "{urgent:?}");
        let alarms = app.get("/").await.select(".bad[role=alert]");
        assert_eq!(alarms.len(), 2, "{alarms:?}");
        assert!(alarms[0].contains("The server’s clock has jumped"), "{alarms:?}");
        assert!(alarms[1].contains("March") && alarms[1].contains(".key"), "{alarms:?}");
        let confirmed = app.post("/waves/clock", &[("here", "/")]).await;
        assert_eq!(confirmed.header("location"), "/", "back to where it was confirmed");
    }

    async fn undelivered_invitations_and_an_old_roster_wait_for_somebody(app: TestApp) {
        app.set_up().await;
        app.hire(&[("Sales", 6)]).await;
        let wave = app.launch_wave("March").await;
        app.deliver().await;
        assert_eq!(app.waiting().await, [] as [&str; 0]);
        let invited = app.app.db.read(move |conn| invitations::store::of_wave(conn, wave)).await.unwrap();
        for (invitation, count) in invited.iter().zip(1..3) {
            let (id, words) = (invitation.id, Delivery::Failed(candor::mail::Failure::said("550 no such person")));
            app.app.db.write(move |conn| set_delivery(conn, &[id], &words)).await.unwrap();
            let plural = if count == 1 { "1 invitation" } else { "2 invitations" };
            let expected = format!("{plural} of “March” could not be delivered. Correct the addresses");
            assert_eq!(app.waiting().await, [expected]);
        }
        app.app.clock.advance(TimeDelta::days(93));
        app.post_sign_in(crate::accounts::ADMIN, crate::accounts::PASSWORD).await;
        let waiting = app.waiting().await;
        assert!(waiting[1].starts_with("The last roster was imported on 2\u{a0}March 2026."), "{waiting:?}");
    }
}

#[actix_web::test]
async fn without_a_mail_server_the_page_says_what_the_administrator_sets() {
    let app = TestApp::start_with(Backend::Sqlite, Transport::None).await;
    app.set_up().await;
    let page = app.get("/").await;
    assert_eq!(page.select(".line-of .now pre"), ["SMTP_URL=smtps://user:password@mail.example.com:465"]);
    assert_eq!(page.select(".line-of .primary"), ["See to the mail"]);
    assert_eq!(app.get("/settings").await.select("pre").len(), 1);
    app.post("/first-steps", &[("put", "aside")]).await;
    assert_eq!(app.waiting().await, ["No mail server is set, so no mail goes out. See to the mail"]);
}
