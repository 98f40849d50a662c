//! What an import changes, and nothing else.

use candor::people::import::{Kind, forget_old};
use candor::people::store;
use chrono::TimeDelta;

use super::{SMALL, people_1470};
use crate::app::{TestApp, on_both};

/// A row of [`SMALL`] with other people around it.
fn with(rows: &str) -> String {
    format!("Employee ID,Full name,Work email,Department,Team,Language\n{rows}")
}

impl TestApp {
    async fn kinds(&self, csv: &str) -> Vec<(Kind, String)> {
        let preview = self.previewed(csv.as_bytes().to_vec()).await;
        preview.difference.changes.into_iter().map(|change| (change.kind, change.name)).collect()
    }

    async fn audited(&self, action: &str) -> Vec<String> {
        let entries = self.app.db.read(|conn| candor::audit::page(conn, 0, 50)).await.unwrap();
        entries.into_iter().filter(|entry| entry.action == action).map(|entry| entry.details).collect()
    }
}

on_both! {
    async fn the_people_of_the_data_set_are_imported_whole_in_the_browser(app: TestApp) {
        app.sign_in().await;
        let empty = app.get("/people").await;
        assert!(empty.text.contains("Import your roster"), "{}", empty.text);
        let preview = app.upload_to_preview(people_1470()).await;
        let page = app.get(&preview).await;
        assert_eq!(page.select("h1"), ["1,470 people can be imported"]);
        assert!(page.select("button").contains(&"Import 1,470 people".to_owned()));
        assert!(page.text.contains("Gender, Birth year, Hire date"), "what is not kept is named");
        assert_eq!(app.apply(&preview, &[]).await.status, 303);

        let (here, departments) = (app.here().await, app.app.db.read(store::departments).await.unwrap());
        assert_eq!(here.len(), 1470);
        assert_eq!(departments.iter().filter(|department| department.parent_id.is_none()).count(), 3);
        assert_eq!(departments.iter().filter(|department| department.parent_id.is_some()).count(), 11);
        assert_eq!(app.audited("roster.imported").await, ["leaving=0 moved=0 changed=0 back=0 new=1470 left_out=0"]);
        let list = app.get("/people").await;
        assert!(list.text.contains("1–50 of 1,470 people"));
        assert!(list.text.contains("Imported: 1,470 people."));

        let again = app.upload_to_preview(people_1470()).await;
        assert_eq!(app.get(&again).await.select("h1"), ["Nothing would change"]);
        assert_eq!(app.here().await, here);
    }

    async fn every_change_can_be_read_page_by_page_and_taken_away(app: TestApp) {
        app.sign_in().await;
        app.import(SMALL).await;
        let rows = (10..260).map(|n| format!("{n},Person {n:03},p{n}@example.com,Law,,en\n"));
        let csv = SMALL.replace("Ann One", "Ann Married") + &rows.collect::<String>();
        let preview = app.upload_to_preview(csv).await;
        let shown = |page: &crate::app::Response| page.select("#changes ~ table tbody th").len();
        let glance = app.get(&preview).await;
        assert_eq!((shown(&glance), glance.select("#changes ~ table tbody th")[0].as_str()), (10, "Ann Married"));
        assert!(glance.text.contains("Show all 251 changes"));
        let mut names = std::collections::BTreeSet::new();
        for page in 1..=3 {
            let found = app.get(&format!("{preview}?kind=new&page={page}")).await;
            assert_eq!(shown(&found), if page == 3 { 50 } else { 100 });
            names.extend(found.select("#changes ~ table tbody th"));
        }
        assert_eq!(names.len(), 250);
        let beyond = app.get(&format!("{preview}?kind=all&page=99")).await;
        assert_eq!(beyond.select("#changes ~ table caption"), ["Changes 201–251 of 251"]);
        let csv = app.get(&format!("{preview}/changes.csv")).await.text;
        assert_eq!(csv.lines().count(), 252);
        assert!(csv.contains("changed,2,Ann Married,1,Sales / North,Full name,Ann One,Ann Married"), "{csv}");
    }

    async fn the_template_is_there_in_both_languages(app: TestApp) {
        app.sign_in().await;
        let english = app.get("/people/template.csv?language=en").await.text;
        assert_eq!(english.trim_start_matches('\u{feff}').trim_end(), "Employee ID,Full name,First name,Work email,Department,Team,Language,Time zone");
        let russian = app.get("/people/template.csv?language=ru").await.text;
        assert_eq!(russian.trim_start_matches('\u{feff}').trim_end(), "Табельный номер;ФИО;Имя;Почта;Отдел;Команда;Язык;Часовой пояс");
        for template in [english, russian] {
            let filled = format!("{template}1;Ann Lee;Ann;ann@example.com;Sales;North;en;UTC+3\n");
            let filled = if template.contains(';') { filled } else { filled.replace(';', ",") };
            let people = candor::people::import::parse(filled.as_bytes()).unwrap().people;
            assert_eq!((people.len(), people[0].first_name.as_deref()), (1, Some("Ann")));
        }
    }

    async fn a_changed_file_is_the_difference_and_nothing_else(app: TestApp) {
        app.sign_in().await;
        let more = (4..14).map(|number| format!("{number},Person {number},p{number}@example.com,Law,,en\n"));
        let csv = SMALL.to_owned() + &more.collect::<Vec<_>>().concat();
        app.import(&csv).await;
        let before = app.everyone().await;
        let changed = csv
            .replace("1,Ann One,ann@example.com,Sales,North", "1,Ann Married,ann@example.com,Sales,South")
            .replace("boris@example.com", "boris.elkin@example.com")
            .replace("13,Person 13,p13@example.com,Law,,en\n", "14,Newcomer,new@example.com,Research,,ru\n");
        let names = |list: &[(Kind, &str)]| list.iter().map(|(kind, name)| (*kind, (*name).to_owned())).collect::<Vec<_>>();
        assert_eq!(
            app.kinds(&changed).await,
            names(&[
                (Kind::Leaving, "Person 13"),
                (Kind::Moved, "Ann Married"),
                (Kind::Changed, "Борис Ёлкин"),
                (Kind::New, "Newcomer"),
            ])
        );
        let preview = app.upload_to_preview(changed.clone()).await;
        let page = app.get(&preview).await.text;
        assert!(page.contains("<del><bdi>Sales / North</bdi></del> → <ins><bdi>Sales / South</bdi></ins>"), "{page}");
        assert!(page.contains("<del><bdi>boris@example.com</bdi></del> → <ins><bdi>boris.elkin@example.com</bdi></ins>"));
        assert_eq!(app.apply(&preview, &[("leaving", "mark")]).await.status, 303);

        let after = app.everyone().await;
        assert_eq!(after.len(), before.len() + 1);
        let untouched = |people: &[candor::people::Person]| {
            let names = ["Ann One", "Ann Married", "Борис Ёлкин", "Person 13", "Newcomer"];
            people.iter().filter(|person| !names.contains(&person.full_name.as_str())).cloned().collect::<Vec<_>>()
        };
        assert_eq!(untouched(&after), untouched(&before));
        let left = after.iter().find(|person| person.full_name == "Person 13").unwrap();
        assert_eq!(left.left_at, Some(app.app.clock.now()));
        assert_eq!(app.kinds(&changed).await, [], "once applied, the file changes nothing");
    }

    async fn who_left_comes_back_as_the_same_person(app: TestApp) {
        app.import_now(SMALL).await;
        let before = app.everyone().await;
        app.import_now(&SMALL.replace("3,Cid Three,cid@example.com,Law,,en\n", "")).await;
        assert_eq!(app.here().await.len(), 2);
        assert_eq!(app.kinds(SMALL).await, [(Kind::Back, "Cid Three".to_owned())]);
        app.import_now(SMALL).await;
        assert_eq!(app.everyone().await, before);
    }

    async fn a_newcomer_may_have_the_address_of_someone_who_left(app: TestApp) {
        app.import_now(SMALL).await;
        let newcomer = SMALL.replace("3,Cid Three", "9,Cid Newcomer");
        app.import_now(&newcomer).await;
        let cids: Vec<_> = app.everyone().await.into_iter().filter(|person| person.email == "cid@example.com").collect();
        assert_eq!(cids.len(), 2);
        assert_eq!(cids.iter().filter(|person| person.left_at.is_none()).count(), 1);
    }

    async fn two_people_may_swap_their_addresses_in_one_import(app: TestApp) {
        app.import_now(SMALL).await;
        let swapped = SMALL
            .replace("ann@example.com", "x@example.com")
            .replace("boris@example.com", "ann@example.com")
            .replace("x@example.com", "boris@example.com");
        app.import_now(&swapped).await;
        let addresses: Vec<_> = app.everyone().await.into_iter().map(|person| (person.full_name, person.email)).collect();
        assert!(addresses.contains(&("Ann One".into(), "boris@example.com".into())), "{addresses:?}");
        assert!(addresses.contains(&("Борис Ёлкин".into(), "ann@example.com".into())));
        assert_eq!(app.here().await.len(), 3);
    }

    async fn another_case_in_departments_and_addresses_is_no_change(app: TestApp) {
        app.import_now(SMALL).await;
        let other = SMALL.replace("Sales", "SALES").replace("ann@example.com", "Ann@EXAMPLE.com");
        assert_eq!(app.kinds(&other).await, []);
    }

    async fn without_employee_ids_the_address_tells_who_is_who(app: TestApp) {
        let csv = "Name,Email,Department\nAnn,ann@example.com,Sales\nBob,bob@example.com,Sales\n";
        app.import_now(csv).await;
        let renamed = csv.replace("Ann,", "Ann Married,");
        assert_eq!(app.kinds(&renamed).await, [(Kind::Changed, "Ann Married".to_owned())]);
        let with_ids = "ID,Name,Email,Department\n1,Ann,ann@example.com,Sales\n2,Bob,bob@example.com,Sales\n";
        app.import_now(with_ids).await;
        assert_eq!(app.everyone().await.len(), 2, "the id is taken on, nobody is doubled");
        assert_eq!(app.kinds(csv).await, [], "a file without ids takes none away");
    }

    async fn what_a_file_does_not_say_stays_as_it_is(app: TestApp) {
        app.import_now(SMALL).await;
        let bare = "Employee ID,Full name,Work email\n1,Ann One,ann@example.com\n2,Борис Ёлкин,boris@example.com\n3,Cid Three,cid@example.com\n";
        assert_eq!(app.kinds(bare).await, []);
    }

    async fn a_file_that_waits_is_forgotten_after_an_hour(app: TestApp) {
        app.sign_in().await;
        let preview = app.upload_to_preview(SMALL).await;
        app.app.clock.advance(TimeDelta::minutes(59));
        assert_eq!(app.get(&preview).await.status, 200);
        app.app.clock.advance(TimeDelta::minutes(1));
        assert_eq!(app.get(&preview).await.status, 409, "before it is swept away, too");
        let now = app.app.clock.now();
        assert_eq!(app.app.db.write(move |conn| forget_old(conn, now)).await.unwrap(), 1);
    }

    async fn a_department_is_made_once_for_all_its_people(app: TestApp) {
        app.import_now(&with("1,Ann,ann@example.com,Отдел учёта,,en\n2,Bob,bob@example.com,отдел  Учета,Смена,en\n")).await;
        let departments = app.app.db.read(store::departments).await.unwrap();
        let names: Vec<_> = departments.iter().map(|department| department.name.as_str()).collect();
        assert_eq!(names.len(), 2, "{names:?}");
        assert!(names.contains(&"Отдел учёта") && names.contains(&"Смена"));
    }
}
