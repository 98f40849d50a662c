//! What may be published: the two simulated waves against figures that another program worked out, random waves
//! against a reader of the page and the export who does algebra, and large companies, asked again after they were
//! reorganised, against a solver (`large`), who also reads each page, file and picture alone (`sources`) and the response
//! rates of an open wave (`rates`).

mod city;
mod companies;
mod large;
mod rates;
mod reader;
pub mod rendered;
mod sources;
mod system;

use candor::reports::suppression::{Publication, publish};
use candor::reports::{Answer, Counts, Figures, PublishedReport, RowKind, store};
use candor::waves::{Group, Tree};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::Value;

use self::reader::Reader;
use crate::app::{Response, TestApp, on_both};
use crate::simulated::{Simulated, expected_names};

/// The threshold of every wave here.
const THRESHOLD: u32 = 5;

fn assert_figures(figures: (Counts, [u64; 11]), expected: &Value) {
    let (counts, scores) = figures;
    let number = |key: &str| u32::try_from(expected[key].as_u64().unwrap()).unwrap();
    assert_eq!(counts.headcount, number("headcount"));
    assert_eq!(counts.respondents(), number("responses"));
    assert_eq!(counts.promoters, number("promoters"));
    assert_eq!(counts.passives, number("passives"));
    assert_eq!(counts.detractors, number("detractors"));
    assert!((counts.score().unwrap().value() - expected["enps"].as_f64().unwrap()).abs() < 5.1e-5);
    if let Some(expected) = expected["enps_respondents_only"].as_f64() {
        assert!((counts.respondents_score().unwrap().value() - expected).abs() < 5.1e-5);
    }
    if let Some(expected) = expected["scores"].as_array() {
        assert_eq!(scores.to_vec(), expected.iter().map(|n| n.as_u64().unwrap()).collect::<Vec<_>>());
    }
}

#[test]
fn the_city_publishes_withholds_and_comments_as_another_program_worked_out() {
    let city = Simulated::city();
    let respondents = city.respondents();
    let scores = publish(&city.tree, &respondents, 5, &Publication::everything(&city.tree));
    let comments = publish(&city.tree, &respondents, 10, &scores);
    let withheld = (1..).take(city.tree.len() - 1).filter(|group| !scores.contains(*group));
    assert_eq!(city.names(scores.groups()), expected_names(&city.expected["published"]));
    assert_eq!(city.names(withheld), expected_names(&city.expected["withheld"]));
    assert_eq!(city.names(comments.groups()), expected_names(&city.expected["comment_groups"]));
}

#[test]
fn every_figure_of_the_city_is_as_another_program_counted() {
    let city = Simulated::city();
    let figures = city.figures();
    for (name, expected) in city.expected["published"].as_object().unwrap() {
        let group = (0..).take(city.tree.len()).find(|group| city.name(*group) == *name).unwrap();
        assert_figures(figures[usize::try_from(group).unwrap()], expected);
    }
}

#[test]
fn every_figure_of_the_company_is_as_another_program_counted() {
    let company = Simulated::company();
    let figures = company.figures();
    let find = |path: &[&str]| {
        figures[company.tree.groups().iter().position(|g| company.tree.path(g.number) == path).unwrap()]
    };
    assert_figures(find(&[]), &company.expected["total"]);
    for (department, expected) in company.expected["departments"].as_object().unwrap() {
        assert_figures(find(&[department]), expected);
        for (team, expected) in expected["teams"].as_object().unwrap() {
            assert_figures(find(&[department, team]), expected);
        }
    }
}

#[test]
fn the_company_publishes_all_scores_and_no_comments_of_human_resources_teams() {
    let company = Simulated::company();
    let scores = publish(&company.tree, &company.respondents(), 5, &Publication::everything(&company.tree));
    let comments = publish(&company.tree, &company.respondents(), 10, &scores);
    assert_eq!(scores.groups().count(), company.tree.len());
    let hidden: Vec<String> = scores.groups().filter(|g| !comments.contains(*g)).map(|g| company.name(g)).collect();
    assert_eq!(hidden, ["Human Resources / Human Resources", "Human Resources / Manager"]);
}

/// A random wave and the scores that were given in it.
fn random_waves(count: u32) -> Vec<(Tree, Vec<u32>)> {
    let mut runner = TestRunner::deterministic();
    let node = (any::<prop::sample::Index>(), 0..14_u32, 0..=100_u32, 0..4_u8);
    let waves = (prop::collection::vec(node, 2..16), 0..4_u32);
    let mut draw = || waves.new_tree(&mut runner).unwrap().current();
    let made = std::iter::repeat_with(|| tree_of(draw())).filter(|(tree, respondents)| {
        let leaves = tree.groups().iter().filter(|group| tree.children(group.number).is_empty()).count();
        leaves <= 12 && respondents.iter().sum::<u32>() >= THRESHOLD
    });
    made.take(usize::try_from(count).unwrap()).collect()
}

type Nodes = (Vec<(prop::sample::Index, u32, u32, u8)>, u32);

