//! Reports over HTTP: what the page and the export say of a counted wave.

mod compare;
mod page;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use candor::db::WaveId;
use candor::i18n::Lang;
use candor::reports::publish::publish;
use candor::reports::{Answer, Facts};
use candor::waves::{CommentsBy, Draft, Group, Tree, store};
use chrono::TimeDelta;

use crate::app::{Response, TestApp, on_both};
use crate::simulated::{Simulated, expected_names};

impl TestApp {
    /// Publishes answers as a count does, for a wave that closes in 14 days.
    pub async fn publish_answers(&self, title: &str, tree: &Tree, answers: &[Answer]) -> WaveId {
        self.publish_draft(self.draft(title), tree, answers, 0).await
    }

    pub async fn publish_draft(&self, draft: Draft, tree: &Tree, answers: &[Answer], unreachable: u32) -> WaveId {
        let id = self.plan(draft).await;
        let (tree, answers) = (tree.clone(), answers.to_vec());
        let work = self.app.db.write(move |conn| {
            let wave = store::find(conn, id)?.unwrap();
            let headcount = tree.headcounts()[0];
            publish(conn, Facts { wave: &wave, headcount, unreachable, set_aside: 0 }, &tree, answers)
        });
        work.await.unwrap();
        id
    }

    pub async fn report_page(&self, wave: WaveId) -> Response {
        let page = self.get(&format!("/reports/{wave}")).await;
        assert_eq!(page.status, 200, "{}", page.text);
        page
    }

    /// The export, a line each, by heading.
    pub async fn report_csv(&self, wave: WaveId) -> Vec<HashMap<String, String>> {
        let export = self.get(&format!("/reports/{wave}/report.csv")).await;
        assert_eq!((export.status, export.header("content-type")), (200, "text/csv; charset=utf-8"));
        let text = export.text.trim_start_matches('\u{feff}');
        csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
    }
}

/// A company of teams with this many people each.
pub fn company(teams: &[u32]) -> Tree {
    let root = Group { number: 0, parent: None, name: String::new(), department: None, direct_headcount: 0 };
    let team = |(number, direct_headcount): (i32, &u32)| Group {
        number,
        parent: Some(0),
        name: format!("Team {number}"),
        department: None,
        direct_headcount: *direct_headcount,
    };
    Tree::new(std::iter::once(root).chain((1..).zip(teams).map(team)).collect())
}

/// Answers of a group without comments.
pub fn answers(group: i32, scores: &[u8]) -> Vec<Answer> {
    scores.iter().map(|score| Answer { group, score: *score, comment: None }).collect()
}

