//! Large companies that are drawn by chance, how their people answer, and what a reorganisation makes of them.

use std::collections::{BTreeSet, HashMap};

use candor::keys::ordered_id;
use candor::reports::suppression::{Publication, publish};
use candor::reports::{Answer, Category, Counts};
use candor::waves::{Group, Tree};

use crate::anonymity::random::Random;

/// Groups of a company: at least so many, and up to so many more.
const GROUPS: usize = 180;
const MORE_GROUPS: usize = 120;
/// Levels of a company.
const LEVELS: usize = 5;

/// A company as a wave asks it, with the answers of the people directly in each group.
#[derive(Clone)]
pub struct Company {
    pub tree: Tree,
    answers: Vec<Vec<u8>>,
}

impl Company {
    /// A large one.
    pub fn draw(random: &mut Random) -> Self {
        let staff = random.below(4);
        let count = GROUPS + random.below(MORE_GROUPS);
        Self::of(staff, count, random)
    }

    /// One of so many groups.
    pub fn draw_of(count: usize, random: &mut Random) -> Self {
        Self::of(0, count, random)
    }

    /// Has direct staff, single children, groups without people, silent ones, and ones of which all answered.
    fn of(staff: usize, count: usize, random: &mut Random) -> Self {
        let mut groups = vec![group(0, None, staff)];
        let mut level = vec![1];
        for number in 1..count {
            let open: Vec<usize> = (0..number).filter(|above| level[*above] < LEVELS).collect();
            // Now and then the only child of the last one.
            let last = open.last().copied().filter(|last| *last + 1 == number && random.below(6) == 0);
            let parent = last.unwrap_or_else(|| open[random.below(open.len())]);
            level.push(level[parent] + 1);
            groups.push(group(number, Some(parent), people(random)));
        }
        Self::answered(groups, random)
    }

    /// Departments have another parent, people another department; some departments are emptied, others are new.
    pub fn reorganised(&self, random: &mut Random) -> Self {
        let mut groups = self.tree.groups().to_vec();
        for number in 1..groups.len() {
            if random.below(8) == 0 {
                groups[number].parent = i32::try_from(random.below(number)).ok();
            }
            let (other, moved) = (1 + random.below(groups.len() - 1), 1 + u32::try_from(random.below(3)).unwrap());
            if random.below(4) == 0 && groups[number].direct_headcount >= moved {
                groups[number].direct_headcount -= moved;
                groups[other].direct_headcount += moved;
            }
            if random.below(25) == 0 {
                groups[number].direct_headcount = 0;
            }
        }
        for number in groups.len()..groups.len() + groups.len() / 20 {
            groups.push(group(number, Some(random.below(number)), people(random)));
        }
        Self::answered(groups, random)
    }

    fn answered(groups: Vec<Group>, random: &mut Random) -> Self {
        let mut answers = Vec::with_capacity(groups.len());
        for group in &groups {
            let people = usize::try_from(group.direct_headcount).unwrap();
            let answered = match random.below(6) {
                0 => 0,
                1 => people,
                _ => people * random.below(101) / 100,
            };
            let are_alike = random.below(5) == 0;
            let score = |random: &mut Random| if are_alike { 9 } else { u8::try_from(random.below(11)).unwrap() };
            answers.push((0..answered).map(|_| score(random)).collect());
        }
        Self { tree: Tree::new(groups), answers }
    }

    /// Whether some group with answers enough must be withheld all the same.
    pub fn needs_cover(&self, threshold: u32) -> bool {
        let respondents: Vec<u32> = self.answers.iter().map(|scores| u32::try_from(scores.len()).unwrap()).collect();
        let shown = publish(&self.tree, &respondents, threshold, &Publication::everything(&self.tree)).groups().count();
        let large = self.tree.totals(&respondents).into_iter().filter(|answered| *answered >= threshold).count();
        (6..large).contains(&shown)
    }

    pub fn answers(&self) -> Vec<Answer> {
        let each = (0..).zip(&self.answers).flat_map(|(group, scores)| scores.iter().map(move |score| (group, *score)));
        each.map(|(group, score)| Answer { group, score, comment: None }).collect()
    }

    /// How the people under a group answered, or those directly in it.
    pub fn counts(&self, group: i32) -> Counts {
        self.under(group).into_iter().fold(Counts::default(), |mut sum, below| {
            sum += self.direct_counts(below);
            sum
        })
    }

    pub fn direct_counts(&self, group: i32) -> Counts {
        let headcount = self.tree.group(group).unwrap().direct_headcount;
        let mut counts = Counts { headcount, ..Counts::default() };
        for score in &self.answers[usize::try_from(group).unwrap()] {
            counts.add(Category::of(*score));
        }
        counts
    }

    /// A group and all below it that have people of their own.
    pub fn under(&self, group: i32) -> BTreeSet<i32> {
        let own = BTreeSet::from([group]);
        let has_people = |number: &i32| self.tree.group(*number).unwrap().direct_headcount > 0;
        let own: BTreeSet<i32> = own.into_iter().filter(has_people).collect();
        self.tree.children(group).iter().fold(own, |mut all, child| {
            all.append(&mut self.under(*child));
            all
        })
    }

    /// Every group by its names from the top.
    pub fn by_path(&self) -> HashMap<String, i32> {
        self.tree.groups().iter().map(|group| (self.tree.path(group.number).join(" / "), group.number)).collect()
    }

    /// The same department in another wave; everyone is always there.
    pub fn same_in(&self, group: i32, other: &Self) -> Option<i32> {
        let department = self.tree.group(group).unwrap().department;
        other.tree.groups().iter().find(|candidate| candidate.department == department).map(|found| found.number)
    }
}

fn group(number: usize, parent: Option<usize>, people: usize) -> Group {
    Group {
        number: i32::try_from(number).unwrap(),
        parent: parent.map(|parent| i32::try_from(parent).unwrap()),
        name: if parent.is_some() { format!("G{number}") } else { String::new() },
        department: parent.map(|_| ordered_id()),
        direct_headcount: u32::try_from(people).unwrap(),
    }
}

/// Most groups are small, some have nobody of their own.
fn people(random: &mut Random) -> usize {
    match random.below(8) {
        0 => 0,
        1..=5 => 1 + random.below(9),
        _ => 8 + random.below(30),
    }
}
