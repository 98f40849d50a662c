//! Rosters with simulated waves over them, and what another program worked out of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use candor::reports::{Answer, Category, Counts};
use candor::waves::{Group, Tree};
use serde_json::Value;

/// A roster and the answers of a simulated wave over it.
pub struct Simulated {
    pub tree: Tree,
    /// In the order of the file.
    pub answers: Vec<Answer>,
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
            Answer { group: group_of[answer["Employee ID"].as_str()], score: answer["Score"].parse().unwrap(), comment }
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
        for answer in &self.answers {
            respondents[usize::try_from(answer.group).unwrap()] += 1;
        }
        respondents
    }

    /// Counts and scores from 0 to 10 under each group.
    pub fn figures(&self) -> Vec<(Counts, [u64; 11])> {
        let start = |headcount| (Counts { headcount, ..Counts::default() }, [0; 11]);
        let mut figures: Vec<_> = self.tree.headcounts().into_iter().map(start).collect();
        for answer in &self.answers {
            let mut next = self.tree.group(answer.group);
            while let Some(group) = next {
                let (counts, scores) = &mut figures[usize::try_from(group.number).unwrap()];
                counts.add(Category::of(answer.score));
                scores[usize::from(answer.score)] += 1;
                next = group.parent.and_then(|parent| self.tree.group(parent));
            }
        }
        figures
    }

    /// A group as the expected figures name it.
    pub fn name(&self, group: i32) -> String {
        if group == 0 { "(everyone)".to_owned() } else { self.tree.path(group).join(" / ") }
    }

    pub fn names(&self, groups: impl Iterator<Item = i32>) -> BTreeSet<String> {
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
