//! Exports for programs and spreadsheets: a document that keeps to its schema, a workbook that others can read.

use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};
use candor::db::WaveId;
use candor::i18n::Lang;
use candor::reports::{Facts, PublishedReport, store};
use candor::waves::{Tree, store as waves};
use serde_json::{Value, json};

use crate::app::{TestApp, on_both};
use crate::reports::{answers, company};
use crate::simulated::Simulated;
use crate::suppression::rendered;

type Workbook = Xlsx<Cursor<Vec<u8>>>;

impl TestApp {
    async fn workbook_bytes(&self, wave: WaveId) -> Vec<u8> {
        let response = self.client.get(self.url(&format!("/reports/{wave}/report.xlsx"))).send().await.unwrap();
        assert_eq!(response.status(), 200);
        let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        assert_eq!(response.headers()["content-type"], kind);
        response.bytes().await.unwrap().to_vec()
    }

    /// A sheet of the workbook, a line each, by heading.
    pub async fn report_workbook(&self, wave: WaveId, sheet: &str) -> Vec<std::collections::HashMap<String, String>> {
        rendered::workbook(&self.workbook_bytes(wave).await, sheet)
    }

    pub async fn document(&self, wave: WaveId) -> Value {
        let response = self.get(&format!("/reports/{wave}/report.json")).await;
        assert_eq!((response.status, response.header("content-type")), (200, "application/json"));
        assert!(response.header("link").ends_with("/reports/schema.json>; rel=\"describedby\""));
        serde_json::from_str(&response.text).unwrap()
    }
}

fn open(bytes: &[u8]) -> Workbook {
    calamine::open_workbook_from_rs(Cursor::new(bytes.to_vec())).unwrap()
}

/// A part of a workbook's archive.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The schema, made to refuse members that it does not describe.
fn closed(mut schema: Value) -> Value {
    match &mut schema {
        Value::Object(object) => {
            if object.contains_key("properties") {
                object.insert("additionalProperties".to_owned(), json!(false));
            }
            object.values_mut().for_each(|value| *value = closed(value.take()));
        }
        Value::Array(list) => list.iter_mut().for_each(|value| *value = closed(value.take())),
        _ => {}
    }
    schema
}

/// What a validator says of a document; nothing if it keeps to the schema.
fn complaints(schema: &Value, document: &Value) -> Option<String> {
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler.enable_format_assertions();
    compiler.add_resource("candor.json", closed(schema.clone())).unwrap();
    let index = compiler.compile("candor.json", &mut schemas).unwrap();
    schemas.validate(document, index).err().map(|error| error.to_string())
}

fn hostile() -> Tree {
    let mut groups = company(&[20, 20, 20]).groups().to_vec();
    groups[1].name = String::from("=HYPERLINK(\"http://evil.example\")");
    groups[2].name = String::from("<b>&\u{1}\u{202e}</b>");
    groups[3].name = "Очень длинное название отдела ".repeat(30);
    Tree::new(groups)
}

