//! Many people at once: moved, marked as left, and back.

use std::fmt::Write;

use super::SMALL;
use crate::app::{Response, TestApp, on_both};

impl TestApp {
    /// The ids of people by their names, as the list's ticks send them.
    async fn ticks(&self, names: &[&str]) -> Vec<(&'static str, String)> {
        let everyone = self.everyone().await;
        let id = |name: &&str| everyone.iter().find(|person| person.full_name == **name).unwrap().id.to_string();
        names.iter().map(|name| ("id", id(name))).collect()
    }

    /// The address of a page about ticked people.
    fn about(page: &str, ticks: &[(&str, String)]) -> String {
        let pairs: Vec<String> = ticks.iter().map(|(key, value)| format!("{key}={value}")).collect();
        format!("{page}?{}", pairs.join("&"))
    }

    /// Presses the button beside the message on the list.
    async fn press_undo(&self) -> Response {
        let page = self.get("/people").await;
        let html = scraper::Html::parse_document(&page.text);
        let form = scraper::Selector::parse(".flash form").unwrap();
        let action = html.select(&form).next().unwrap().value().attr("action").unwrap().to_owned();
        self.post(&action, &[("", "")]).await
    }
}

on_both! {
    async fn ticked_people_are_moved_after_a_page_that_names_them_and_the_department(app: TestApp) {
        app.sign_in().await;
        app.import(SMALL).await;
        let list = app.get("/people").await;
        assert_eq!(list.select("td.tick label"), ["Tick \u{2068}Ann One\u{2069}", "Tick \u{2068}Cid Three\u{2069}", "Tick \u{2068}Борис Ёлкин\u{2069}"]);
        let mut ticks = app.ticks(&["Ann One", "Cid Three"]).await;
        let choose = app.get(&TestApp::about("/people/move", &ticks)).await;
        assert_eq!(choose.select("h1"), ["Move 2 people"]);
        assert_eq!(choose.select("main p bdi"), ["Ann One", "Cid Three"]);
        ticks.push(("to", app.department("Law").await.to_string()));
        let confirm = app.get(&TestApp::about("/people/move", &ticks)).await;
        assert_eq!(confirm.select("h1"), ["Move 2 people to “\u{2068}Law\u{2069}”?"]);
        assert!(confirm.text.contains("1 of them is there already"), "{}", confirm.text);
        for _ in 0..2 {
            assert_eq!(app.post("/people/move", &ticks).await.header("location"), "/people");
        }
        let expected = ["Ann One: Law", "Cid Three: Law", "Борис Ёлкин: Sales / South"];
        assert_eq!(app.places().await, expected);
        assert_eq!(app.logged("people.moved").await, ["moved=1"], "a second time nothing is left to do");
        assert!(app.get("/settings/audit").await.text.contains("Moved several people"));
    }

    async fn a_move_is_undone_for_those_who_were_not_moved_again(app: TestApp) {
        app.sign_in().await;
        app.import(SMALL).await;
        let (before, law) = (app.places().await, app.department("Law").await.to_string());
        let mut ticks = app.ticks(&["Ann One", "Борис Ёлкин"]).await;
        ticks.push(("to", law));
        app.post("/people/move", &ticks).await;
        assert_eq!(app.press_undo().await.status, 303);
        assert!(app.get("/people").await.text.contains("Undone: 2 people are as before."));
        assert_eq!(app.places().await, before);
        app.post("/people/move", &ticks).await;
        let mut again = app.ticks(&["Ann One"]).await;
        again.push(("to", "none".to_owned()));
        let page = app.get("/people").await;
        let action = page.text.split("action=\"/people/undo/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        app.post("/people/move", &again).await;
        let undo = format!("/people/undo/{action}");
        let (one, two) = tokio::join!(app.post(&undo, &[("", "")]), app.post(&undo, &[("", "")]));
        assert_eq!((one.status, two.status), (303, 303));
        assert_eq!(app.places().await, ["Ann One: ", "Cid Three: Law", "Борис Ёлкин: Sales / South"]);
        assert_eq!(app.logged("people.undone").await, ["changed=1", "changed=2"]);
    }

    async fn ticked_people_are_marked_as_left_and_brought_back(app: TestApp) {
        app.sign_in().await;
        app.import(SMALL).await;
        let before = app.everyone().await;
        let ticks = app.ticks(&["Ann One", "Cid Three"]).await;
        let confirm = app.get(&TestApp::about("/people/leave", &ticks)).await;
        assert_eq!(confirm.select("h1"), ["Mark 2 people as left?"]);
        assert_eq!(confirm.select("main .danger"), ["Mark 2 people as left"]);
        assert_eq!(app.here().await.len(), 3, "looking changes nothing");
        assert_eq!(app.post("/people/leave", &ticks).await.status, 303);
        assert_eq!(app.here().await.len(), 1);
        assert_eq!(app.press_undo().await.status, 303);
        assert_eq!(app.everyone().await, before);
        assert_eq!(app.logged("people.left").await, ["leaving=2"]);
    }

    async fn nobody_comes_back_to_an_address_that_was_given_away_or_after_an_hour(app: TestApp) {
        app.sign_in().await;
        app.import(SMALL).await;
        let ticks = app.ticks(&["Ann One", "Cid Three"]).await;
        app.post("/people/leave", &ticks).await;
        let new = [("full_name", "Annette"), ("email", "ANN@example.com"), ("language", "en")];
        let page = app.get("/people").await;
        assert_eq!(app.post("/people/new", &new).await.status, 303);
        let action = page.text.split("action=\"/people/undo/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert_eq!(app.post(&format!("/people/undo/{action}"), &[("", "")]).await.status, 303);
        let names: Vec<_> = app.here().await.into_iter().map(|person| person.full_name).collect();
        assert_eq!(names, ["Annette", "Cid Three", "Борис Ёлкин"]);
        app.post("/people/leave", &app.ticks(&["Cid Three"]).await).await;
        app.app.clock.advance(chrono::TimeDelta::minutes(61));
        app.press_undo().await;
        assert_eq!(app.here().await.len(), 2, "an hour has passed");
    }

    async fn everyone_whom_the_filters_find_is_moved_if_they_are_still_the_same(app: TestApp) {
        app.sign_in().await;
        let mut csv = "Employee ID,Full name,Work email,Department\n".to_owned();
        for number in 0..60 {
            writeln!(csv, "{number},Person {number},p{number}@example.com,Old").unwrap();
        }
        app.import_now(&csv).await;
        let list = app.get("/people?q=person").await;
        assert!(list.text.contains("or all 60 found:"), "{}", list.text);
        assert!(!app.get("/people").await.text.contains("found:"), "only where the list is narrowed");
        let address = "/people/move?all=yes&q=person&to=none";
        let confirm = app.get(address).await;
        assert_eq!(confirm.select("h1"), ["Move 60 people out of every department?"]);
        assert_eq!(confirm.select("main p bdi").len(), 6);
        assert!(confirm.text.contains("and 54 more"), "{}", confirm.text);
        let mut form = vec![("all", "yes".to_owned()), ("q", "person".to_owned()), ("to", "none".to_owned())];
        form.push(("seen", confirm.value_of("seen")));
        app.import_now(&format!("{csv}99,Person new,new@example.com,Old\n")).await;
        let stale = app.post("/people/move", &form).await;
        assert_eq!(stale.status, 409);
        assert!(stale.text.contains("The list has changed since you looked"), "{}", stale.text);
        assert!(app.places().await.iter().all(|place| place.ends_with("Old")));
        form[3].1 = stale.value_of("seen");
        assert_eq!(app.post("/people/move", &form).await.header("location"), "/people?q=person");
        assert!(app.places().await.iter().all(|place| place.ends_with(": ")));
    }

    async fn nobody_ticked_too_many_and_a_department_that_is_gone_lead_back_with_a_word(app: TestApp) {
        app.sign_in().await;
        app.import(SMALL).await;
        let before = app.everyone().await;
        let mut gone = app.ticks(&["Ann One"]).await;
        gone.push(("to", "00000000-0000-0000-0000-000000000000".to_owned()));
        let many: Vec<_> = std::iter::repeat_n(("id", before[0].id.to_string()), 5001).collect();
        for (form, words) in [(vec![("q", "ann".to_owned())], "Nobody is ticked"), (gone, "no longer there")] {
            let answer = match form.len() {
                1 => app.get("/people/leave?q=ann").await,
                _ => app.post("/people/move", &form).await,
            };
            assert_eq!(answer.status, 303, "{}", answer.text);
            assert!(app.get(answer.header("location")).await.text.contains(words), "{words}");
        }
        assert_eq!(app.post("/people/leave", &many).await.status, 303);
        assert!(app.get("/people").await.text.contains("More than 5,000 people"));
        assert_eq!(app.everyone().await, before);
    }
}
