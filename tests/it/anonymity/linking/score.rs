//! What an attack is worth: how many people it ties to their own answers, beside how many chance does.

use std::collections::BTreeMap;

/// Departments of the wave under attack.
pub const DEPARTMENTS: usize = 8;
/// People in each; all of them answer.
pub const EACH: usize = 12;
/// People and answers. Person n gave answer n: only the score and the controls may use that.
pub const PEOPLE: usize = DEPARTMENTS * EACH;
/// Of ten runs more than this many hits are no chance. Whoever puts a department's answers to its people in an order that
/// tells nothing hits one of them, whatever the department's size: eight a run, Poisson distributed, 80 in ten. More than
/// 126 come by chance once in 1.3 million tries, and the sources together allow some hundred tries that differ.
const BOUND_OF_TEN: u64 = 126;
/// A leak that is there must show this many of the 96.
pub const CAUGHT: usize = 90;

/// The department of a person, which everyone knows, and of an answer, which the report says of each comment.
pub fn department(number: usize) -> usize {
    number / EACH
}

/// How many people are tied to their own answers when, in each department, the first person is taken to have given the
/// first answer, the second the second, and so on.
pub fn aligned<'a>(
    people: impl Iterator<Item = &'a usize> + Clone,
    answers: impl Iterator<Item = &'a usize> + Clone,
) -> usize {
    let of = |department_number| move |number: &&usize| department(**number) == department_number;
    let hits = |number| {
        let pairs = people.clone().filter(of(number)).zip(answers.clone().filter(of(number)));
        pairs.filter(|(person, answer)| person == answer).count()
    };
    (0..DEPARTMENTS).map(hits).sum()
}

/// What every try of an attack has hit, over all runs.
#[derive(Debug, Default)]
pub struct Hits(BTreeMap<String, usize>);

impl Hits {
    pub fn add(&mut self, attempt: String, hits: usize) {
        *self.0.entry(attempt).or_default() += hits;
    }

    pub fn tries(&self) -> usize {
        self.0.len()
    }

    /// The try that hit most.
    pub fn best(&self) -> (usize, &str) {
        self.0.iter().map(|(attempt, hits)| (*hits, attempt.as_str())).max().unwrap_or((0, "nothing to try"))
    }
}

/// How many hits of a number of runs may still be chance: as unlikely to be exceeded as 126 in ten.
pub fn bound(runs: u64) -> u64 {
    let rare = beyond(mean(10), BOUND_OF_TEN);
    (0..=BOUND_OF_TEN * runs).find(|hits| beyond(mean(runs), *hits) <= rare).unwrap()
}

fn mean(runs: u64) -> f64 {
    let hits = u32::try_from(runs).unwrap() * u32::try_from(DEPARTMENTS).unwrap();
    f64::from(hits)
}

/// How likely more than this many hits are where so many are the mean (Poisson).
fn beyond(mean: f64, hits: u64) -> f64 {
    let mut probability = (-mean).exp();
    let mut sum = 0.0;
    for number in 1..hits + 500 {
        probability *= mean / f64::from(u32::try_from(number).unwrap());
        if number > hits {
            sum += probability;
        }
    }
    sum
}

#[test]
fn the_bound_is_as_rare_for_few_runs_as_for_ten() {
    assert_eq!([1, 2, 3, 5, 10].map(bound), [25, 39, 51, 74, 126]);
    assert!((1.2e6..1.4e6).contains(&(1.0 / beyond(80.0, 126))));
}

#[test]
fn an_order_that_tells_nothing_hits_one_in_each_department_and_the_right_one_all() {
    let people: Vec<usize> = (0..PEOPLE).rev().collect();
    assert_eq!(aligned(people.iter(), people.iter()), PEOPLE);
    assert_eq!(aligned(people.iter(), people.iter().rev()), 0, "of twelve none stands in the middle");
    let (mut random, mut hits) = (crate::anonymity::random::Random(1), 0);
    for _ in 0..1_000 {
        let mut answers = people.clone();
        random.shuffle(&mut answers);
        hits += aligned(people.iter(), answers.iter());
    }
    assert!((7_700..8_300).contains(&hits), "{hits}");
}
