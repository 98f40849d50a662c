//! The roster's optional time zones.

use candor::people::import::Kind;
use chrono_tz::Tz;

use crate::app::{TestApp, on_both};

const HEAD: &str = "ФИО;Почта;Часовой пояс\n";

impl TestApp {
    async fn zones(&self) -> Vec<Option<Tz>> {
        self.everyone().await.into_iter().map(|person| person.time_zone).collect()
    }
}

on_both! {
    async fn time_zones_come_with_the_roster_and_change_like_the_rest(app: TestApp) {
        app.sign_in().await;
        app.import(&format!("{HEAD}Анна;anna@example.com;МСК+2\nБорис;boris@example.com;\nВера;vera@example.com;utc +5:30\n")).await;
        let expected = [Some(Tz::Asia__Yekaterinburg), None, Some(Tz::Asia__Kolkata)];
        assert_eq!(app.zones().await, expected);
        let preview = app.upload_to_preview(format!("{HEAD}Анна;anna@example.com;\nБорис;boris@example.com;UTC-3\nВера;vera@example.com;Asia/Kolkata\n")).await;
        let page = app.get(&preview).await;
        let row = |name: &str| {
            let rows = page.select("#changes ~ table tbody tr");
            rows.into_iter().find(|row| row.starts_with(name)).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
        };
        assert!(row("Анна").ends_with("Time zone: Asia/Yekaterinburg → –"), "{}", row("Анна"));
        assert!(row("Борис").ends_with("Time zone: → UTC\u{2212}3"), "{}", row("Борис"));
        assert_eq!(page.select("h1"), ["2 people are affected"]);
        assert_eq!(app.apply(&preview, &[]).await.status, 303);
        assert_eq!(app.zones().await[1], Some(Tz::Etc__GMTPlus3));
        // A file without the column leaves zones as they are.
        app.import_now("ФИО;Почта\nАнна;anna@example.com\nБорис;boris@example.com\nВера;vera@example.com\nГлеб;gleb@example.com\n").await;
        assert_eq!(app.zones().await, [None, Some(Tz::Etc__GMTPlus3), Some(Tz::Asia__Kolkata), None]);
    }

    async fn a_value_that_is_no_zone_is_a_problem_of_its_row(app: TestApp) {
        app.sign_in().await;
        let preview = app.upload_to_preview("Full name,Work email,Time zone\nAnn,ann@example.com,Europe/Berlin\nBo,bo@example.com,CST\nCy,cy@example.com,Moscow time\n").await;
        let page = app.get(&preview).await;
        let problems = page.select("#problems ~ table tbody tr");
        let said: Vec<String> = problems.iter().map(|row| row.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(said, [
            "Row 3BoTime zone“CST” is no time zone, or could be several. Write Europe/Berlin or UTC+3.",
            "Row 4CyTime zone“Moscow time” is no time zone, or could be several. Write Europe/Berlin or UTC+3.",
        ]);
        assert_eq!(app.previewed("Name,E-mail,TZ\nAnn,a@example.com,x\n".into()).await.difference.count(Kind::New), 0);
    }

    async fn a_persons_zone_is_edited_by_hand(app: TestApp) {
        app.sign_in().await;
        app.hire(&[("Law", 1)]).await;
        let person = app.everyone().await.remove(0);
        let path = format!("/people/{}", person.id);
        let form = |zone: &'static str| {
            [("full_name", "Ann"), ("email", "ann@example.com"), ("language", "en"), ("employee_id", "law0"), ("time_zone", zone)]
        };
        let wrong = app.post(&path, &form("Mars")).await;
        assert_eq!((wrong.status, wrong.select(".errors a")), (422, vec!["Enter a time zone such as Europe/Berlin or UTC+3, or leave it empty.".to_owned()]));
        assert_eq!(wrong.value_of("time_zone"), "Mars");
        assert_eq!(app.post(&path, &form("utc+3")).await.status, 303);
        assert_eq!(app.get(&path).await.value_of("time_zone"), "UTC+3");
        assert!(app.get("/settings/audit").await.text.contains("Time zone"));
        assert_eq!(app.post(&path, &form("")).await.status, 303);
        assert_eq!(app.zones().await, [None]);
    }
}
