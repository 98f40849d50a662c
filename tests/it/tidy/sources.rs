//! Rules on `src/`, `tests/` and `migrations/`.

use std::collections::{BTreeMap, BTreeSet};

use super::{files, none};

/// Features in their order: each may import those before it.
const FEATURES: [&str; 5] = ["people", "waves", "invitations", "ballots", "reports"];
/// What nobody imports.
const DOORS: [&str; 5] = ["cli", "demo", "schedule", "server", "web"];
/// What only doors import.
const FOR_DOORS: &str = "accounts";

/// The modules of this crate that a file names, with the line.
fn imports(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("//") {
            continue;
        }
        for rest in line.split("crate::").skip(1) {
            if let Some(list) = rest.strip_prefix('{') {
                let names = list
                    .split('}')
                    .next()
                    .unwrap()
                    .split(',')
                    .map(|name| name.trim().split("::").next().unwrap().to_owned());
                found.extend(names.map(|name| (number + 1, name)));
            } else {
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                found.push((number + 1, rest[..end].to_owned()));
            }
        }
    }
    found
}

/// The top module of a file: `src/people/store.rs` and `src/people.rs` are of `people`.
fn room(path: &str) -> &str {
    let inner = path.strip_prefix("src/").unwrap();
    inner.split('/').next().unwrap().trim_end_matches(".rs")
}

fn may_import(from: &str, what: &str) -> bool {
    let place = |name: &str| FEATURES.iter().position(|feature| *feature == name);
    if DOORS.contains(&from) || matches!(from, "main" | "lib") || from == what {
        return true;
    }
    if DOORS.contains(&what) || what == FOR_DOORS {
        return false;
    }
    match (place(from), place(what)) {
        (Some(from), Some(what)) => what < from,
        (None, Some(_)) => false,
        (_, None) => true,
    }
}

#[test]
fn features_import_tools_and_what_stands_before_them_and_nobody_imports_a_door() {
    let mut broken = Vec::new();
    for (path, text) in files("src", ".rs") {
        for (line, what) in imports(&text) {
            if !may_import(room(&path), &what) {
                broken.push(format!("{path}:{line} imports {what}"));
            }
        }
    }
    none(broken, "imports go from right to left: doors, features, tools");
}

#[test]
fn the_import_check_itself_catches_what_it_must() {
    assert!(!may_import("people", "waves"));
    assert!(!may_import("mail", "invitations"));
    assert!(!may_import("reports", "web"));
    assert!(!may_import("waves", "accounts"));
    assert!(may_import("reports", "ballots"));
    assert_eq!(imports("use crate::{db, waves::Tree};"), [(1, "db".to_owned()), (1, "waves".to_owned())]);
}

