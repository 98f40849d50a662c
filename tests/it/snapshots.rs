//! Every page and file of one report, in both languages, as it was when somebody last looked at it: `tests/snapshots`. A
//! change that was meant is kept with `CANDOR_SNAPSHOTS=accept tests/run snapshots`, and is read in the difference of the
//! files.

mod outline;
mod shelf;

use candor::db::{Backend, WaveId};
use candor::i18n::Lang;
use candor::keys::ordered_id;
use candor::reports::Answer;
use candor::waves::{Group, Tree};
use chrono::TimeDelta;

use self::shelf::Shelf;
use crate::app::TestApp;
use crate::paper::read_with;

/// Groups of the company: number, group above, name, people. Names as people write them, and worse.
const GROUPS: [(i32, Option<i32>, &str, u32); 9] = [
    (0, None, "", 2),
    (1, Some(0), "Office", 14),
    (2, Some(0), "Sales", 0),
    (3, Some(2), "North", 70),
    (4, Some(2), "South & <West>", 24),
    (5, Some(0), "Works", 3),
    (6, Some(5), "Foundry", 30),
    (7, Some(5), "Quarry", 7),
    (8, Some(5), "Отдел с очень длинным названием, которое не помещается", 24),
];
/// The waves: title, and by how much scores differ from those of the last.
const WAVES: [(&str, u8); 3] = [("September", 2), ("December", 1), ("March", 0)];
const PICTURES: [&str; 6] = ["scale", "parts", "distribution", "trend", "groups", "response-rates"];

/// What people answer, as (group, score, people, comment): of each group one comment, since their order is drawn.
const ANSWERS: [(i32, u8, usize, &str); 15] = [
    (0, 10, 2, ""),
    (1, 9, 6, ""),
    (1, 6, 5, ""),
    (3, 10, 24, "Good people, but the salary is low"),
    (3, 9, 8, ""),
    (3, 8, 10, ""),
    (3, 4, 11, ""),
    (4, 8, 9, ""),
    (4, 3, 8, ""),
    (5, 7, 2, ""),
    (6, 9, 7, ""),
    (6, 2, 12, "The salary has not grown for years"),
    (7, 0, 3, ""),
    (8, 10, 8, ""),
    (8, 7, 9, ""),
];

fn answers(less: u8) -> Vec<Answer> {
    let said = |comment: &str| Some(comment.to_owned()).filter(|comment| !comment.is_empty());
    let all = ANSWERS.iter().flat_map(|(group, score, people, comment)| {
        let answer = Answer { group: *group, score: score.saturating_sub(less), comment: said(comment) };
        vec![answer; *people]
    });
    all.collect()
}

impl TestApp {
    /// Three waves of a company and one of too few, with all that stands beside a report.
    async fn company_with_reports(&self) -> [WaveId; 4] {
        let group = |(number, parent, name, people): (i32, Option<i32>, &str, u32)| Group {
            number,
            parent,
            name: name.to_owned(),
            department: parent.map(|_| ordered_id()),
            direct_headcount: people,
        };
        let tree = Tree::new(GROUPS.map(group).into());
        let mut waves = Vec::new();
        for (title, less) in WAVES {
            let unreachable = if less == 0 { 2 } else { 0 };
            waves.push(self.publish_draft(self.draft(title), &tree, &answers(less), unreachable).await);
            self.note_closed(waves[waves.len() - 1]).await;
            self.app.clock.advance(TimeDelta::days(91));
        }
        let few = Tree::new(vec![group((0, None, "", 0)), group((1, Some(0), "Office", 14))]);
        waves.push(self.publish_answers("June", &few, &answers(0)[2..6]).await);
        self.introduce("Meridian", "people@meridian.example").await;
        self.sign_in_in(Lang::En).await;
        self.post(&format!("/waves/{}/note", waves[1]), &[("note", "Salaries <frozen> in May")]).await;
        let chairs = [("what", "New chairs"), ("who", "Office & Co"), ("due", "2027-01-15")];
        assert_eq!(self.post(&format!("/reports/{}/actions", waves[2]), &chairs).await.status, 303);
        let benchmarks = [("list", "Retail in Europe: 12; A study, 2025")];
        assert_eq!(self.post("/settings/benchmarks", &benchmarks).await.status, 303);
        waves.try_into().unwrap()
    }

