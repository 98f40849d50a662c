//! The page on working time.

use candor::i18n::Lang;
use candor::settings::{self, Pace};

use super::form;
use crate::app::{TestApp, on_both};

impl TestApp {
    async fn pace(&self) -> Pace {
        self.app.db.read(settings::pace).await.unwrap()
    }
}

on_both! {
    async fn working_time_is_saved_shown_again_and_audited(app: TestApp) {
        app.sign_in().await;
        assert!(app.get("/settings").await.text.contains("href=\"/settings/working-time\""));
        let page = app.get("/settings/working-time").await;
        assert_eq!((page.value_of("from").as_str(), page.value_of("to").as_str()), ("09:00", "18:00"));
        assert_eq!(page.select("input[name=day][checked] + label"), ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]);
        app.work(&[("from", "08:30"), ("day", "7"), ("day", "1"), ("holidays", "6.4.2026 Easter Monday\n01-01 New Year")]).await;
        let page = app.get("/settings/working-time").await;
        let said = "Saved. Changed: Working hours, Working days, Public holidays. \
                    Reminders that have not gone out yet move with it.";
        assert_eq!(page.select("[role=status]"), [said]);
        assert_eq!(page.value_of("from"), "08:30");
        assert_eq!(page.select("input[name=day][checked] + label"), ["Monday", "Sunday"]);
        assert_eq!(page.select("textarea"), ["1 January – New Year\n6 April 2026 – Easter Monday"]);
        let log = app.get("/settings/audit").await.text;
        assert!(log.contains("Working hours, Working days, Public holidays"), "{log}");
        app.work(&[("from", "08:30"), ("day", "7"), ("day", "1"), ("holidays", "1 January New Year\n2026-04-06 Easter Monday")]).await;
        assert_eq!(app.get("/settings/working-time").await.select("[role=status]"), ["Nothing was different, so nothing was changed."]);
    }

    async fn mistakes_come_back_as_they_were_typed_and_each_line_is_named(app: TestApp) {
        app.sign_in().await;
        let wrong = [("from", "18:00"), ("to", "9:00"), ("day", "0"), ("quiet_hours", "169"), ("holidays", "1.1. New Year\n5/6 May\n\n31.4.2026 x\n2026-05-01")];
        let page = app.post("/settings/working-time", &form(&wrong)).await;
        assert_eq!(page.status, 422);
        let errors = page.select(".errors a");
        assert_eq!(errors, [
            "Tick at least one working day.",
            "Work must end later than it begins, on the same day.",
            "Enter whole hours from 0 to 168.",
            "Line 2: “5/6” could be read in two ways. Write 31 January 2027, 31.01.2027 or 2027-01-31.",
            "Line 4: “31.4.2026” is no date. Write 31 January 2027, 31.01.2027 or 2027-01-31.",
            "Line 5: the name after the date is missing.",
        ]);
        for field in ["days", "to", "quiet_hours", "holidays"] {
            assert!(page.text.contains(&format!("href=\"#{field}\"")) && page.text.contains(&format!("id=\"{field}\"")), "{field}");
            assert!(page.text.contains(&format!("id=\"{field}-error\"")), "{field}");
        }
        assert_eq!(page.select("#holidays-error li").len(), 3);
        assert!(page.select("textarea")[0].starts_with("1.1. New Year\n5/6 May"), "nothing that was typed is lost");
        assert_eq!(app.pace().await, Pace::default());
    }

    async fn ready_lists_are_added_to_what_was_written(app: TestApp) {
        app.sign_in_in(Lang::Ru).await;
        app.work(&[("holidays", "1 мая — Маёвка\n2026-12-31 Канун"), ("add", "russia")]).await;
        let page = app.get("/settings/working-time").await;
        assert_eq!(page.select("[role=status]"), ["Добавлено 13 праздников."], "1 May was there");
        let list = &page.select("textarea")[0];
        for line in ["7 января – Рождество Христово", "1 мая – Маёвка", "4 ноября – День народного единства", "31 декабря 2026 – Канун"] {
            assert!(list.lines().any(|found| found == line), "{line} in {list}");
        }
        app.work(&[("holidays", list), ("add", "germany")]).await;
        let page = app.get("/settings/working-time").await;
        assert!(page.select("textarea")[0].contains("6 апреля 2026 – Пасхальный понедельник"), "{}", page.text);
        app.work(&[("holidays", &page.select("textarea")[0]), ("add", "germany")]).await;
        assert_eq!(app.get("/settings/working-time").await.select("[role=status]"), ["Все они уже есть в списке."]);
        let saved = app.pace().await;
        assert!(!saved.works_on("2030-06-12".parse().unwrap()) && saved.works_on("2026-04-07".parse().unwrap()));
    }

    async fn working_time_is_for_admins(app: TestApp) {
        app.sign_up_admin().await;
        assert_eq!(app.get("/settings/working-time").await.status, 303);
        assert_eq!(app.post("/settings/working-time", &form(&[("from", "10:00")])).await.header("location"), "/sign-in");
        assert_eq!(app.pace().await, Pace::default());
    }
}
