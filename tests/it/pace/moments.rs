//! When reminders go out: over weekends, holidays and changes of clocks, after the program was down, near a close.

use candor::schedule;
use candor::waves::store;

use crate::app::{Response, TestApp, on_both};

/// What is worth a second thought on a page.
fn warnings(page: &Response) -> Vec<String> {
    page.select(".box:not(.bad) h2 + ul li")
}

impl TestApp {
    /// A wave of six that opens on Tuesday, closes on the Tuesday two weeks later at 18:00, and has one reminder.
    async fn with_one_reminder(&self, changes: &[(&str, &str)]) -> String {
        self.introduce("Acme", "hr@example.com").await;
        self.hire(&[("Law", 6)]).await;
        self.draft_with(changes).await
    }

    async fn launched(&self, path: &str) {
        assert_eq!(self.order(&format!("{path}/launch")).await.status, 303);
        self.deliver().await;
        self.take_mail();
    }
}

on_both! {
    async fn a_reminder_for_a_saturday_before_a_holiday_goes_out_on_tuesday_at_nine(app: TestApp) {
        app.sign_in().await;
        app.work(&[("holidays", "2026-03-09 Founders’ Day")]).await;
        let path = app.with_one_reminder(&[("reminder", "2026-03-07T10:00")]).await;
        let said = "Reminder 1: Tuesday 10\u{a0}March, 09:00, since Saturday 7\u{a0}March, 10:00 is on a day off.";
        assert_eq!(app.moments(&path).await, [said]);
        assert_eq!(app.get(&format!("{path}/edit")).await.value_of("reminder"), "2026-03-07T10:00", "as it was written");
        let step = app.step(&path, "Reminder 1").await;
        assert!(step.contains("Tuesday 10 March, 09:00") && step.contains("planned for Saturday 7 March, 10:00"), "{step}");
        app.launched(&path).await;
        for early in ["2026-03-07T10:00:00", "2026-03-09T12:00:00", "2026-03-10T08:59:59"] {
            assert_eq!(app.reminds_at(early).await, 0, "{early}");
        }
        assert_eq!(app.reminds_at("2026-03-10T09:00:00").await, 1);
        app.deliver().await;
        assert_eq!(app.take_mail().len(), 6);
        app.post("/language", &[("language", "ru"), ("here", &path)]).await;
        assert!(app.get(&path).await.select("h1")[0].starts_with("Опрос «March 2026» идёт"));
    }

    async fn the_form_warns_of_rest_and_says_so_in_russian(app: TestApp) {
        app.sign_in_in(candor::i18n::Lang::Ru).await;
        app.work(&[("holidays", "2026-03-17 День фирмы")]).await;
        let path = app.with_one_reminder(&[("opens", "2026-03-03T20:00"), ("closes", "2026-03-17T18:00"), ("reminder", "2026-03-17T03:00")]).await;
        let said = warnings(&app.get(&path).await);
        assert!(said.contains(&"Открытие приходится на нерабочее время, когда почту мало кто читает. Выберите рабочие часы.".to_owned()), "{said:?}");
        assert!(said.contains(&"Закрытие приходится на праздник (День фирмы), когда почту мало кто читает. Выберите рабочий день.".to_owned()));
        let moments = app.moments(&path).await;
        assert_eq!(moments, ["Напоминание 1 не будет отправлено: оно ушло бы меньше чем за 12 часов до закрытия или после него (среда, 18\u{a0}марта, 09:00)."]);
    }

    async fn clocks_that_change_move_nothing_out_of_working_time(app: TestApp) {
        app.sign_in().await;
        app.work(&[("from", "00:00"), ("to", "23:59"), ("day", "1"), ("day", "7")]).await;
        // 02:30 does not exist on 29 March in Berlin, and comes twice on 25 October.
        let spring = [("time_zone", "Europe/Berlin"), ("opens", "2026-03-23T10:00"), ("closes", "2026-04-06T18:00")];
        let path = app.with_one_reminder(&[&spring[..], &[("reminder", "2026-03-29T02:30")]].concat()).await;
        assert_eq!(app.moments(&path).await, ["Reminder 1: Sunday 29\u{a0}March, 03:00."]);
        app.app.clock.set("2026-03-23T09:00:00".parse().unwrap());
        app.post_sign_in(crate::accounts::ADMIN, crate::accounts::PASSWORD).await;
        app.launched(&path).await;
        // Working days become Monday to Friday while it is open: Monday's nine o'clock is an hour earlier now.
        app.work(&[]).await;
        let step = app.step(&path, "Reminder 1").await;
        assert!(step.contains("Monday 30 March, 09:00"), "{step}");
        assert_eq!(app.reminds_at("2026-03-30T06:59:59").await, 0);
        assert_eq!(app.reminds_at("2026-03-30T07:00:00").await, 1);

        let autumn = [("time_zone", "Europe/Berlin"), ("opens", "2026-10-19T10:00"), ("closes", "2026-11-02T18:00")];
        app.work(&[("from", "00:00"), ("to", "23:59"), ("day", "7")]).await;
        let path = app.draft_with(&[&autumn[..], &[("reminder", "2026-10-25T02:30")]].concat()).await;
        let wave = app.wave_of(&path).await.id;
        let reminders = app.app.db.read(move |conn| store::reminders(conn, wave)).await.unwrap();
        assert_eq!(reminders[0].due_at.to_string(), "2026-10-25 00:30:00", "the first time");
    }

    async fn a_reminder_that_was_missed_waits_for_working_time(app: TestApp) {
        app.sign_in().await;
        let path = app.with_one_reminder(&[("reminder", "2026-03-05T10:00")]).await;
        app.launched(&path).await;
        assert_eq!(app.reminds_at("2026-03-05T22:00:00").await, 0, "nobody is written to at night");
        let step = app.step(&path, "Reminder 1 next").await;
        assert!(step.contains("Friday 6 March, 09:00"), "{step}");
        assert_eq!(app.reminds_at("2026-03-06T09:00:00").await, 1);
    }

    async fn what_is_left_of_a_reminder_in_the_evening_waits_for_the_next_morning(app: TestApp) {
        app.sign_in().await;
        let path = app.with_one_reminder(&[("reminder", "2026-03-05T17:00")]).await;
        app.launched(&path).await;
        assert_eq!(app.reminds_at("2026-03-05T17:00:00").await, 1);
        assert_eq!(app.get(&path).await.select("#sending h2"), ["A reminder is going out"]);
        // The mail server was away for an hour.
        app.reminds_at("2026-03-05T18:00:00").await;
        app.deliver().await;
        assert!(app.take_mail().is_empty(), "nobody is written to in the evening");
        let page = app.get(&path).await;
        assert_eq!(page.select("#sending h2"), ["Mail is waiting"]);
        let said = page.select("#sending-pause").remove(0);
        assert!(said.starts_with("Nobody is reminded outside working time. The reminder goes on by itself on Friday 6\u{a0}March, 09:00"), "{said}");
        app.reminds_at("2026-03-06T09:00:00").await;
        app.deliver().await;
        assert_eq!(app.take_mail().len(), 6);
        assert!(app.step(&path, "Reminder 1").await.contains("6 of 6 handled"));
    }

    async fn a_reminder_that_would_come_shortly_before_the_close_is_not_sent(app: TestApp) {
        app.sign_in().await;
        let path = app.with_one_reminder(&[("reminder", "2026-03-16T10:00")]).await;
        assert_eq!(warnings(&app.get(&path).await).iter().filter(|said| said.contains("Reminder")).count(), 0);
        let late = app.draft_with(&[("reminder", "2026-03-17T09:00")]).await;
        let said = warnings(&app.get(&late).await);
        assert!(said[1].starts_with("Reminder 1 is not sent: the next working moment is less than 12 hours before"), "{said:?}");
        assert!(app.step(&late, "Close").await.contains("reminder 1 is left out: it would come too near to the close"));
        assert!(app.get(&late).await.text.contains("At most 6 mails are sent"), "invitations alone");

        // At queueing: the program was down, and twelve hours before the close it is too late.
        app.launched(&path).await;
        assert!(app.step(&path, "Reminder 1 next").await.contains("Monday 16 March, 10:00"));
        assert_eq!(app.reminds_at("2026-03-17T06:00:00").await, 0);
        assert!(app.step(&path, "Close next").await.contains("reminder 1 is left out"));
        app.deliver().await;
        assert!(app.take_mail().is_empty());
    }

    async fn a_reminder_that_waited_too_long_for_the_mail_server_is_dropped_without_a_trace(app: TestApp) {
        app.sign_in().await;
        let path = app.with_one_reminder(&[("reminder", "2026-03-16T17:00")]).await;
        app.launched(&path).await;
        assert_eq!(app.reminds_at("2026-03-16T17:00:00").await, 1);
        let queued = app.dump().await["outbox"].clone();
        // The mail server comes back when only half a day is left.
        app.app.clock.set("2026-03-17T06:00:00".parse().unwrap());
        let delivered = candor::mail::deliver_due(&schedule::post(&app.app)).await.unwrap();
        assert_eq!((delivered.sent, delivered.failed), (0, 0));
        assert!(app.take_mail().is_empty());
        let ended = app.dump().await["outbox"].clone();
        assert_eq!(queued.len(), ended.len());
        let done = ended.iter().filter(|row| row.contains("reminder") && row.contains("done")).count();
        assert_eq!(done, 6, "ended like any other: {ended:?}");
        let page = app.get(&path).await;
        assert!(!page.text.contains("too late") && !page.text.contains("not delivered"), "nobody is told of single ones");
    }

    async fn reminders_that_move_to_one_moment_are_one_mail(app: TestApp) {
        app.sign_in().await;
        app.introduce("Acme", "hr@example.com").await;
        app.hire(&[("Law", 6)]).await;
        let mut form = crate::waves::fields(&app.get("/waves/new").await);
        let mut weekend = ["2026-03-07T10:00", "2026-03-08T10:00"].into_iter();
        for (_, value) in form.iter_mut().filter(|(name, _)| name == "reminder") {
            weekend.next().unwrap_or_default().clone_into(value);
        }
        let path = app.post("/waves", &form).await.header("location").to_owned();
        let page = app.get(&path).await;
        assert!(warnings(&page)[1].starts_with("Reminders 1 and 2 move to the same working moment: only one mail is sent."));
        assert!(page.text.contains("At most 12 mails are sent"), "{}", page.text);
        app.launched(&path).await;
        assert_eq!(app.reminds_at("2026-03-09T09:00:00").await, 1);
        app.deliver().await;
        assert_eq!(app.take_mail().len(), 6);
        assert_eq!(app.reminds_at("2026-03-09T09:01:00").await, 0);
    }

    async fn a_new_wave_is_suggested_around_holidays(app: TestApp) {
        app.sign_in().await;
        app.work(&[("holidays", "2026-03-03 One\n2026-03-18 Two\n2026-03-09 Three")]).await;
        let page = app.get("/waves/new").await;
        assert_eq!(page.value_of("opens"), "2026-03-04T10:00");
        assert_eq!(page.value_of("closes"), "2026-03-19T18:00");
        assert_eq!(page.select("[data-until-changed] li")[0], "Reminder 1: Tuesday 10\u{a0}March, 10:00.");
    }
}
