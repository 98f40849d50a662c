//! The tree, changed by hand: what each change does, and what it never does.

use std::fmt::Write;

use candor::db::{DepartmentId, WaveId};
use candor::people::{Departments, store};
use candor::waves::Audience;

use super::SMALL;
use crate::app::{Response, TestApp, on_both};

/// Sales with North and South, Trade with North and Kiosks, Law; a person directly in each.
const TWO_NORTHS: &str = "Employee ID,Full name,Work email,Department,Team\n\
                          1,Ann,ann@example.com,Sales,\n2,Bob,bob@example.com,Sales,North\n\
                          3,Cid,cid@example.com,Sales,South\n4,Dan,dan@example.com,Trade,\n\
                          5,Eve,eve@example.com,Trade,NORTH\n6,Fay,fay@example.com,Trade,Kiosks\n\
                          7,Gus,gus@example.com,Law,\n";

impl TestApp {
    async fn tree(&self) -> Departments {
        Departments::new(self.app.db.read(store::departments).await.unwrap())
    }

    /// Every path of the tree, in order.
    pub async fn paths(&self) -> Vec<String> {
        self.tree().await.paths().map(|(_, path)| path).collect()
    }

    /// A department by its path.
    pub async fn department(&self, path: &str) -> DepartmentId {
        self.tree().await.paths().find(|(_, other)| other == path).unwrap_or_else(|| panic!("no {path}")).0
    }

    /// Who stands where: "Ann: Sales".
    pub async fn places(&self) -> Vec<String> {
        let tree = self.tree().await;
        let place = |person: &candor::people::Person| tree.path_text(person.department_id);
        self.everyone().await.iter().map(|person| format!("{}: {}", person.full_name, place(person))).collect()
    }

    /// Sends a form of a department's page.
    async fn change(&self, path: &str, action: &str, form: &[(&str, &str)]) -> Response {
        let id = self.department(path).await;
        self.post(&format!("/people/departments/{id}/{action}"), &form).await
    }

    /// Merges as an admin does: choose, look, agree.
    async fn merge(&self, from: &str, into: &str) -> Response {
        let (from, into) = (self.department(from).await, self.department(into).await.to_string());
        let path = format!("/people/departments/{from}/merge");
        let seen = self.get(&format!("{path}?into={into}")).await.value_of("seen");
        self.post(&path, &[("into", into.as_str()), ("seen", &seen)]).await
    }

    /// All that an open wave keeps of people and departments.
    pub async fn frozen(&self, wave: WaveId) -> (Vec<String>, Vec<String>) {
        let kept = move |conn: &mut candor::db::Conn| {
            let tree = candor::waves::store::tree(conn, wave)?;
            let invitations = candor::invitations::store::of_wave(conn, wave)?;
            Ok::<_, candor::db::Error>((tree, invitations))
        };
        let (tree, invitations) = self.app.db.read(kept).await.unwrap();
        let group = |g: &candor::waves::Group| format!("{} {:?} {} {}", g.number, g.parent, g.name, g.direct_headcount);
        let invited = invitations.iter().map(|one| format!("{} {} {}", one.id, one.person, one.group));
        (tree.groups().iter().map(group).collect(), invited.collect())
    }

    /// What the log holds of an action.
    pub async fn logged(&self, action: &'static str) -> Vec<String> {
        let entries = self.app.db.read(|conn| candor::audit::page(conn, 0, 500)).await.unwrap();
        entries.into_iter().filter(|entry| entry.action == action).map(|entry| entry.details).collect()
    }
}

