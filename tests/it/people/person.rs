//! Someone's own page.

use candor::people::Person;

use super::SMALL;
use crate::app::{Response, TestApp, on_both};

impl TestApp {
    async fn person(&self, name: &str) -> Person {
        self.everyone().await.into_iter().find(|person| person.full_name == name).unwrap()
    }

    /// Sends someone's form with one field changed.
    async fn edit(&self, person: &Person, field: &str, value: &str) -> Response {
        let department = person.department_id.map(|id| id.to_string()).unwrap_or_default();
        let id = person.employee_id.clone().unwrap_or_default();
        let mut form = vec![
            ("full_name", person.full_name.as_str()),
            ("email", &person.email),
            ("department", &department),
            ("language", person.language.code()),
            ("employee_id", &id),
        ];
        form.iter_mut().filter(|(name, _)| *name == field).for_each(|pair| pair.1 = value);
        self.post(&format!("/people/{}", person.id), &form).await
    }
}

on_both! {
    async fn someone_is_edited_and_the_log_names_only_the_fields(app: TestApp) {
        app.sign_in().await;
        app.import(SMALL).await;
        let ann = app.person("Ann One").await;
        let saved = app.edit(&ann, "full_name", " Ann   Married ").await;
        assert_eq!(saved.status, 303, "{}", saved.text);
        let after = app.person("Ann Married").await;
        assert_eq!(after, Person { full_name: "Ann Married".into(), ..ann.clone() });
        assert_eq!(app.get("/people?q=married").await.select("tbody th bdi"), ["Ann Married"]);
        assert_eq!(app.edit(&after, "", "").await.status, 303, "nothing changed");
        let entries = app.app.db.read(|conn| candor::audit::page(conn, 0, 50)).await.unwrap();
        let edits: Vec<_> = entries.iter().filter(|entry| entry.action == "person.changed").collect();
        assert_eq!(edits.len(), 1);
        assert_eq!((edits[0].object.as_str(), edits[0].details.as_str()), (ann.id.to_string().as_str(), "name"));
    }

    async fn a_form_with_mistakes_comes_back_filled_in(app: TestApp) {
        app.sign_in().await;
        app.import(SMALL).await;
        let ann = app.person("Ann One").await;
        for (field, value, words) in [
            ("full_name", "  ", "Enter a name."),
            ("email", "nonsense", "An email address has an @ in it"),
            ("email", "BORIS@example.com", "has this address"),
            ("employee_id", "2", "has this employee ID"),
            ("department", "00000000-0000-0000-0000-000000000000", "This department is no longer there"),
        ] {
            let page = app.edit(&ann, field, value).await;
            assert_eq!(page.status, 422, "{field}");
            assert!(page.text.contains(words) && page.text.contains(&format!("href=\"#{field}\"")), "{}", page.text);
            if field == "email" {
                assert_eq!(page.value_of("email"), value);
            }
        }
        assert_eq!(app.person("Ann One").await, ann);
    }

    async fn someone_leaves_and_comes_back(app: TestApp) {
        app.sign_in().await;
        app.import(SMALL).await;
        let cid = app.person("Cid Three").await;
        let leave = format!("/people/{}/leave", cid.id);
        for _ in 0..2 {
            assert_eq!(app.post(&leave, &[("", "")]).await.status, 303);
        }
        assert_eq!(app.here().await.len(), 2);
        let left = app.get("/people?status=left").await;
        assert_eq!(left.select("tbody th bdi"), ["Cid Three"]);
        assert!(left.text.contains("2\u{a0}March 2026"), "{}", left.text);
        assert_eq!(app.post(&format!("/people/{}/return", cid.id), &[("", "")]).await.status, 303);
        assert_eq!(app.person("Cid Three").await, cid);
        let entries = app.app.db.read(|conn| candor::audit::page(conn, 0, 50)).await.unwrap();
        let count = |action: &str| entries.iter().filter(|entry| entry.action == action).count();
        assert_eq!((count("person.left"), count("person.back")), (1, 1));
    }

    async fn nobody_comes_back_to_an_address_that_is_taken(app: TestApp) {
        app.sign_in().await;
        app.import(SMALL).await;
        let (ann, cid) = (app.person("Ann One").await, app.person("Cid Three").await);
        app.post(&format!("/people/{}/leave", cid.id), &[("", "")]).await;
        assert_eq!(app.edit(&ann, "email", "cid@example.com").await.status, 303);
        let refused = app.post(&format!("/people/{}/return", cid.id), &[("", "")]).await;
        assert_eq!(refused.status, 409);
        assert!(refused.text.contains("has this address now"), "{}", refused.text);
        assert_eq!(app.here().await.len(), 2);
    }

    async fn someone_is_added_by_hand_and_the_next_import_knows_them(app: TestApp) {
        app.sign_in().await;
        let law = "Employee ID,Full name,Work email,Department\n1,Ann One,ann@example.com,Law\n";
        app.import(law).await;
        let department = app.department("Law").await.to_string();
        assert_eq!(app.get(&format!("/people/new?department={department}")).await.status, 200);
        let form = [
            ("full_name", " Dora   Four "),
            ("email", "Dora@Example.com"),
            ("department", department.as_str()),
            ("language", "ru"),
            ("employee_id", "44"),
        ];
        let added = app.post("/people/new", &form).await;
        assert_eq!(added.status, 303, "{}", added.text);
        let dora = app.person("Dora Four").await;
        assert_eq!(added.header("location"), format!("/people/{}", dora.id));
        assert_eq!((dora.email_key.as_str(), dora.department_id.map(|id| id.to_string())), ("dora@example.com", Some(department)));
        assert_eq!(app.logged("person.added").await, [""]);
        let preview = app.previewed(format!("{law}44,Dora Four,dora@example.com,Law\n").into_bytes()).await;
        assert_eq!((preview.difference.changes.len(), preview.difference.unchanged), (0, 2));
    }

    async fn whoever_has_the_address_or_the_number_is_named_with_a_way_to_them(app: TestApp) {
        app.sign_in().await;
        app.import(SMALL).await;
        let (ann, cid) = (app.person("Ann One").await, app.person("Cid Three").await);
        let new = |name: &'static str, email: &'static str, id: &'static str| {
            [("full_name", name), ("email", email), ("employee_id", id), ("language", "en")]
        };
        let twice = app.post("/people/new", &new("Dora", "ANN@example.com", "3")).await;
        assert_eq!(twice.status, 422);
        assert_eq!(twice.value_of("email"), "ANN@example.com");
        for person in [&ann, &cid] {
            assert!(twice.text.contains(&format!("href=\"/people/{}\"", person.id)), "{}", twice.text);
        }
        app.post(&format!("/people/{}/leave", ann.id), &[("", "")]).await;
        let again = app.post("/people/new", &new("ann one", "ann@example.com", "")).await;
        assert_eq!(again.status, 422, "an import would take the two for one");
        assert!(again.text.contains("is marked as left. Bring them back"), "{}", again.text);
        assert_eq!(app.post("/people/new", &new("Another Ann", "ann@example.com", "")).await.status, 303);
        let bad = app.post("/people/new", &new(" ", "nonsense", "")).await;
        assert!(bad.status == 422 && bad.text.contains("href=\"#full_name\"") && bad.text.contains("href=\"#email\""));
        assert_eq!(app.everyone().await.len(), 4);
    }

    async fn leaving_is_undone_by_the_button_that_follows(app: TestApp) {
        app.sign_in().await;
        app.import(SMALL).await;
        let cid = app.person("Cid Three").await;
        let left = app.post(&format!("/people/{}/leave", cid.id), &[("", "")]).await;
        let page = app.get(left.header("location")).await;
        assert_eq!(page.select(".flash button"), ["Undo"]);
        assert!(page.text.contains(&format!("action=\"/people/{}/return\"", cid.id)));
        assert_eq!(app.get(left.header("location")).await.select(".flash button"), Vec::<String>::new());
    }

    async fn no_page_about_people_tells_who_has_answered_and_only_ones_own_that_one_is_invited(app: TestApp) {
        app.sign_in().await;
        app.import(SMALL).await;
        let (ann, law) = (app.person("Ann One").await, app.department("Law").await);
        let paths = ["/people".to_owned(), "/people?status=left".to_owned(), "/people/departments".to_owned(),
            format!("/people/departments/{law}")];
        app.get("/people").await;
        let mut before = Vec::new();
        for path in &paths {
            before.push(app.get(path).await.select("main"));
        }
        let wave = app.launch_wave("Spring").await;
        for (path, before) in paths.iter().zip(before) {
            assert_eq!(app.get(path).await.select("main"), before, "{path} is the same with an open wave");
        }
        let own = async || app.get(&format!("/people/{}", ann.id)).await.select("main");
        let before = own().await;
        assert!(before[0].contains("Invited to “Spring”"), "{before:?}");
        for link in &app.links(wave).await {
            app.answer(link, 9, "").await;
        }
        assert_eq!(own().await, before, "it is the same for who has answered");
    }
}
