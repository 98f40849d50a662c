//! Rosters as they really arrive; see `tests/fixtures/messy/README.md`.

use candor::email::AddressError;
use candor::people::import::{Column, FileError, Reason, Unclear};

use super::{SMALL, fixture, parsed};
use crate::app::{TestApp, on_both};

/// The names that a file brings, where nothing is wrong with it.
fn names(file: &str) -> Vec<String> {
    let roster = parsed(file).unwrap();
    assert_eq!(roster.problems, []);
    roster.people.into_iter().map(|person| person.full_name).collect()
}

/// The rows that are refused, with their reasons.
fn refused(file: &str) -> Vec<(usize, Reason)> {
    parsed(file).unwrap().problems.into_iter().map(|problem| (problem.row, problem.reason)).collect()
}

#[test]
fn files_of_excel_in_russia_are_read_in_their_encodings() {
    assert_eq!(names("excel-ru-semicolon-cp1251.csv"), ["Ёлкина Анна Сергеевна", "Щукин Пётр"]);
    assert_eq!(names("utf8-bom-semicolon.csv"), ["Jörg Müller", "Zoë Ångström"]);
    assert_eq!(names("excel-unicode-text-utf16le.txt"), ["Ольга Ж."]);
}

#[test]
fn rows_that_share_an_address_or_an_id_are_refused_naming_both() {
    let same = |address: &str, row| Reason::SameAddress(address.to_owned(), row);
    assert_eq!(refused("duplicate-email-case.csv"), [(2, same("ann@example.com", 3)), (3, same("ANN@Example.com", 2))]);
    let same = |row| Reason::SameId("1".to_owned(), row);
    assert_eq!(refused("duplicate-id.csv"), [(2, same(3)), (3, same(2))]);
}

#[test]
fn what_is_no_address_is_refused_and_what_is_one_is_not() {
    let address = |text: &str, error| Reason::Address(text.to_owned(), error);
    assert_eq!(
        refused("invalid-emails.csv"),
        [
            (2, address("no-at.example.com", AddressError::NoAt)),
            (3, address("", AddressError::Empty)),
            (4, address("a@b@example.com", AddressError::ManyAts)),
            (5, address("eve@example.comBcc: all@example.com", AddressError::Space)),
        ]
    );
    let roster = parsed("invalid-emails.csv").unwrap();
    let good: Vec<&str> = roster.people.iter().map(|person| person.address.as_written()).collect();
    assert_eq!(good, ["иван@пример.рф", "ok@example.com", "plus+tag@example.com"]);
    assert_eq!(roster.people.iter().map(|person| person.row).collect::<Vec<_>>(), [6, 7, 8]);
}

#[test]
fn hostile_names_are_read_as_written() {
    assert_eq!(names("formula-injection.csv"), ["=cmd|' /C calc'!A0", "+Plus Name"]);
    assert_eq!(names("html-names.csv"), ["<img src=x onerror=alert(1)>"]);
    let roster = parsed("html-names.csv").unwrap();
    assert_eq!(roster.people[0].path, Some(vec!["<b>Sales</b>".into(), "\" onmouseover=\"alert(1)".into()]));
}

#[test]
fn a_file_without_addresses_asks_what_its_columns_hold() {
    assert_eq!(parsed("missing-column.csv").unwrap_err(), FileError::Columns(vec![Unclear::NoEmail]));
}

#[test]
fn columns_may_stand_in_any_order_and_unknown_ones_are_named() {
    assert_eq!(names("reordered-extra-columns.csv"), ["Ann"]);
    assert_eq!(parsed("reordered-extra-columns.csv").unwrap().ignored, ["Cost centre", "Start"]);
}

#[test]
fn a_file_without_people_is_refused() {
    assert_eq!(parsed("header-only.csv").unwrap_err(), FileError::NoPeople);
    assert_eq!(parsed("empty.csv").unwrap_err(), FileError::Empty);
}

#[test]
fn a_quotation_mark_that_never_closes_is_named_by_its_row() {
    assert_eq!(parsed("unbalanced-quote.csv").unwrap_err(), FileError::QuoteNeverCloses { row: 2 });
}

#[test]
fn rows_with_too_few_or_too_many_cells_are_refused() {
    assert_eq!(refused("ragged-rows.csv"), [(2, Reason::TooFewCells(4, 6)), (3, Reason::TooManyCells(8, 6))]);
}

#[test]
fn rows_with_unusable_cells_are_refused() {
    assert_eq!(refused("nul-bytes.csv"), [(2, Reason::ControlCharacter(Column::FullName))]);
    assert_eq!(refused("huge-field.csv"), [(2, Reason::TooLong(Column::FullName, 200))]);
}

#[test]
fn an_encoding_that_cannot_be_told_is_asked_for() {
    assert_eq!(parsed("invalid-utf8.csv").unwrap_err(), FileError::UnknownEncoding);
}

#[test]
fn a_letter_that_was_lost_is_not_imported() {
    let roster = candor::people::import::parse("Name,Email\nJos\u{fffd},j@example.com\nAnn,a@example.com\n".as_bytes());
    let roster = roster.unwrap();
    assert_eq!((roster.people.len(), &roster.problems[0].reason), (1, &Reason::LostLetter(Column::FullName)));
}

#[test]
fn line_breaks_of_every_kind_may_be_mixed() {
    assert_eq!(names("mixed-newlines.csv"), ["Ann", "Bob", "Cid"]);
}

#[test]
fn a_workbook_is_not_taken_for_a_roster() {
    assert_eq!(parsed("not-a-csv.csv").unwrap_err(), FileError::Binary);
}

