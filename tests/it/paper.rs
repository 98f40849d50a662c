//! The report outside the browser: on paper, and its pictures as files.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::Command;

use candor::db::WaveId;
use candor::i18n::Lang;
use candor::waves::Tree;

use crate::accounts::{ADMIN, PASSWORD};
use crate::app::{TestApp, on_both};
use crate::reports::{answers, company};
use crate::simulated::Simulated;

/// The pictures of a report that has enough for all of them.
const PICTURES: [&str; 6] = ["scale", "parts", "distribution", "trend", "groups", "response-rates"];

/// What Poppler's program says of a file, with every kind of space as a plain one.
pub fn read_with(program: &str, options: &[&str], file: &[u8]) -> String {
    let mut named = tempfile::NamedTempFile::new().unwrap();
    named.write_all(file).unwrap();
    let mut command = Command::new(program);
    command.args(options).arg(named.path());
    if program == "pdftotext" {
        command.arg("-");
    }
    let output = command.output().unwrap_or_else(|error| panic!("{program}: {error}: run the tests by tests/run"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().replace(['\u{a0}', '\u{202f}'], " ")
}

/// A number as English pages write it.
fn grouped(number: &str) -> String {
    Lang::En.number(number.parse().unwrap())
}

impl TestApp {
    /// A file of a report, by the end of its address.
    pub async fn report_file(&self, wave: WaveId, name: &str, kind: &str) -> Vec<u8> {
        let response = self.client.get(self.url(&format!("/reports/{wave}/{name}"))).send().await.unwrap();
        assert_eq!(response.status(), 200, "{name}");
        assert_eq!(response.headers()["content-type"], kind);
        let disposition = response.headers()["content-disposition"].to_str().unwrap().to_owned();
        assert!(disposition.starts_with("attachment; filename=\"candor-"), "{disposition}");
        response.bytes().await.unwrap().to_vec()
    }

    async fn paper(&self, wave: WaveId) -> Vec<u8> {
        self.report_file(wave, "report.pdf", "application/pdf").await
    }

    /// The words of a report on paper.
    pub async fn paper_text(&self, wave: WaveId) -> String {
        read_with("pdftotext", &["-layout"], &self.paper(wave).await)
    }

    /// Two waves of the same people, the second of which is reported on.
    async fn second_wave(&self, tree: &Tree, all: &[candor::reports::Answer]) -> WaveId {
        self.publish_answers("December", tree, &all[all.len() / 10..]).await;
        self.app.clock.advance(chrono::TimeDelta::days(90));
        self.post_sign_in(ADMIN, PASSWORD).await;
        self.publish_answers("March", tree, all).await
    }
}

on_both! {
    async fn the_report_on_paper_says_what_the_page_says(app: TestApp) {
        app.sign_in().await;
        let company = Simulated::company();
        let wave = app.second_wave(&company.tree, &company.answers).await;
        let (page, file) = (app.report_page(wave).await, app.paper(wave).await);
        let text = read_with("pdftotext", &["-layout"], &file);
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let lead = words(&page.select("h1")[0]);
        assert!(words(&text).contains(&lead), "{lead} is not in {text}");
        for line in app.report_csv(wave).await {
            let name = line["Group"].rsplit(" / ").next().unwrap().to_owned();
            let score: f64 = line["Score"].parse().unwrap();
            let answered = format!("{} of {}", grouped(&line["Answered"]), grouped(&line["Invited"]));
            let row = text.lines().find(|row| row.trim_start().starts_with(&name) && row.contains(&answered));
            let row = row.unwrap_or_else(|| panic!("{name}, {answered}, has no row in {text}"));
            let (_, figures) = row.split_once(&answered).unwrap();
            let shown: f64 = figures.split_whitespace().next().unwrap().replace('\u{2212}', "-").parse().unwrap();
            assert!((shown - score).abs() < 0.56, "{row}: {score}");
        }
        let information = read_with("pdfinfo", &[], &file);
        assert!(information.contains("Tagged:          yes"), "{information}");
        let pages: u32 =
            information.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap().trim().parse().unwrap();
        assert!((3..=6).contains(&pages), "{pages} pages");
        let fonts = read_with("pdffonts", &[], &file);
        assert!(fonts.lines().skip(2).count() >= 2, "{fonts}");
        assert!(fonts.lines().skip(2).all(|font| font.contains("OpenSans") && font.contains(" yes yes yes ")), "{fonts}");
    }

    async fn the_report_on_paper_speaks_the_readers_language(app: TestApp) {
        app.sign_in_in(Lang::Ru).await;
        let company = Simulated::company();
        let wave = app.second_wave(&company.tree, &company.answers).await;
        let text = app.paper_text(wave).await;
        for words in ["Отделы и команды", "Доля ответивших", "промолчавших", "Как мы считаем"] {
            assert!(text.contains(words), "{words} is not in {text}");
        }
        let mut untranslated = String::new();
        for word in ["Score", "Everyone", "Departments", "answered", "silent"] {
            if text.contains(word) {
                write!(untranslated, "{word} ").unwrap();
            }
        }
        assert_eq!(untranslated, "");
    }

    async fn paper_and_pictures_withhold_what_the_page_withholds(app: TestApp) {
        app.sign_in().await;
        let tree = company(&[9, 8, 30, 30]);
        // The first team has too few answers, the second covers for it.
        let all = [answers(1, &[9; 3]), answers(2, &[10; 6]), answers(3, &[2; 20]), answers(4, &[9; 21])].concat();
        let wave = app.publish_answers("March", &tree, &all).await;
        let text = app.paper_text(wave).await;
        let rows: Vec<&str> = text.lines().filter(|line| line.trim_start().starts_with("Team ")).collect();
        for team in ["Team 1", "Team 2"] {
            let of_team: Vec<&&str> = rows.iter().filter(|row| row.contains(team)).collect();
            assert_eq!(of_team.len(), 1, "{rows:?}");
            assert!(of_team[0].contains("withheld to protect answers"), "{of_team:?}");
        }
        assert!(rows.iter().any(|row| row.contains("Team 4") && row.contains("70")), "{rows:?}");
        for name in ["groups", "response-rates"] {
            let picture = app.report_file(wave, &format!("pictures/{name}.svg"), "image/svg+xml").await;
            let picture = String::from_utf8(picture).unwrap();
            assert!(picture.contains("Team 4") && !picture.contains("Team 1") && !picture.contains("Team 2"));
        }
        // One wave has no line over time.
        assert_eq!(app.get(&format!("/reports/{wave}/pictures/trend.svg")).await.status, 404);
    }

    async fn every_picture_is_a_file_for_a_document_and_for_slides(app: TestApp) {
        app.sign_in().await;
        let company = Simulated::company();
        let wave = app.second_wave(&company.tree, &company.answers).await;
        for name in PICTURES {
            let drawn = app.report_file(wave, &format!("pictures/{name}.svg"), "image/svg+xml").await;
            let drawn = String::from_utf8(drawn).unwrap();
            let text = drawn.split("<desc>").nth(1).unwrap().split("</desc>").next().unwrap();
            assert!(drawn.contains("<title>") && text.len() > 20, "{drawn}");
            assert!(!drawn.contains("style=") && !drawn.contains("<script") && !drawn.contains("href"));
            let painted = app.report_file(wave, &format!("pictures/{name}.png"), "image/png").await;
            assert_eq!(&painted[..8], b"\x89PNG\r\n\x1a\n");
            let side = |at: usize| u32::from_be_bytes(painted[at..at + 4].try_into().unwrap());
            assert_eq!(side(16), 2 * (720 + 48), "two pixels a point");
            assert!(painted.len() > 4_000, "nothing is painted");
        }
        for nothing in ["pictures/scale.gif", "pictures/secret.svg", "pictures/scale"] {
            assert_eq!(app.get(&format!("/reports/{wave}/{nothing}")).await.status, 404, "{nothing}");
        }
    }

    async fn paper_tells_of_too_few_answers_and_of_hostile_names(app: TestApp) {
        app.sign_in().await;
        let few = app.publish_answers("<b>=1+1</b> \u{202e}東京", &company(&[9]), &answers(1, &[9; 4])).await;
        let text = app.paper_text(few).await;
        assert!(text.contains("<b>=1+1</b>") && text.contains("Fewer than 5 people answered"), "{text}");
        assert!(!text.contains('\u{202e}'));
        assert_eq!(app.get(&format!("/reports/{few}/pictures/scale.svg")).await.status, 404);
        let silent = app.publish_answers("April", &company(&[30, 30]), &answers(1, &[0; 30])).await;
        let text = app.paper_text(silent).await;
        assert!(text.contains("\u{2212}50"), "{text}");
    }
}
