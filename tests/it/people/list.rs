//! Finding people.

use std::fmt::Write;

use candor::i18n::Lang;

use super::SMALL;
use crate::app::{TestApp, on_both};

/// A roster of so many people.
fn many(count: usize) -> String {
    let mut csv = "Employee ID,Full name,Work email,Department\n".to_owned();
    for number in 0..count {
        writeln!(csv, "{number},Person {number:04},p{number}@example.com,{}", ["Law", "Sales"][number % 2]).unwrap();
    }
    csv
}

impl TestApp {
    /// The names on a page of the list.
    async fn listed(&self, path: &str) -> Vec<String> {
        self.get(path).await.select("tbody th bdi")
    }
}

on_both! {
    async fn people_are_found_by_name_address_and_id_whatever_the_case(app: TestApp) {
        app.sign_in().await;
        app.import(SMALL).await;
        assert_eq!(app.listed("/people").await, ["Ann One", "Cid Three", "Борис Ёлкин"]);
        for query in ["БОРИС", "елкин", "Ёлкин", "boris%40", "борис++ёлкин"] {
            assert_eq!(app.listed(&format!("/people?q={query}")).await, ["Борис Ёлкин"], "{query}");
        }
        assert_eq!(app.listed("/people?q=CID%40EX").await, ["Cid Three"]);
    }

    async fn signs_of_the_database_are_searched_as_they_are(app: TestApp) {
        app.sign_in().await;
        app.import(&SMALL.replace("Ann One", "Ann 100%_\\One")).await;
        assert_eq!(app.listed("/people?q=%25_%5C").await, ["Ann 100%_\\One"]);
        assert_eq!(app.listed("/people?q=%25").await, ["Ann 100%_\\One"]);
        assert_eq!(app.listed("/people?q=a_n").await, Vec::<String>::new());
    }

    async fn the_list_is_filtered_by_department_with_everything_below(app: TestApp) {
        app.sign_in().await;
        app.import(SMALL).await;
        let departments = app.app.db.read(candor::people::store::departments).await.unwrap();
        let id = |name: &str| departments.iter().find(|department| department.name == name).unwrap().id;
        assert_eq!(app.listed(&format!("/people?department={}", id("Sales"))).await, ["Ann One", "Борис Ёлкин"]);
        assert_eq!(app.listed(&format!("/people?department={}", id("North"))).await, ["Ann One"]);
        let none = app.get(&format!("/people?department={}&q=cid", id("North"))).await;
        assert!(none.text.contains("Nobody matches"), "{}", none.text);
        let tree = app.get("/people/departments").await;
        assert_eq!(tree.select("tbody bdi"), ["Law", "Sales", "North", "South"]);
        assert_eq!(tree.select("td"), ["1", "2", "1", "1", "3"]);
    }

    async fn the_list_is_sorted_by_the_tree_and_shown_a_page_at_a_time(app: TestApp) {
        app.sign_in().await;
        app.import_now(&many(120)).await;
        let first = app.listed("/people").await;
        assert_eq!((first.len(), first[0].as_str(), first[49].as_str()), (50, "Person 0000", "Person 0049"));
        let last = app.get("/people?page=3").await;
        assert_eq!(last.select("tbody th").len(), 20);
        assert!(last.text.contains("101–120 of 120 people"), "{}", last.text);
        assert!(last.text.contains("/people?page=2") && !last.text.contains("/people?page=4"));
        let by_department = app.listed("/people?sort=department&page=2").await;
        assert_eq!(by_department[..2], ["Person 0100", "Person 0102"], "the rest of Law");
        assert_eq!(by_department[10], "Person 0001", "then Sales");
        let filtered = app.get("/people?sort=department&q=person").await;
        assert!(filtered.text.contains("/people?q=person&amp;sort=department&amp;page=2")
            || filtered.text.contains("/people?q=person&#38;sort=department&#38;page=2"), "{}", filtered.text);
        assert_eq!(app.get("/people?page=999").await.status, 200);
    }

    async fn every_column_sorts_both_ways_and_says_so(app: TestApp) {
        app.sign_in().await;
        app.import(&SMALL.replace("1,Ann", "10,Ann").replace("cid@", "zed@")).await;
        for (sort, first, last) in [
            ("", "Ann One", "Борис Ёлкин"),
            ("-name", "Борис Ёлкин", "Ann One"),
            ("email", "Ann One", "Cid Three"),
            ("-email", "Cid Three", "Ann One"),
            ("department", "Cid Three", "Борис Ёлкин"),
            ("-department", "Борис Ёлкин", "Cid Three"),
            ("id", "Борис Ёлкин", "Ann One"),
            ("-id", "Ann One", "Борис Ёлкин"),
            ("language", "Ann One", "Борис Ёлкин"),
            ("-language", "Борис Ёлкин", "Cid Three"),
            ("nonsense", "Ann One", "Борис Ёлкин"),
        ] {
            let page = app.get(&format!("/people?sort={sort}")).await;
            let names = page.select("tbody th bdi");
            assert_eq!((names[0].as_str(), names[2].as_str()), (first, last), "{sort}");
            let (up, down) = (page.select("th[aria-sort=ascending]").len(), page.select("th[aria-sort=descending]").len());
            assert_eq!((up, down), if sort.starts_with('-') { (0, 1) } else { (1, 0) }, "{sort}");
        }
        let page = app.get("/people?sort=email&q=example").await;
        assert!(page.text.contains("sort=-email"), "the same heading turns the order");
    }

    async fn the_list_is_filtered_by_language_and_by_standing_outside(app: TestApp) {
        app.sign_in().await;
        app.import(&format!("{SMALL}4,Dan Four,dan@example.com,,,ru\n")).await;
        assert_eq!(app.listed("/people?language=ru").await, ["Dan Four", "Борис Ёлкин"]);
        assert_eq!(app.listed("/people?department=none").await, ["Dan Four"]);
        assert_eq!(app.listed("/people?department=none&language=en").await, Vec::<String>::new());
        assert_eq!(app.listed("/people?language=xx&department=yy").await.len(), 4, "words that mean nothing");
    }

    async fn pages_have_a_first_and_a_last_and_one_beyond_is_the_last(app: TestApp) {
        app.sign_in().await;
        app.import_now(&many(120)).await;
        let middle = app.get("/people?page=2").await;
        assert_eq!(middle.select(".pages a"), ["First", "Previous", "Next", "Last"]);
        assert_eq!(middle.select(".pages span"), ["Page 2 of 3"]);
        assert_eq!(app.get("/people").await.select(".pages a"), ["Next", "Last"]);
        let beyond = app.get("/people?page=999").await;
        assert_eq!(beyond.select(".pages a"), ["First", "Previous"]);
        assert_eq!(beyond.select("tbody th").len(), 20);
        assert_eq!(app.get("/people?page=18446744073709551615").await.status, 200);
    }

    async fn the_list_works_as_one_types_by_a_script_of_its_own(app: TestApp) {
        app.sign_in().await;
        app.import(SMALL).await;
        let page = app.get("/people?q=ann").await;
        assert_eq!(page.select("#results [data-count]"), ["1–1 of 1 person"]);
        assert_eq!(page.select("#results-said"), [""], "what the script says is said once");
        let script = page.text.split("<script src=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let script = app.get(&script).await;
        assert_eq!((script.status, script.header("content-type")), (200, "text/javascript; charset=utf-8"));
    }

    async fn hostile_names_are_shown_as_written_and_do_nothing(app: TestApp) {
        app.sign_in().await;
        let hostile = "\u{202e}gnp.exe";
        let csv = format!("ID,Name,Email,Department\n1,<img src=x onerror=alert(1)>,a@example.com,<b>Sales</b>\n2,{hostile},b@example.com,\n3,=1+1,c@example.com,\n");
        app.import(&csv).await;
        for path in ["/people", "/people/departments"] {
            let page = app.get(path).await;
            assert!(!page.text.contains("<img src=x") && !page.text.contains("<b>Sales"), "{path}");
        }
        let names = app.listed("/people").await;
        assert!(names.contains(&hostile.to_owned()) && names.contains(&"=1+1".to_owned()), "{names:?}");
        let person = app.here().await.into_iter().find(|person| person.full_name.starts_with('<')).unwrap();
        let page = app.get(&format!("/people/{}", person.id)).await;
        assert!(!page.text.contains("<img src=x"));
        assert_eq!(page.value_of("full_name"), "<img src=x onerror=alert(1)>");
    }

    async fn formulas_in_a_download_are_text(app: TestApp) {
        app.sign_in().await;
        let preview = app.upload_to_preview("ID,Name,Email\n1,=cmd|x,no-at\n2,Good,good@example.com\n").await;
        let problems = app.get(&format!("{preview}/problems.csv")).await;
        assert!(problems.text.contains("2,'=cmd|x,Work email"), "{}", problems.text);
        assert!(problems.header("content-disposition").starts_with("attachment"));
    }

    async fn the_template_is_in_the_admins_language_and_is_understood(app: TestApp) {
        app.sign_in_in(Lang::Ru).await;
        let template = app.get("/people/template.csv").await.text;
        assert!(template.contains("Табельный номер;ФИО;Имя;Почта;Отдел;Команда;Язык;Часовой пояс"), "{template}");
        let filled = format!("{template}1;Анна Ёлкина;Анна;anna@example.com;Продажи;Север;ru;МСК+2\r\n");
        app.import(&filled).await;
        let here = app.here().await;
        assert_eq!((here.len(), here[0].language), (1, Lang::Ru));
        let list = app.get("/people").await;
        assert!(list.text.contains("1–1 из 1 человека"), "{}", list.text);
    }

    async fn a_page_of_nobody_leads_on(app: TestApp) {
        app.sign_in().await;
        let page = app.get("/people").await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains("href=\"/people/import\""));
        assert_eq!(app.get("/people/not-an-id").await.status, 404);
        assert_eq!(app.get("/people/00000000-0000-0000-0000-000000000000").await.status, 404);
    }
}