on_both! {
    async fn a_department_is_added_renamed_moved_and_removed(app: TestApp) {
        app.sign_in().await;
        app.import(SMALL).await;
        let law = app.department("Law").await.to_string();
        let added = app.post("/people/departments/new", &[("name", " Patent   law "), ("parent", &law)]).await;
        assert_eq!(added.status, 303, "{}", added.text);
        let page = app.get(added.header("location")).await;
        assert_eq!(page.select("h1"), ["Patent law"]);
        assert_eq!(page.select("dd"), ["0", "0", "0"]);
        assert_eq!(app.change("Law / Patent law", "name", &[("name", "Patents")]).await.status, 303);
        let moved = app.change("Law / Patents", "parent", &[("parent", "")]).await;
        assert_eq!(moved.status, 303);
        let told = app.get(moved.header("location")).await;
        assert!(told.text.contains("now stands at the top"), "{}", told.text);
        assert_eq!(app.paths().await, ["Law", "Patents", "Sales", "Sales / North", "Sales / South"]);
        assert_eq!(app.change("Patents", "remove", &[("", "")]).await.status, 303);
        assert_eq!(app.paths().await, ["Law", "Sales", "Sales / North", "Sales / South"]);
        assert_eq!(app.logged("department.renamed").await, ["Patent law → Patents"]);
        assert_eq!(app.logged("department.moved").await, ["Law / Patents"]);
        assert_eq!(app.logged("department.removed").await, ["Patents"]);
        let log = app.get("/settings/audit").await;
        assert!(log.text.contains("Renamed a department") && !log.text.contains(&law), "{}", log.text);
    }

    async fn a_renaming_and_a_move_are_undone_by_the_button_that_follows(app: TestApp) {
        app.sign_in().await;
        app.import(SMALL).await;
        let north = app.department("Sales / North").await;
        app.change("Sales / North", "name", &[("name", "Arctic")]).await;
        let told = app.get(&format!("/people/departments/{north}")).await;
        assert_eq!(told.select(".flash button"), ["Undo"]);
        assert_eq!(told.value_of("name"), "North");
        assert_eq!(app.change("Sales / Arctic", "name", &[("name", "North")]).await.status, 303);
        app.get("/people").await;
        let law = app.department("Law").await.to_string();
        app.change("Sales / North", "parent", &[("parent", &law)]).await;
        let told = app.get(&format!("/people/departments/{north}")).await;
        assert_eq!(told.value_of("parent"), app.department("Sales").await.to_string());
    }

    async fn what_stands_in_the_way_is_said_beside_the_field_and_nothing_changes(app: TestApp) {
        app.sign_in().await;
        app.import(SMALL).await;
        let (before, sales) = (app.paths().await, app.department("Sales").await.to_string());
        let north = app.department("Sales / North").await.to_string();
        let long = "x".repeat(201);
        for (path, action, field, value, words) in [
            ("Sales / North", "name", "name", " SOUTH ", "in this place already"),
            ("Sales", "name", "name", " ", "Enter a name."),
            ("Sales", "name", "name", &long, "at most 200 characters"),
            ("Sales", "name", "name", "North / Arctic", "they separate levels"),
            ("Sales", "name", "name", "> North", "they separate levels"),
            ("Sales", "parent", "parent", &north, "cannot go inside itself"),
            ("Sales", "parent", "parent", &sales, "cannot go inside itself"),
            ("Law", "parent", "parent", "00000000-0000-0000-0000-000000000000", "no longer there"),
        ] {
            let page = app.change(path, action, &[(field, value)]).await;
            assert_eq!(page.status, 422, "{action} {value}");
            assert!(page.text.contains(words) && page.text.contains(&format!("href=\"#{field}\"")), "{}", page.text);
        }
        let twice = app.post("/people/departments/new", &[("name", "LAW"), ("parent", "")]).await;
        assert_eq!(twice.status, 422);
        let full = app.change("Sales", "remove", &[("", "")]).await;
        assert!(app.get(full.header("location")).await.text.contains("Only an empty department"));
        assert_eq!(app.paths().await, before);
        assert_eq!(app.change("Law", "name", &[("name", "LAW")]).await.status, 303, "its own name in other letters");
    }

    async fn a_move_takes_the_branch_along_and_keeps_to_the_deepest_level(app: TestApp) {
        app.sign_in().await;
        let deep = (1..=7).map(|level| format!("L{level}")).collect::<Vec<_>>().join(" / ");
        app.import(&format!("{SMALL}9,Deep,deep@example.com,{deep},,en\n")).await;
        let (l6, l7) = (deep.rsplit_once(" / ").unwrap().0.to_owned(), deep.clone());
        let (six, seven) = (app.department(&l6).await.to_string(), app.department(&l7).await.to_string());
        let refused = app.change("Sales", "parent", &[("parent", &seven)]).await;
        assert!(refused.status == 422 && refused.text.contains("at most 8 levels"), "{}", refused.text);
        assert_eq!(app.change("Sales", "parent", &[("parent", &six)]).await.status, 303);
        let places = app.places().await;
        assert!(places.contains(&format!("Ann One: {l6} / Sales / North")), "{places:?}");
    }

    async fn a_merge_says_what_it_does_and_does_it(app: TestApp) {
        app.sign_in().await;
        app.import(TWO_NORTHS).await;
        let (from, into) = (app.department("Sales").await, app.department("Trade").await);
        let page = app.get(&format!("/people/departments/{from}/merge?into={into}")).await;
        let said = page.select(".plain li").join(" | ");
        assert!(said.contains("3 people go to") && said.contains("1 department below it goes along"), "{said}");
        assert!(said.contains("South") && said.contains("same name in both") && said.contains("North"), "{said}");
        let merged = app.merge("Sales", "Trade").await;
        assert_eq!(merged.header("location"), format!("/people/departments/{into}"), "{}", merged.text);
        assert_eq!(app.paths().await, ["Law", "Trade", "Trade / Kiosks", "Trade / NORTH", "Trade / South"]);
        let expected = ["Ann: Trade", "Bob: Trade / NORTH", "Cid: Trade / South", "Dan: Trade", "Eve: Trade / NORTH",
            "Fay: Trade / Kiosks", "Gus: Law"];
        assert_eq!(app.places().await, expected);
        assert_eq!(app.logged("department.merged").await, ["Sales → Trade"]);
        assert!(app.get(merged.header("location")).await.text.contains("is merged into this department"));
    }

    async fn a_team_named_like_its_department_is_merged_into_it(app: TestApp) {
        app.sign_in().await;
        app.import("Name,Email,Department\nAnn,a@example.com,Sales / sales / SALES\nBob,b@example.com,Sales / sales\n").await;
        assert_eq!(app.merge("Sales / sales", "Sales").await.status, 303);
        assert_eq!(app.places().await, ["Ann: Sales / SALES", "Bob: Sales"]);
    }

    async fn a_merge_that_would_now_do_something_else_is_shown_again(app: TestApp) {
        app.sign_in().await;
        app.import(TWO_NORTHS).await;
        let (from, into) = (app.department("Sales").await, app.department("Trade").await.to_string());
        let path = format!("/people/departments/{from}/merge");
        let seen = app.get(&format!("{path}?into={into}")).await.value_of("seen");
        app.import_now(&format!("{TWO_NORTHS}8,Hal,hal@example.com,Sales,West\n")).await;
        let form = [("into", into.as_str()), ("seen", &seen)];
        let stale = app.post(&path, &form).await;
        assert_eq!(stale.status, 409);
        assert!(stale.text.contains("have changed since you looked") && stale.text.contains("4 people go to"));
        assert!(app.paths().await.contains(&"Sales / West".to_owned()));
        let agreed = stale.value_of("seen");
        let form = [("into", into.as_str()), ("seen", &agreed)];
        let (one, two) = tokio::join!(app.post(&path, &form), app.post(&path, &form));
        assert_eq!((one.status, two.status), (303, 303), "a double click merges once");
        assert_eq!(app.logged("department.merged").await.len(), 1);
        assert_eq!(app.get(&path).await.status, 404);
        let inside = app.change("Trade", "merge", &[("into", &app.department("Trade / Kiosks").await.to_string())]).await;
        assert_eq!(inside.status, 422);
    }

    async fn whoever_left_is_kept_when_their_department_goes(app: TestApp) {
        app.sign_in().await;
        app.import(TWO_NORTHS).await;
        let fay = app.everyone().await.into_iter().find(|person| person.full_name == "Fay").unwrap();
        app.post(&format!("/people/{}/leave", fay.id), &[("", "")]).await;
        let kiosks = app.department("Trade / Kiosks").await;
        let page = app.get(&format!("/people/departments/{kiosks}/remove")).await;
        assert!(page.text.contains("1 person who has left stood in it"), "{}", page.text);
        assert_eq!(app.change("Trade / Kiosks", "remove", &[("", "")]).await.status, 303);
        assert!(app.places().await.contains(&"Fay: Trade".to_owned()));
    }

    async fn a_department_that_a_planned_wave_names_does_not_go(app: TestApp) {
        app.sign_in().await;
        app.import(TWO_NORTHS).await;
        let north = app.department("Sales / North").await;
        let draft = app.draft("Northern spring");
        app.plan(candor::waves::Draft { audience: Audience::Departments(vec![north]), ..draft }).await;
        let before = app.paths().await;
        let (from, into) = (app.department("Sales").await, app.department("Trade").await);
        let page = app.get(&format!("/people/departments/{from}/merge?into={into}")).await;
        assert!(page.text.contains("Northern spring") && page.select("form button.danger").is_empty(), "{}", page.text);
        let refused = app.change("Sales", "merge", &[("into", &into.to_string()), ("seen", "2-1-3")]).await;
        assert_eq!(refused.status, 409);
        assert_eq!(app.paths().await, before);
    }

    async fn an_open_wave_keeps_its_groups_and_invitations_whatever_is_changed(app: TestApp) {
        app.sign_in().await;
        app.import(TWO_NORTHS).await;
        let wave = app.launch_wave("Spring").await;
        let (report, before) = (app.get(&format!("/waves/{wave}")).await.status, app.frozen(wave).await);
        assert_eq!((report, before.1.len()), (200, 7));
        let law = app.department("Law").await.to_string();
        app.change("Sales / South", "name", &[("name", "Antarctic")]).await;
        assert_eq!(app.frozen(wave).await, before);
        app.change("Sales / Antarctic", "parent", &[("parent", &law)]).await;
        assert_eq!(app.frozen(wave).await, before);
        assert_eq!(app.merge("Sales", "Trade").await.status, 303);
        assert_eq!(app.frozen(wave).await, before);
        let ids: Vec<_> = app.here().await.iter().map(|person| ("id", person.id.to_string())).collect();
        let form: Vec<_> = ids.iter().cloned().chain([("to", law), ("seen", String::new())]).collect();
        assert_eq!(app.post("/people/move", &form).await.status, 303);
        assert_eq!(app.frozen(wave).await, before);
        assert_eq!(app.change("Trade / Kiosks", "remove", &[("", "")]).await.status, 303);
        assert_eq!(app.post("/people/leave", &&ids[1..]).await.status, 303);
        assert_eq!(app.post(&format!("/people/{}/leave", ids[0].1), &[("", "")]).await.status, 303);
        assert_eq!(app.here().await, []);
        assert_eq!(app.frozen(wave).await, before);
    }

    async fn the_page_of_three_hundred_teams_shows_each_with_its_people(app: TestApp) {
        app.sign_in().await;
        let mut csv = "Name,Email,Department,Team\n".to_owned();
        let long = "長".repeat(200);
        for number in 0..310 {
            writeln!(csv, "P{number},p{number}@example.com,קבוצה {},{long} {number}", number % 36).unwrap();
        }
        app.import_now(&csv.replace(&long, &long.chars().take(190).collect::<String>())).await;
        let page = app.get("/people/departments").await;
        assert_eq!(page.select("tbody bdi").len(), 346);
        assert_eq!(page.select("tfoot td"), ["310"]);
    }
}
