//! What may be published: the two simulated waves against figures that another program worked out.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use candor::reports::suppression::{Publication, publish};
use candor::reports::{Category, Counts};
use candor::waves::{Group, Tree};
use serde_json::Value;

/// A roster and the answers of a simulated wave over it.
pub struct Simulated {
    pub tree: Tree,
    /// Group, score and comment of each answer, in the order of the file.
    pub answers: Vec<(i32, u8, Option<String>)>,
    pub expected: Value,
}

impl Simulated {
    pub fn city() -> Self {
        Self::read("city-26k.csv", "wave-city")
    }

    pub fn company() -> Self {
        Self::read("people-1470.csv", "wave-1470")
    }

    fn read(roster: &str, wave: &str) -> Self {
        let people: Vec<HashMap<String, String>> = read_csv(roster);
        let mut headcounts: BTreeMap<Vec<String>, u32> = BTreeMap::from([(Vec::new(), 0)]);
        for person in &people {
            headcounts.entry(vec![person["Department"].clone()]).or_default();
            *headcounts.entry(path_of(person)).or_default() += 1;
        }
        let numbers: HashMap<Vec<String>, i32> = headcounts.keys().cloned().zip(0..).collect();
        let groups = headcounts.iter().zip(0..).map(|((path, headcount), number)| Group {
            number,
            parent: path.split_last().map(|(_, above)| numbers[above]),
            name: path.last().cloned().unwrap_or_default(),
            department: None,
            direct_headcount: *headcount,
        });
        let group_of: HashMap<&str, i32> =
            people.iter().map(|person| (person["Employee ID"].as_str(), numbers[&path_of(person)])).collect();
        let answers = read_csv(&format!("{wave}-answers.csv")).into_iter().map(|mut answer| {
            let comment = answer.remove("Comment").filter(|text| !text.is_empty());
            (group_of[answer["Employee ID"].as_str()], answer["Score"].parse().unwrap(), comment)
        });
        let expected = std::fs::read_to_string(fixture(&format!("{wave}-expected.json"))).unwrap();
        Self {
            tree: Tree::new(groups.collect()),
            answers: answers.collect(),
            expected: serde_json::from_str(&expected).unwrap(),
        }
    }

    /// Those who answered, directly in each group.
    pub fn respondents(&self) -> Vec<u32> {
        let mut respondents = vec![0; self.tree.len()];
        for (group, ..) in &self.answers {
            respondents[usize::try_from(*group).unwrap()] += 1;
        }
        respondents
    }

    /// Counts and scores from 0 to 10 under each group.
    fn figures(&self) -> Vec<(Counts, [u64; 11])> {
        let start = |headcount| (Counts { headcount, ..Counts::default() }, [0; 11]);
        let mut figures: Vec<_> = self.tree.headcounts().into_iter().map(start).collect();
        for (group, score, _) in &self.answers {
            let mut next = self.tree.group(*group);
            while let Some(group) = next {
                let (counts, scores) = &mut figures[usize::try_from(group.number).unwrap()];
                counts.add(Category::of(*score));
                scores[usize::from(*score)] += 1;
                next = group.parent.and_then(|parent| self.tree.group(parent));
            }
        }
        figures
    }

    /// A group as the expected figures name it.
    pub fn name(&self, group: i32) -> String {
        if group == 0 { "(everyone)".to_owned() } else { self.tree.path(group).join(" / ") }
    }

    fn names(&self, groups: impl Iterator<Item = i32>) -> BTreeSet<String> {
        groups.map(|group| self.name(group)).collect()
    }
}

pub fn fixture(name: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

fn read_csv(name: &str) -> Vec<HashMap<String, String>> {
    csv::Reader::from_path(fixture(name)).unwrap().deserialize().map(Result::unwrap).collect()
}

fn path_of(person: &HashMap<String, String>) -> Vec<String> {
    ["Department", "Team"].map(|level| person[level].clone()).into_iter().filter(|name| !name.is_empty()).collect()
}

/// The names of a list or the keys of an object.
pub fn expected_names(value: &Value) -> BTreeSet<String> {
    let name = |value: &Value| value.as_str().unwrap().to_owned();
    match value {
        Value::Array(list) => list.iter().map(name).collect(),
        other => other.as_object().unwrap().keys().cloned().collect(),
    }
}

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