#[test]
fn names_in_parts_are_joined_in_the_order_of_their_language() {
    let name = |csv: &str| candor::people::import::parse(csv.as_bytes()).unwrap().people[0].full_name.clone();
    assert_eq!(name("Имя;Отчество;Фамилия;Почта\nАнна;Сергеевна;Ёлкина;a@example.com"), "Ёлкина Анна Сергеевна");
    assert_eq!(name("Last name,First name,E-mail\nOne,Ann,a@example.com"), "Ann One");
}

#[test]
fn a_department_may_hold_levels_and_the_team_is_one_more() {
    let csv =
        "Name,Email,Department,Team\nAnn,a@example.com,Sales > North / Shops,Night\nBob,b@example.com,R&D/Lab, \n";
    let roster = candor::people::import::parse(csv.as_bytes()).unwrap();
    let paths: Vec<_> = roster.people.into_iter().map(|person| person.path.unwrap()).collect();
    assert_eq!(paths, [vec!["Sales", "North", "Shops", "Night"], vec!["R&D/Lab"]]);
}

#[test]
fn what_the_method_does_not_need_is_recognised_and_not_kept() {
    let csv = "ФИО;Почта;Пол;Год рождения;Дата приёма\nАнна;a@example.com;ж;1980;2020-01-01\n";
    let roster = candor::people::import::parse(csv.as_bytes()).unwrap();
    assert_eq!(roster.not_kept, ["Пол", "Год рождения", "Дата приёма"]);
    assert!(roster.ignored.is_empty());
}

/// How many people each messy file brings that needs no answer, and the rows that it is refused for.
const RESULTS: [(&str, usize, &[usize]); 14] = [
    ("excel-ru-semicolon-cp1251.csv", 2, &[]),
    ("utf8-bom-semicolon.csv", 2, &[]),
    ("excel-unicode-text-utf16le.txt", 1, &[]),
    ("duplicate-email-case.csv", 1, &[2, 3]),
    ("duplicate-id.csv", 0, &[2, 3]),
    ("invalid-emails.csv", 3, &[2, 3, 4, 5]),
    ("formula-injection.csv", 2, &[]),
    ("html-names.csv", 1, &[]),
    ("reordered-extra-columns.csv", 1, &[]),
    ("ragged-rows.csv", 0, &[2, 3]),
    ("nul-bytes.csv", 0, &[2]),
    ("huge-field.csv", 0, &[2]),
    ("mixed-newlines.csv", 3, &[]),
    ("same-name-different-case-departments.csv", 3, &[]),
];

on_both! {
    async fn every_messy_file_is_imported_without_its_bad_rows_when_the_admin_says_so(app: TestApp) {
        app.sign_in().await;
        for (file, good, bad) in RESULTS {
            let preview = app.upload_to_preview(fixture(&format!("messy/{file}"))).await;
            let page = app.get(&preview).await;
            let rows: Vec<String> = bad.iter().map(|row| format!("Row {row}")).collect();
            assert_eq!(page.select("#problems ~ table tbody th"), rows, "{file}");
            if good == 0 {
                assert_eq!(page.select("h1"), ["Nothing would change"], "{file}");
                continue;
            }
            if !bad.is_empty() {
                assert_eq!(app.apply(&preview, &[]).await.status, 422, "{file}");
                assert_eq!(app.here().await.len(), 0, "{file}");
            }
            let applied = app.apply(&preview, &[("without_problem_rows", "yes")]).await;
            assert_eq!(applied.status, 303, "{file}: {}", applied.text);
            let here: Vec<_> = app.here().await.iter().map(|person| person.id).collect();
            assert_eq!(here.len(), good, "{file}");
            let now = app.app.clock.now();
            app.app.db.write(move |conn| candor::people::store::mark_left(conn, &here, now)).await.unwrap();
        }
    }

    async fn hostile_cells_are_harmless_on_every_page_and_in_every_file(app: TestApp) {
        app.sign_in().await;
        let preview = app.upload_to_preview(fixture("messy/html-names.csv")).await;
        for path in [preview.clone(), format!("{preview}/columns")] {
            let page = app.get(&path).await;
            assert!(page.text.contains("&#60;img src=x"), "{path}: {}", page.text);
            assert!(!page.text.contains("<img") && !page.text.contains("<b>Sales"), "{path}");
        }
        let preview = app.upload_to_preview(fixture("messy/formula-injection.csv")).await;
        let changes = app.get(&format!("{preview}/changes.csv")).await;
        assert!(changes.text.contains("new,2,'=cmd|' /C calc'!A0,1,'=1+1 / @SUM(A1)"), "{}", changes.text);
        assert!(changes.text.contains("new,3,'+Plus Name,2,'-Dept"));
        for line in changes.text.trim_start_matches('\u{feff}').lines() {
            let dangerous = line.split(',').any(|cell| cell.starts_with(['=', '+', '-', '@']));
            assert!(!dangerous, "{line}");
        }
    }

    async fn departments_that_differ_in_case_are_one(app: TestApp) {
        app.import_now(&String::from_utf8(fixture("messy/same-name-different-case-departments.csv")).unwrap()).await;
        let departments = app.app.db.read(candor::people::store::departments).await.unwrap();
        assert_eq!(departments.into_iter().map(|department| department.name).collect::<Vec<_>>(), ["Sales"]);
        assert_eq!(app.here().await.len(), 3);
    }

    async fn a_small_roster_is_imported_and_imported_again_without_change(app: TestApp) {
        app.import_now(SMALL).await;
        let before = app.everyone().await;
        assert_eq!(before.len(), 3);
        let preview = app.previewed(SMALL.as_bytes().to_vec()).await;
        assert!(preview.difference.is_empty());
        assert_eq!((preview.difference.unchanged, preview.difference.here), (3, 3));
        assert_eq!(app.everyone().await, before);
    }
}
