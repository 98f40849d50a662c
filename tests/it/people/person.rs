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
}