    /// The address of the report for whoever has it.
    pub async fn link_to(&self, wave: WaveId) -> String {
        let until = (self.app.clock.now() + TimeDelta::days(14)).date().to_string();
        let page = self.post(&format!("/reports/{wave}/links"), &[("until", &until)]).await;
        assert_eq!(page.status, 201, "{}", page.text);
        let token = page.text.split("/r/").nth(1).unwrap();
        format!(
            "/r/{}",
            &token[..token.find(|letter: char| !letter.is_ascii_alphanumeric() && !"-_".contains(letter)).unwrap()]
        )
    }

    async fn shelve_pages(&self, kept: &mut Shelf, lang: Lang, waves: [WaveId; 4], link: &str) {
        let [_, before, wave, few] = waves;
        let pages = [
            ("list", "/reports".to_owned()),
            ("report", format!("/reports/{wave}")),
            ("report-by-score", format!("/reports/{wave}?sort=score")),
            ("report-of-too-few", format!("/reports/{few}")),
            ("method", format!("/reports/{wave}/method")),
            ("heatmap", format!("/reports/{wave}/heatmap")),
            ("comments", format!("/reports/{wave}/comments?group=3&theme=Pay")),
            ("compare", format!("/reports/compare?a={before}&b={wave}")),
            ("actions", format!("/reports/{wave}/actions")),
            ("links", format!("/reports/{wave}/links")),
            ("for-whoever-has-the-link", link.to_owned()),
        ];
        for (name, path) in pages {
            let page = self.get(&path).await;
            assert_eq!(page.status, 200, "{path}");
            kept.put(&format!("{name}.{lang}.html"), &outline::page(&page.text));
        }
    }

    async fn shelve_files(&self, kept: &mut Shelf, lang: Lang, wave: WaveId) {
        let file = async |path: &str, kind| self.report_file(wave, path, kind).await;
        for name in PICTURES {
            let picture = file(&format!("pictures/{name}.svg"), "image/svg+xml").await;
            kept.put(&format!("{name}.{lang}.svg"), &outline::picture(&String::from_utf8(picture).unwrap()));
        }
        let paper = read_with("pdftotext", &["-layout"], &file("report.pdf", "application/pdf").await);
        kept.put(&format!("report.{lang}.pdf"), &outline::paper(&paper));
        let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        kept.put(&format!("report.{lang}.xlsx"), &outline::workbook(&file("report.xlsx", kind).await));
        let table = file("report.csv", "text/csv; charset=utf-8").await;
        kept.put(&format!("report.{lang}.csv"), &String::from_utf8(table).unwrap());
        let document: serde_json::Value =
            serde_json::from_slice(&file("report.json", "application/json").await).unwrap();
        kept.put(&format!("report.{lang}.json"), &format!("{document:#}"));
    }
}

#[actix_web::test]
async fn every_page_and_file_of_a_report_is_as_it_was_accepted() {
    let app = TestApp::start(Backend::Sqlite).await;
    let waves = app.company_with_reports().await;
    let link = app.link_to(waves[2]).await;
    let mut shelf = Shelf::new(WAVES.iter().map(|(title, _)| *title).chain(["June"]).zip(waves));
    for lang in Lang::ALL {
        app.post("/language", &[("language", lang.code()), ("here", "/")]).await;
        app.shelve_pages(&mut shelf, lang, waves, &link).await;
        app.shelve_files(&mut shelf, lang, waves[2]).await;
    }
    shelf.judge();
}