/// Files that match, with the lines on which a word stands outside comments.
fn lines_with(word: &str, applies: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in files("src", ".rs").into_iter().filter(|(path, _)| applies(path)) {
        for (number, line) in text.lines().enumerate() {
            if line.contains(word) && !line.trim_start().starts_with("//") {
                found.push(format!("{path}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    found
}

#[test]
fn only_the_web_door_knows_actix() {
    let elsewhere =
        |path: &str| !path.starts_with("src/web/") && !["server", "cli", "schedule", "demo"].contains(&room(path));
    none(lines_with("actix_", elsewhere), "actix_web only in web/ and where the server starts");
}

#[test]
fn queries_stand_only_in_stores() {
    let is_store = |path: &str| path.ends_with("/store.rs") || path.contains("/store/");
    let may_query =
        |path: &str| is_store(path) || path.starts_with("src/db/") || path == "src/schema.rs" || path == "src/audit.rs";
    none(lines_with("diesel", |path| !may_query(path)), "Diesel only in store.rs files and db");
}

/// What a file takes from the schema.
fn tables_named(text: &str) -> BTreeSet<String> {
    let mut tables = BTreeSet::new();
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    for rest in code.split("schema::").skip(1) {
        let list = match rest.strip_prefix('{') {
            Some(inside) => inside.split('}').next().unwrap(),
            None => rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap(),
        };
        tables.extend(list.split(',').map(|name| name.trim().split("::").next().unwrap().to_owned()));
    }
    tables
}

#[test]
fn answers_are_named_in_one_file_each_and_never_beside_people() {
    let mut broken = Vec::new();
    for (path, text) in files("src", ".rs") {
        let tables = tables_named(&text);
        let named = |table: &str| tables.contains(table) || text.contains(&format!("table_name = {table})"));
        for (table, home) in [("ballots", "src/ballots/"), ("tallies", "src/reports/"), ("comments", "src/reports/")] {
            if !named(table) {
                continue;
            }
            if !(path.starts_with(home) && (path.ends_with("store.rs") || path.contains("/store/"))) {
                broken.push(format!("{path} names {table}"));
            }
            broken.extend(
                ["people", "invitations"]
                    .iter()
                    .filter(|about_people| named(about_people))
                    .map(|about_people| format!("{path} names {table} beside {about_people}")),
            );
        }
    }
    none(broken, "answers and people never meet in a query");
}

#[test]
fn files_are_at_most_400_lines() {
    let mut broken = Vec::new();
    for (path, text) in files("src", ".rs").into_iter().chain(files("tests", ".rs")) {
        let lines = text.lines().count();
        if lines > 400 && path != "src/schema.rs" {
            broken.push(format!("{path}: {lines} lines"));
        }
    }
    none(broken, "a file has at most 400 lines");
}

#[test]
fn every_file_says_what_it_is_for() {
    let broken = files("src", ".rs").into_iter().filter(|(_, text)| !text.starts_with("//! ")).map(|(path, _)| path);
    none(broken.collect(), "a file begins with what it is for");
}

#[test]
fn lints_are_expected_with_a_reason_never_allowed() {
    none(lines_with("#[allow(", |_| true), "#[expect(…, reason = …)] instead of #[allow]");
    let without_reason =
        lines_with("#[expect(", |_| true).into_iter().filter(|line| line.ends_with(")]") && !line.contains("reason"));
    none(without_reason.collect(), "an expected lint says why");
}

#[test]
fn no_test_sleeps_or_is_ignored() {
    let mut broken = Vec::new();
    let marks = [concat!("sle", "ep("), concat!("#[ig", "nore")];
    for (path, text) in files("tests", ".rs").into_iter().chain(files("src", ".rs")) {
        for (number, line) in text.lines().enumerate() {
            if marks.iter().any(|mark| line.contains(mark)) && (path.starts_with("tests/") || line.contains(marks[1])) {
                broken.push(format!("{path}:{}", number + 1));
            }
        }
    }
    none(broken, "tests wait for counts and clocks, and all of them run");
}

/// Tables and their columns as a migration makes them.
fn columns(sql: &str) -> BTreeMap<String, Vec<String>> {
    let mut tables = BTreeMap::new();
    let mut current: Option<(String, Vec<String>)> = None;
    for line in sql.lines() {
        if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
            current = Some((rest.split(' ').next().unwrap().to_owned(), Vec::new()));
        } else if line.starts_with(')') {
            tables.extend(current.take());
        } else if let Some((_, names)) = &mut current {
            let first = line.trim().split(' ').next().unwrap();
            if !first.is_empty() && first != "--" && first.to_lowercase() == first {
                names.push(first.to_owned());
            }
        }
    }
    tables
}

#[test]
fn both_databases_have_the_same_migrations_tables_and_columns() {
    let read = |folder: &str| -> Vec<(String, String)> {
        let strip = |path: String| path.strip_prefix(&format!("{folder}/")).unwrap().to_owned();
        files(folder, ".sql").into_iter().map(|(path, text)| (strip(path), text)).collect()
    };
    let (sqlite, postgres) = (read("migrations/sqlite"), read("migrations/postgres"));
    let names = |list: &[(String, String)]| list.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&sqlite), names(&postgres), "migrations have the same names on both sides");
    for ((name, ours), (_, theirs)) in sqlite.iter().zip(&postgres) {
        assert_eq!(columns(ours), columns(theirs), "{name} makes the same columns on both sides");
    }
}

#[test]
fn tables_of_answers_have_no_time_column_and_no_serial() {
    for (_, sql) in files("migrations", "up.sql") {
        let tables = sql.split("CREATE TABLE ").skip(1);
        for table in
            tables.filter(|table| ["ballots ", "tallies ", "comments "].iter().any(|name| table.starts_with(name)))
        {
            let body = table.split("\n)").next().unwrap();
            for word in ["TIMESTAMP", "SERIAL", "IDENTITY", "AUTOINCREMENT", "REFERENCES"] {
                assert!(!body.contains(word), "{word} in {body}");
            }
        }
    }
}