/// Text with every kind of space as a plain one.
pub fn plain(texts: Vec<String>) -> Vec<String> {
    texts.into_iter().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// A number as English pages write it.
pub fn number(text: &str) -> f64 {
    text.replace('\u{2212}', "-").replace([',', '+'], "").parse().unwrap_or_else(|_| panic!("{text} is no number"))
}

/// One row of a page: (state, cells).
pub fn rows(page: &Response) -> Vec<(String, Vec<String>)> {
    let html = scraper::Html::parse_document(&page.text);
    let (rows, cells) = (scraper::Selector::parse("tr[id]").unwrap(), scraper::Selector::parse("th, td").unwrap());
    let read = |row: scraper::ElementRef| {
        let texts = row.select(&cells).map(|cell| cell.text().collect::<String>()).collect();
        (row.value().id().unwrap().to_owned(), plain(texts))
    };
    html.select(&rows).map(read).collect()
}

on_both! {
    async fn reports_are_only_for_admins(app: TestApp) {
        let company = Simulated::company();
        let wave = app.publish_answers("March", &company.tree, &company.answers).await;
        let exports = ["csv", "xlsx", "json"].map(|kind| format!("/{wave}/report.{kind}"));
        let pages = [String::new(), format!("/{wave}"), format!("/{wave}/comments")].into_iter().chain(exports);
        for path in pages.map(|page| format!("/reports{page}")) {
            let response = app.get(&path).await;
            assert_eq!(response.status, 303, "{path}");
            assert!(response.header("location").starts_with("/sign-in") || response.header("location") == "/first-run");
            assert!(!response.text.contains("Sales"));
        }
    }

    async fn before_the_first_count_the_list_says_what_will_come(app: TestApp) {
        app.sign_in().await;
        let list = app.get("/reports").await;
        assert!(list.text.contains("No wave has closed yet."));
        let wave = app.plan(app.draft("March")).await;
        assert_eq!(app.get(&format!("/reports/{wave}")).await.status, 404);
        assert_eq!(app.get("/reports/nonsense").await.status, 404);
    }

    async fn every_figure_of_the_export_is_as_another_program_counted(app: TestApp) {
        app.sign_in().await;
        let company = Simulated::company();
        let wave = app.publish_answers("March", &company.tree, &company.answers).await;
        let table = app.report_csv(wave).await;
        assert_eq!(table.len(), company.tree.len());
        let figures = company.figures();
        for line in &table {
            let of = |name: &str| line[name].clone();
            let position = company.tree.groups().iter().position(|group| {
                of("Group") == if group.number == 0 { "Everyone".to_owned() } else { company.name(group.number) }
            });
            let (counts, scores) = &figures[position.unwrap()];
            assert_eq!(of("Invited"), counts.headcount.to_string());
            assert_eq!(of("Answered"), counts.respondents().to_string());
            assert_eq!(of("Promoters"), counts.promoters.to_string());
            assert_eq!(of("Detractors"), counts.detractors.to_string());
            assert_eq!(of("Silent"), counts.silent().to_string());
            let score: f64 = of("Score").parse().unwrap();
            assert!((score - counts.score().unwrap().value()).abs() <= 0.0501);
            let hidden = of("Group").starts_with("Human Resources / ");
            for (choice, people) in scores.iter().enumerate() {
                let expected = if hidden { String::new() } else { people.to_string() };
                assert_eq!(of(&format!("Gave {choice}")), expected, "{}", of("Group"));
            }
        }
    }

    async fn the_page_says_what_the_export_says(app: TestApp) {
        app.sign_in().await;
        let company = Simulated::company();
        let wave = app.publish_answers("March", &company.tree, &company.answers).await;
        let (page, table) = (app.report_page(wave).await, app.report_csv(wave).await);
        let rows = rows(&page);
        assert_eq!(rows.len(), table.len());
        for ((_, cells), line) in rows.iter().zip(&table) {
            assert!(line["Group"].ends_with(&cells[0]), "{} is {}", cells[0], line["Group"]);
            assert_eq!(cells[1].replace(',', ""), format!("{} of {}", line["Answered"], line["Invited"]));
            let score: f64 = line["Score"].parse().unwrap();
            assert!((score - number(&cells[3])).abs() <= 0.5501);
        }
        let groups: BTreeMap<&str, String> = table.iter().map(|line| (line["Group"].as_str(), format!("{} of {}", line["Answered"], line["Invited"]))).collect();
        let shares = page.select("details table.rated .score-cell");
        let shares: Vec<f64> = shares.iter().map(|share| number(share.trim_end_matches('%'))).collect();
        assert!(shares.len() > 5 && shares.is_sorted_by(|one, other| one >= other), "{shares:?}");
        for (name, answered) in page.select("details table.rated tbody th").iter().zip(page.select("details table.rated td.sub")) {
            assert_eq!(groups[name.as_str()], answered.replace(',', ""));
        }
        assert!(page.text.contains("\u{2212}22. The first wave of these people"));
        assert_eq!(page.select(".score p"), ["\u{2212}22", "alarming"]);
        let facts = plain(page.select(".facts dd"));
        for (fact, start) in facts.iter().zip(["\u{2212}48 to 5", "\u{2212}30", "\u{2212}32 to \u{2212}27", "73%1,079 of 1,470 answered"]) {
            assert!(fact.starts_with(start), "{facts:?}");
        }
    }

    async fn the_city_shows_withholds_and_comments_as_another_program_worked_out(app: TestApp) {
        app.sign_in().await;
        let city = Simulated::city();
        let mut answers = city.answers.clone();
        for answer in &mut answers {
            answer.comment = Some("a comment".to_owned());
        }
        let wave = app.publish_answers("City", &city.tree, &answers).await;
        let page = app.report_page(wave).await;
        let (mut shown, mut withheld) = (BTreeSet::new(), BTreeSet::new());
        for (id, cells) in rows(&page) {
            let Some(group) = id.strip_prefix("group-") else { continue };
            let name = city.name(group.parse().unwrap());
            if cells.len() == 2 { withheld.insert((name, cells[1].clone())) } else { shown.insert((name, String::new())) };
        }
        assert!(withheld.iter().all(|(_, words)| words == "withheld to protect answers"));
        let names = |set: BTreeSet<(String, String)>| set.into_iter().map(|(name, _)| name).collect::<BTreeSet<_>>();
        assert_eq!(names(shown), expected_names(&city.expected["published"]));
        assert_eq!(names(withheld), expected_names(&city.expected["withheld"]));

        let with_scores = app.report_csv(wave).await.into_iter().filter(|line| !line["Gave 0"].is_empty());
        let names: BTreeSet<String> = with_scores
            .map(|line| if line["Group"] == "Everyone" { "(everyone)".to_owned() } else { line["Group"].clone() })
            .collect();
        assert_eq!(names, expected_names(&city.expected["comment_groups"]));
        let places = plain(page.select("#group option"));
        assert!(places.iter().any(|place| place.starts_with("Animal Control / Animal Control unit 1 (17)")), "{places:?}");
        assert!(!page.text.contains("<option value=\"\""));
    }

    async fn a_change_is_split_and_weighed(app: TestApp) {
        let tree = company(&[100]);
        let scores = |promoters, detractors| [vec![9; promoters], vec![2; detractors], vec![7; 20]].concat();
        app.publish_answers("December", &tree, &answers(1, &scores(20, 30))).await;
        app.app.clock.advance(TimeDelta::days(90));
        let wave = app.publish_answers("March", &tree, &answers(1, &scores(45, 15))).await;
        app.sign_in().await;
        let page = app.report_page(wave).await;
        let lead = plain(page.select("h1")).remove(0);
        assert!(lead.starts_with("30. Up 40 since the last wave (Mar 2026): +"), "{lead}");
        assert!(lead.contains("because those who answered like it more") && lead.ends_with("More than noise."), "{lead}");
        assert!(page.select("svg title").iter().any(|title| title == "Score over 2 waves"));
        let list = app.get("/reports").await;
        assert_eq!(plain(list.select("tbody .score-cell")), ["30", "\u{2212}10"]);
    }

    async fn groups_are_compared_only_where_both_waves_publish_them(app: TestApp) {
        let department = candor::keys::ordered_id();
        let tree = |people| {
            let mut groups = company(&[people, 30]).groups().to_vec();
            groups[1].department = Some(department);
            Tree::new(groups)
        };
        let first = [answers(1, &[9; 10]), answers(2, &[9; 10])].concat();
        app.publish_answers("One", &tree(20), &first).await;
        app.app.clock.advance(TimeDelta::days(1));
        let second = app.publish_answers("Two", &tree(20), &[answers(1, &[2; 10]), answers(2, &[9; 10])].concat()).await;
        app.sign_in().await;
        let before = |table: Vec<HashMap<String, String>>| -> BTreeMap<String, String> {
            table.into_iter().map(|mut line| (line["Group"].clone(), line.remove("Score in the last wave").unwrap())).collect()
        };
        let compared = before(app.report_csv(second).await);
        assert_eq!(compared["Team 1"], "50.0");
        assert_eq!(compared["Everyone"], "40.0");
        assert_eq!(compared["Team 2"], "", "a group that is no department cannot be found again");
    }

    async fn too_few_answers_are_not_told(app: TestApp) {
        app.sign_in().await;
        let wave = app.publish_answers("Small", &company(&[20]), &answers(1, &[10; 4])).await;
        let page = app.report_page(wave).await;
        assert_eq!(page.select("h1"), ["Too few answers to tell."]);
        assert!(page.text.contains("Fewer than 5 people answered."));
        assert!(!page.text.contains("Team 1") && page.select(".score").is_empty());
        assert!(app.report_csv(wave).await.is_empty());
        assert!(app.get("/reports").await.text.contains("too few answers"));
    }

    async fn nobody_answered_is_no_zero(app: TestApp) {
        app.sign_in().await;
        let wave = app.publish_answers("Silent", &company(&[20]), &[]).await;
        assert_eq!(app.report_page(wave).await.select("h1"), ["Too few answers to tell."]);
        assert!(app.get("/reports").await.select(".score-cell").is_empty());
    }

    async fn hostile_words_are_only_words(app: TestApp) {
        app.sign_in().await;
        let simulated = Simulated::company();
        let mut groups = simulated.tree.groups().to_vec();
        groups[1].name = String::from("=HYPERLINK(\"http://evil.example\")");
        groups[2].name = String::from("<script>alert(1)</script>");
        let wave = app.publish_answers("<b>March</b>", &Tree::new(groups), &simulated.answers).await;
        let mut bodies = app.report_page(wave).await.text;
        let html = scraper::Html::parse_document(&bodies);
        let places = scraper::Selector::parse("#group option").unwrap();
        let words: Vec<String> =
            html.select(&places).map(|option| option.value().attr("value").unwrap().to_owned()).collect();
        let mut comments = 0;
        for word in words {
            for number in 1..=4 {
                let page = app.get(&format!("/reports/{wave}/comments?group={word}&page={number}")).await;
                comments += if page.text.contains("Page 1 of") == (number == 1) { page.select(".quotes p").len() } else { 0 };
                bodies += &page.text;
            }
        }
        assert!(comments > 0);
        assert!(!bodies.contains("<script>") && !bodies.contains("<b>March"));
        assert!(bodies.contains("&#60;script&#62;alert(&#39;x&#39;)"));
        let table = app.report_csv(wave).await;
        let cells = table.iter().flat_map(HashMap::values);
        assert!(cells.clone().any(|cell| cell.starts_with("'=HYPERLINK")));
        assert!(table.iter().all(|line| !line["Group"].starts_with(['=', '+', '-', '@'])));
    }

    async fn comments_stand_under_their_groups_and_nowhere_else(app: TestApp) {
        app.sign_in().await;
        let mut all = [answers(1, &[9; 12]), answers(2, &[3; 6]), answers(3, &[7; 8])].concat();
        for (index, answer) in all.iter_mut().enumerate() {
            answer.comment = Some(format!("of group {} number {index}", answer.group));
        }
        let wave = app.publish_answers("March", &company(&[20, 20, 20]), &all).await;
        let of = async |group: &str| app.get(&format!("/reports/{wave}/comments?group={group}")).await;
        assert!(of("1").await.select(".quotes p").iter().all(|text| text.starts_with("of group 1")));
        assert_eq!(of("1").await.select(".quotes p").len(), 12);
        let rest = of("0").await;
        assert_eq!(rest.select(".quotes p").len(), 14);
        assert_eq!(rest.select("h2"), ["Other departments"]);
        for group in ["2", "3", "promoter", "99", ""] {
            assert_eq!(of(group).await.status, 404, "{group}");
        }
    }

    async fn comments_by_category_stand_under_no_department(app: TestApp) {
        app.sign_in().await;
        let mut all = [answers(1, &[9; 12]), answers(2, &[3; 11]), answers(2, &[7; 9])].concat();
        for answer in &mut all {
            answer.comment = Some(format!("gave {}", answer.score));
        }
        let draft = Draft { comments_by: CommentsBy::Category, ..app.draft("March") };
        let wave = app.publish_draft(draft, &company(&[20, 30]), &all, 0).await;
        let page = app.get(&format!("/reports/{wave}/comments")).await;
        assert_eq!(plain(page.select("option")), ["Detractors (11)", "Promoters (12)"]);
        assert_eq!(page.select(".quotes p"), vec!["gave 3"; 11]);
        assert!(!page.text.contains("Team 1"));
        assert_eq!(app.get(&format!("/reports/{wave}/comments?group=passive")).await.status, 404);
    }

    async fn a_report_says_how_many_could_not_be_reached(app: TestApp) {
        app.sign_in().await;
        let wave = app.publish_draft(app.draft("March"), &company(&[20]), &answers(1, &[9; 8]), 3).await;
        let page = app.report_page(wave).await;
        assert!(page.text.contains("3 invitations could not be delivered."));
        assert!(page.text.contains("Fewer than half answered."));
        assert!(page.text.contains("Fewer than 100 people answered"));
    }

    async fn a_wave_is_published_once(app: TestApp) {
        let tree = company(&[20]);
        let wave = app.publish_answers("March", &tree, &answers(1, &[9; 8])).await;
        let again = app.app.db.write(move |conn| {
            let wave = store::find(conn, wave)?.unwrap();
            publish(conn, Facts { wave: &wave, headcount: 20, unreachable: 0, set_aside: 0 }, &tree, answers(1, &[2; 8]))
        });
        assert!(again.await.is_err());
    }

    async fn the_report_reads_in_russian(app: TestApp) {
        app.sign_in_in(Lang::Ru).await;
        let company = Simulated::company();
        let wave = app.publish_answers("Март", &company.tree, &company.answers).await;
        let page = app.report_page(wave).await;
        assert!(page.text.contains("Это первая волна"));
        assert!(page.select(".facts dd")[3].starts_with("73\u{a0}%ответили 1079 из 1470"));
        assert!(page.text.contains("217 сторонников минус 537 критиков, делим на всех приглашённых (1470): \u{2212}22."));
        let table = app.report_csv(wave).await;
        assert_eq!(table[0]["Группа"], "Все");
        assert_eq!(table[0]["Индекс"], "-21.8");
    }
}