on_both! {
    async fn the_document_keeps_to_the_schema_that_is_served_with_it(app: TestApp) {
        let served = app.get("/reports/schema.json").await;
        assert_eq!((served.status, served.header("content-type")), (200, "application/schema+json"));
        let schema: Value = serde_json::from_str(&served.text).unwrap();
        app.sign_in().await;
        let simulated = Simulated::company();
        let first = app.publish_answers("March", &simulated.tree, &simulated.answers).await;
        app.app.clock.advance(chrono::TimeDelta::minutes(1));
        let second = app.publish_answers("June", &simulated.tree, &simulated.answers).await;
        let few = app.publish_answers("Small", &company(&[20]), &answers(1, &[10; 4])).await;
        let abandoned = app.plan(app.draft("Lost")).await;
        let given_up = app.app.db.write(move |conn| {
            let wave = waves::find(conn, abandoned)?.unwrap();
            store::save(conn, &PublishedReport::abandoned(Facts { wave: &wave, headcount: 20, unreachable: 2, set_aside: 0 }))
        });
        given_up.await.unwrap();
        for (wave, state, groups) in [(first, "published", true), (second, "published", true), (few, "too_few", false), (abandoned, "abandoned", false)] {
            let document = app.document(wave).await;
            assert_eq!(complaints(&schema, &document), None, "{document:#}");
            assert_eq!(document["state"], state);
            assert_eq!(document["groups"].as_array().unwrap().is_empty(), !groups);
        }
        let document = app.document(second).await;
        assert_eq!(document["groups"][0]["figures"]["score"], -21.8);
        assert_eq!(document["groups"][0]["figures"]["before"]["promoters"], 217);
        assert_eq!((&document["before"]["title"], &document["change"]["score"]), (&json!("March"), &json!(0.0)));
        assert_eq!(document["comments"][0]["kind"], "group");
        let few = app.document(few).await;
        assert!(!few.to_string().contains("respondents"), "nor how many answered: {few}");
        assert!(few["themes"].is_null() && document["themes"].as_array().unwrap().len() > 3, "{document:#}");

        // The validator sees what is missing, what is too much, and what is no number.
        for (member, wrong) in [("/groups/0/figures/score", json!("high")), ("/groups/0/figures", json!({})), ("/wave/id", json!("March"))] {
            let mut broken = document.clone();
            *broken.pointer_mut(member).unwrap() = wrong;
            assert!(complaints(&schema, &broken).is_some(), "{member}");
        }
        let mut more = document;
        more["groups"][0]["respondents"] = json!(4);
        assert!(complaints(&schema, &more).is_some(), "a member that nobody described");
    }

    async fn what_is_withheld_looks_alike_whatever_lies_behind(app: TestApp) {
        app.sign_in().await;
        let mut seen = Vec::new();
        for few in [0, 2, 4] {
            let all = [answers(1, &[9; 12]), answers(2, &vec![3; few]), answers(3, &vec![7; 8 - few])].concat();
            let wave = app.publish_answers("March", &company(&[20, 9, 9]), &all).await;
            let document = app.document(wave).await;
            let withheld: Vec<Value> =
                document["groups"].as_array().unwrap().iter().filter(|group| group["figures"].is_null()).cloned().collect();
            let sheet = app.report_workbook(wave, "Groups").await;
            let rows: Vec<_> = sheet.into_iter().filter(|row| row["State"] != "shown").collect();
            assert_eq!((withheld.len(), rows.len()), (2, 2));
            assert!(rows.iter().all(|row| row.values().filter(|cell| !cell.is_empty()).count() == 2));
            seen.push((withheld, rows));
        }
        assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
    }

    async fn another_program_reads_the_workbook(app: TestApp) {
        app.sign_in_in(Lang::Ru).await;
        let all = [answers(1, &[9; 12]), answers(2, &[3; 11]), answers(3, &[8; 10])].concat();
        let wave = app.publish_answers("=1+1", &hostile(), &all).await;
        let bytes = app.workbook_bytes(wave).await;
        let mut workbook = open(&bytes);
        assert_eq!(workbook.sheet_names(), ["Обзор", "Группы", "Темы", "Метод"]);
        for sheet in workbook.sheet_names() {
            assert!(workbook.worksheet_formula(&sheet).unwrap().is_empty(), "no formula in {sheet}");
        }
        let overview = workbook.worksheet_range("Обзор").unwrap();
        assert_eq!(overview.get((0, 0)), Some(&Data::String("=1+1".to_owned())));
        assert_eq!(overview.get((3, 1)), Some(&Data::Float(60.0)), "figures are numbers");
        let table = workbook.worksheet_range("Группы").unwrap();
        let names: Vec<String> = table.rows().skip(2).map(|row| row[0].to_string()).collect();
        assert!(names.contains(&"=HYPERLINK(\"http://evil.example\")".to_owned()), "{names:?}");
        assert!(names.iter().any(|name| name.starts_with("Очень длинное") && name.len() > 1_000));
        let score = table.rows().next().unwrap().iter().position(|heading| *heading == "Индекс").unwrap();
        assert_eq!(table.get((1, score)), Some(&Data::Float(1.7)));
        let themes = workbook.worksheet_range("Темы").unwrap();
        assert!(themes.rows().flatten().all(|cell| cell.to_string().contains("хотя бы 10 человек")), "{themes:?}");
        let method = workbook.worksheet_range("Метод").unwrap();
        assert!(method.rows().any(|row| row[0].to_string().contains("сторонник")) && method.height() > 5);

        let groups = part(&bytes, "xl/worksheets/sheet2.xml");
        assert!(groups.contains("state=\"frozen\"") && groups.contains("<autoFilter"));
        for chart in ["xl/charts/chart1.xml", "xl/charts/chart2.xml"] {
            assert!(part(&bytes, chart).contains("<c:barChart>"), "{chart}");
        }
        assert!(part(&bytes, "xl/drawings/drawing1.xml").contains("descr="), "a chart says what it is");
        let made = part(&bytes, "docProps/core.xml");
        assert!(made.contains("2026-03-16"), "the day of the close, not of the download: {made}");
        // A wave with nothing to tell says why.
        let few = app.publish_answers("Мало", &company(&[20]), &answers(1, &[10; 4])).await;
        let mut workbook = open(&app.workbook_bytes(few).await);
        assert_eq!(workbook.sheet_names(), ["Обзор", "Группы", "Метод"]);
        let overview = workbook.worksheet_range("Обзор").unwrap();
        assert!(overview.rows().flatten().any(|cell| cell.to_string().contains("слишком мало")));
        assert!(overview.rows().flatten().all(|cell| !matches!(cell, Data::Float(_))));
    }
}
