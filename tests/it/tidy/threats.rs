//! THREAT-MODEL.md names tests that exist, at least one for each row.

use std::collections::BTreeMap;

use super::{files, none};

/// The files of tests, by their path below `tests/it` or `tests/browser`.
fn tests() -> BTreeMap<String, String> {
    let of = |folder: &str, ending: &str| {
        files(folder, ending)
            .into_iter()
            .map(|(path, text)| (path.replacen(&format!("{folder}/"), "", 1), text))
            .collect::<Vec<_>>()
    };
    of("tests/it", ".rs").into_iter().chain(of("tests/browser", ".test.js")).collect()
}

/// What is wrong with the rows of tables: those without a test, and those whose test there is not.
fn broken(document: &str, tests: &BTreeMap<String, String>) -> Vec<String> {
    let mut broken = Vec::new();
    let rows = document.lines().filter(|line| line.starts_with('|') && !line.starts_with("|---"));
    // A row of headings has no tests either.
    for row in rows.filter(|row| !row.ends_with("| Tests |")) {
        let named: Vec<&str> = row.split('`').skip(1).step_by(2).filter(|code| code.contains("::")).collect();
        if named.is_empty() {
            broken.push(format!("no test backs {row}"));
        }
        for name in named {
            let (path, test) = name.split_once("::").unwrap();
            let is_there =
                |text: &String| text.contains(&format!("fn {test}(")) || text.contains(&format!("it(\"{test}\""));
            if !tests.get(path).is_some_and(is_there) {
                broken.push(format!("there is no {name}"));
            }
        }
    }
    broken
}

#[test]
fn every_row_of_the_threat_model_names_tests_that_exist() {
    let document = include_str!("../../../THREAT-MODEL.md");
    assert!(document.matches("\n| ").count() > 15, "the rows are read");
    none(broken(document, &tests()), "THREAT-MODEL.md says what backs each row");
}

#[test]
fn a_row_without_a_test_and_a_test_that_is_gone_are_caught() {
    let tests = BTreeMap::from([("a.rs".to_owned(), "async fn is_there(app: TestApp) {".to_owned())]);
    assert_eq!(broken("| Who | Tests |\n|---|---|\n| One | `a.rs::is_there` |", &tests), Vec::<String>::new());
    assert_eq!(broken("| One | none |", &tests), ["no test backs | One | none |"]);
    let gone = ["a.rs::is_gone", "b.rs::is_there", "a.rs::is_the"];
    for name in gone {
        assert_eq!(broken(&format!("| One | `{name}` |"), &tests), [format!("there is no {name}")]);
    }
}