/// At most four levels; direct staff, single children and silent groups come by themselves.
fn tree_of((nodes, root_staff): Nodes) -> (Tree, Vec<u32>) {
    let group = |number, parent, direct_headcount| Group {
        number,
        parent,
        name: format!("G{number}"),
        department: None,
        direct_headcount,
    };
    let (mut groups, mut depth) = (vec![group(0, None, root_staff)], vec![1]);
    let mut respondents = vec![root_staff / 2];
    for ((position, people, share, style), number) in nodes.into_iter().zip(1..) {
        let open: Vec<usize> = (0..groups.len()).filter(|above| depth[*above] < 4).collect();
        let parent = open[position.index(open.len())];
        groups.push(group(number, i32::try_from(parent).ok(), people));
        depth.push(depth[parent] + 1);
        respondents.push(if style == 0 { 0 } else { people * share / 100 });
    }
    (Tree::new(groups), respondents)
}

/// Answers for respondents; which scores they give depends on a seed alone.
fn answers_of(respondents: &[u32], seed: u8) -> Vec<Answer> {
    let each = (0..).zip(respondents).flat_map(|(group, people)| (0..*people).map(move |person| (group, person)));
    let score =
        |group: i32, person: u32| u8::try_from((group.unsigned_abs() * 7 + person * 3 + u32::from(seed)) % 11).unwrap();
    each.map(|(group, person)| Answer { group, score: score(group, person), comment: None }).collect()
}

/// The groups and rests that a page shows with figures, and how many answered in each by its own words.
fn read_page(page: &Response) -> (Vec<i32>, Vec<i32>, Vec<u32>) {
    let html = scraper::Html::parse_document(&page.text);
    let rows = scraper::Selector::parse("tr[id]").unwrap();
    let answered = scraper::Selector::parse("td.sub").unwrap();
    let (mut groups, mut rests, mut figures) = (Vec::new(), Vec::new(), Vec::new());
    for row in html.select(&rows) {
        let Some(cell) = row.select(&answered).next() else { continue };
        let text = cell.text().collect::<String>();
        figures.push(text.split(' ').next().unwrap().parse().unwrap());
        let (kind, number) = row.value().id().unwrap().split_once('-').unwrap();
        if kind == "group" { &mut groups } else { &mut rests }.push(number.parse().unwrap());
    }
    (groups, rests, figures)
}

/// The same wave with every group shown that has answers enough, and no cover for the others.
fn without_cover(report: &mut PublishedReport, tree: &Tree, respondents: &[u32]) {
    let (answered, headcounts) = (tree.totals(respondents), tree.headcounts());
    report.rows.retain(|row| row.kind == RowKind::Group);
    for row in &mut report.rows {
        let group = usize::try_from(row.group).unwrap();
        let counts = Counts { headcount: headcounts[group], passives: answered[group], ..Counts::default() };
        let figures = Figures { counts, before: None, distribution: None };
        row.figures = (answered[group] >= THRESHOLD).then_some(figures);
    }
}

/// Waves drawn on each database: an eighth of `PROPTEST_CASES`, 32 without it.
fn waves_to_draw() -> u32 {
    (ProptestConfig::default().cases / 8).max(1)
}

on_both! {
    async fn a_reader_of_page_and_export_works_out_no_small_group(app: TestApp) {
        app.sign_in().await;
        let (mut withdrawn, mut caught) = (0, 0);
        let waves = random_waves(waves_to_draw());
        for (tree, respondents) in &waves {
            let wave = app.publish_answers("Drawn", tree, &answers_of(respondents, 0)).await;
            let (groups, rests, figures) = read_page(&app.report_page(wave).await);
            let table = app.report_csv(wave).await;
            let exported: Vec<u32> = table.iter().filter_map(|line| line["Answered"].parse().ok()).collect();
            assert_eq!(figures, exported, "page and export show the same rows");
            assert!(figures.iter().all(|answered| *answered >= THRESHOLD));
            let reader = Reader::new(tree, &groups, &rests);
            assert_eq!(reader.exposes(tree, respondents, THRESHOLD), None, "{tree:?} {respondents:?} {groups:?}");
            assert!(reader.rank() <= groups.len(), "a rest tells nothing that the groups do not");

            // The same reader must solve the same wave when nothing covers for small groups.
            let totals = tree.totals(respondents);
            let large = totals.iter().filter(|answered| **answered >= THRESHOLD).count();
            let bare = app.plan(app.draft("Bare")).await;
            let (tree_of_bare, answered) = (tree.clone(), respondents.clone());
            let store_bare = app.app.db.write(move |conn| {
                let mut report = store::find(conn, wave)?.unwrap();
                report.headline.wave = bare;
                without_cover(&mut report, &tree_of_bare, &answered);
                store::save(conn, &report)
            });
            store_bare.await.unwrap();
            let (groups_of_bare, rests, _) = read_page(&app.report_page(bare).await);
            withdrawn += u32::from(groups.len() < large);
            let exposed = Reader::new(tree, &groups_of_bare, &rests).exposes(tree, respondents, THRESHOLD);
            caught += u32::from(exposed.is_some());
        }
        assert!(withdrawn * 10 >= 3 * u32::try_from(waves.len()).unwrap(), "{withdrawn} of {} need cover", waves.len());
        assert_eq!(caught, withdrawn, "without cover the reader works out a small group");
    }

    async fn other_scores_leave_what_is_shown_as_it_was(app: TestApp) {
        app.sign_in().await;
        for (tree, respondents) in random_waves(waves_to_draw() / 4) {
            let mut shown = Vec::new();
            for seed in 0..3 {
                let wave = app.publish_answers("Drawn", &tree, &answers_of(&respondents, seed * 4)).await;
                shown.push(read_page(&app.report_page(wave).await));
            }
            assert!(shown.windows(2).all(|pair| pair[0] == pair[1]));
        }
    }
}
