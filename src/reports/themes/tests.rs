//! Hand-made cases; then readers who know the rule and every comment: one who tries all that could be, of one theme, and
//! a solver, of many themes at once.

use std::collections::BTreeSet;

use microlp::{ComparisonOp, OptimizationDirection, Problem};
use proptest::prelude::ProptestConfig;

use super::*;
use crate::waves::{CommentsBy, Group, Tree};

fn tree(teams: &[u32]) -> Tree {
    let group = |number: i32, people| Group {
        number,
        parent: (number > 0).then_some(0),
        name: format!("Team {number}"),
        department: None,
        direct_headcount: people,
    };
    Tree::new(
        std::iter::once(group(0, 0)).chain((1..).zip(teams).map(|(number, people)| group(number, *people))).collect(),
    )
}

fn said(group: i32, score: u8, people: usize, comment: &str) -> Vec<Answer> {
    vec![Answer { group, score, comment: Some(comment.to_owned()).filter(|text| !text.is_empty()) }; people]
}

/// What is told, as (name, promoters, passives, detractors).
fn told(dictionary: &str, teams: &[u32], answers: Vec<Answer>) -> Vec<(String, [Option<u32>; 3])> {
    let dictionary = Dictionary::read(dictionary).unwrap();
    let mentions = read(&dictionary, &answers);
    let tallied = Tallied::count(&tree(teams), 5, CommentsBy::Group, answers).unwrap();
    let themes = publish(&dictionary, &mentions, &tallied);
    let all = themes.map(|themes| themes.shares).unwrap_or_default().into_iter();
    let plain = |theme: ThemeShares| {
        let of = |category| theme.of(category);
        (theme.names[0].clone(), [of(Category::Promoter), of(Category::Passive), of(Category::Detractor)])
    };
    all.map(plain).collect()
}

const DICTIONARY: &str = "Pay: salary\nOffice: office\nFood: lunch";

#[test]
fn shares_are_told_in_steps_of_ten_people_and_as_at_least() {
    let answers = [
        said(1, 9, 69, ""),
        said(1, 9, 31, "My salary"),
        said(1, 2, 151, "No salary"),
        said(1, 2, 49, "The office"),
        said(1, 7, 12, "salary"),
        said(1, 7, 28, ""),
    ];
    // 31 of 100 promoters, 12 of 40 passives (steps of 25 %), 151 of 200 detractors.
    let expected = [
        // With fewer than 40 promoters and 20 passives of 194, "fewer than 140 detractors" would leave four numbers.
        ("Pay".to_owned(), [Some(30), Some(25), Some(65)]),
        // Of 49 with fewer than ten promoters and ten passives, "fewer than 40" would leave nine.
        ("Office".to_owned(), [None, None, Some(15)]),
    ];
    assert_eq!(told(DICTIONARY, &[400], answers.concat()), expected);
}

#[test]
fn what_few_say_or_a_small_category_says_is_not_told() {
    let few = [said(1, 9, 100, ""), said(1, 9, 19, "salary"), said(1, 2, 9, "lunch"), said(1, 2, 40, "")];
    assert!(told(DICTIONARY, &[300], few.concat()).is_empty());
    let small = [said(1, 9, 30, "salary"), said(1, 9, 60, ""), said(1, 2, 19, "salary")];
    assert_eq!(told(DICTIONARY, &[300], small.concat()), [("Pay".to_owned(), [Some(20), None, None])]);
    assert!(told(DICTIONARY, &[300], said(1, 9, 9, "salary")).is_empty(), "nor anything where no comment is shown");
}

#[test]
fn that_everyone_or_nobody_of_a_category_mentions_it_is_not_told() {
    let all_promoters = [said(1, 9, 40, "salary"), said(1, 2, 30, "salary"), said(1, 2, 9, ""), said(1, 7, 60, "")];
    // "All promoters" would tell of everyone else that they are none.
    let expected = [("Pay".to_owned(), [Some(75), None, Some(50)])];
    assert_eq!(told(DICTIONARY, &[200], all_promoters.concat()), expected);
}

#[test]
fn of_two_themes_that_few_tell_apart_one_is_told() {
    let one_more = |alone| [said(1, 9, 60, "salary office"), said(1, 2, alone, "salary"), said(1, 7, 90, "")].concat();
    for alone in [0, 1, 9] {
        assert_eq!(
            told(DICTIONARY, &[300], one_more(alone)).iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
            ["Pay"]
        );
    }
    assert_eq!(told(DICTIONARY, &[300], one_more(10)).len(), 2);
}

#[test]
fn a_theme_that_is_nearly_a_group_is_not_told() {
    let team_and = |others| {
        [said(1, 9, 30, "salary"), said(2, 2, others, "salary"), said(2, 9, 50, ""), said(3, 2, 40, "")].concat()
    };
    assert!(told(DICTIONARY, &[40, 90, 50], team_and(3)).is_empty());
    assert!(told(DICTIONARY, &[40, 90, 50], team_and(0)).is_empty(), "exactly a group: it would tell nothing new");
    assert_eq!(told(DICTIONARY, &[40, 90, 50], team_and(10)).len(), 1);
}

/// The same numbers in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 33).unwrap() % end
    }
}

/// Shares as they are rounded down, and no more.
fn rounded(said: ByCategory, sizes: ByCategory) -> [Option<u32>; 3] {
    let share = |category: usize| {
        let step = step(sizes[category])?;
        Some(said[category] * ALL / (step * sizes[category]) * step).filter(|share| *share > 0)
    };
    [0, 1, 2].map(share)
}

/// By what is told, the least and the most of each category that mention a theme, over all that could be.
fn concluded(
    known: &Possible,
    all: u32,
    tell: impl Fn(ByCategory) -> [Option<u32>; 3],
) -> BTreeMap<[Option<u32>; 3], Possible> {
    let mut concluded: BTreeMap<_, Possible> = BTreeMap::new();
    for one in known.least[0]..=known.most[0] {
        for other in known.least[1]..=known.most[1] {
            let Some(last) = all.checked_sub(one + other) else { continue };
            if !(known.least[2]..=known.most[2]).contains(&last) {
                continue;
            }
            let said = [one, other, last];
            let left = concluded.entry(tell(said)).or_insert(Possible { least: said, most: said });
            for (category, people) in said.into_iter().enumerate() {
                left.least[category] = left.least[category].min(people);
                left.most[category] = left.most[category].max(people);
            }
        }
    }
    concluded
}

#[test]
fn whoever_tries_all_that_could_be_is_left_with_ten_numbers_of_each_category() {
    let (mut dice, mut open, mut closed) = (Dice(3), 0, 0);
    for _ in 0..(ProptestConfig::default().cases / 256).max(8) {
        let sizes = [0; 3].map(|_| 5 + dice.below(90));
        let said = sizes.map(|size| dice.below(size.min(40)));
        // What the groups' figures allow lies around it.
        let known = Possible {
            least: said.map(|people| people - dice.below(people + 1).min(people)),
            most: [0, 1, 2].map(|category| said[category] + dice.below(sizes[category] - said[category] + 1).min(40)),
        };
        let Some(known) = known.of(sum(said)) else { continue };
        let told = concluded(&known, sum(said), |said| shares(said, &known, sizes).0);
        assert!(told.values().all(|left| left.is_open(&known)), "{known:?} {sizes:?}: {told:?}");
        open += told.len() - 1;
        let plain = concluded(&known, sum(said), |said| rounded(said, sizes));
        closed += plain.values().filter(|left| !left.is_open(&known)).count();
    }
    assert!(open > 0, "something is told");
    assert!(closed > 0, "shares that are only rounded leave too little now and then");
}

/// All that a reader knows of who mentions what, and what is told of some themes besides.
struct Reading<'a> {
    atoms: &'a Atoms,
    told: Vec<(usize, Possible)>,
}

/// Points that are tried before the solver is asked about one figure.
const TRIED: u32 = 6;

impl Reading<'_> {
    fn of<'a>(atoms: &'a Atoms, themes: &[usize]) -> Reading<'a> {
        let sizes = atoms.people(|_| true);
        let piece = |theme: &usize| {
            let said = atoms.people(|themes| themes & bit(*theme) != 0);
            (*theme, shares(said, &atoms.possible(*theme), sizes).1)
        };
        Reading { atoms, told: themes.iter().map(piece).collect() }
    }

    fn classes(&self) -> Vec<(usize, u64, ByCategory)> {
        let of_atom = |(atom, alike): (usize, &Vec<(u64, ByCategory)>)| {
            alike.iter().map(|(themes, people)| (atom, *themes, *people)).collect::<Vec<_>>()
        };
        self.atoms.0.iter().enumerate().flat_map(of_atom).collect()
    }

    /// Of all that could be, that with the most of what is wanted: people by class and category.
    fn best(&self, wanted: impl Fn(usize, usize) -> f64) -> Vec<[f64; 3]> {
        let (mut problem, classes) = (Problem::new(OptimizationDirection::Maximize), self.classes());
        let mut variables = Vec::new();
        for (class, (.., people)) in classes.iter().enumerate() {
            let all = f64::from(sum(*people));
            let each = [0, 1, 2].map(|category| problem.add_var(wanted(class, category), (0.0, all)));
            problem.add_constraint(each.map(|variable| (variable, 1.0)), ComparisonOp::Eq, all);
            variables.push(each);
        }
        for category in 0..3 {
            let of = |is_meant: &dyn Fn(usize, u64) -> bool| {
                let meant = classes.iter().zip(&variables).filter(|((atom, themes, _), _)| is_meant(*atom, *themes));
                meant.map(|(_, each)| (each[category], 1.0)).collect::<Vec<_>>()
            };
            for (number, alike) in self.atoms.0.iter().enumerate() {
                let all: u32 = alike.iter().map(|(_, people)| people[category]).sum();
                problem.add_constraint(of(&|atom, _| atom == number), ComparisonOp::Eq, all.into());
            }
            for (theme, left) in &self.told {
                let mentioned = of(&|_, themes| themes & bit(*theme) != 0);
                problem.add_constraint(mentioned.clone(), ComparisonOp::Ge, left.least[category].into());
                problem.add_constraint(mentioned, ComparisonOp::Le, left.most[category].into());
            }
        }
        let solution = problem.solve().unwrap().into_solution().unwrap();
        variables.into_iter().map(|each| each.map(|variable| solution.var_value(variable))).collect()
    }

    /// How many of a category there must be in some classes, where there is no choice.
    fn pinned(&self, classes: &BTreeSet<usize>, category: usize, points: &mut Vec<Vec<[f64; 3]>>) -> Option<f64> {
        let value = |point: &Vec<[f64; 3]>| classes.iter().map(|class| point[*class][category]).sum::<f64>();
        let is_free = |points: &[Vec<[f64; 3]>]| {
            let least = points.iter().map(value).fold(f64::MAX, f64::min);
            let most = points.iter().map(value).fold(f64::MIN, f64::max);
            (most + 1e-6).floor() - (least - 1e-6).ceil() >= 1.0
        };
        if is_free(points) {
            return None;
        }
        let wanted = |sign: f64| {
            move |class: usize, of: usize| if of == category && classes.contains(&class) { sign } else { 0.0 }
        };
        let ends = [self.best(wanted(1.0)), self.best(wanted(-1.0))];
        let of_ends = is_free(&ends);
        let found = value(&ends[0]);
        points.extend(ends);
        (!of_ends).then_some(found.round())
    }

    /// Fewer than ten people of whom something follows that their group's figures do not say. That none of ten people or
    /// more is of a category, or all are, is for figures to say.
    fn exposes(&self) -> Option<String> {
        let (classes, mut points) = (self.classes(), Vec::new());
        for seed in 0..TRIED {
            let mut dice = Dice(seed.into());
            let directions: Vec<[f64; 3]> =
                classes.iter().map(|_| [0; 3].map(|_| f64::from(dice.below(101)) - 50.0)).collect();
            points.push(self.best(|class, category| directions[class][category]));
        }
        let people = |class: usize| sum(classes[class].2);
        let small: Vec<usize> = (0..classes.len()).filter(|class| (1..10).contains(&people(*class))).collect();
        let pairs = small.iter().flat_map(|one| small.iter().map(|other| BTreeSet::from([*one, *other])));
        let sets: BTreeSet<BTreeSet<usize>> =
            pairs.filter(|set| set.iter().map(|class| people(*class)).sum::<u32>() < 10).collect();
        let alone = Reading { atoms: self.atoms, told: Vec::new() };
        for category in 0..3 {
            for set in &sets {
                let Some(found) = self.pinned(set, category, &mut points) else { continue };
                if alone.pinned(set, category, &mut Vec::new()).is_some() {
                    continue;
                }
                let all = f64::from(set.iter().map(|class| people(*class)).sum::<u32>());
                let is_of_one_kind = found < 0.5 || found > all - 0.5;
                let alike = |class: &usize| {
                    let extreme = if found < 0.5 { 0.0 } else { f64::from(people(*class)) };
                    let found = self.pinned(&BTreeSet::from([*class]), category, &mut points);
                    found.is_some_and(|found| (found - extreme).abs() < 0.5)
                };
                let together: u32 = (0..classes.len()).filter(alike).map(people).sum();
                if !is_of_one_kind || together < FINE_THRESHOLD {
                    return Some(format!("{found} of {set:?} are of category {category}: {classes:?} {:?}", self.told));
                }
            }
        }
        None
    }
}

/// Who mentions what in atoms, as (atom, themes, people by category).
fn atoms(alike: &[(i32, u64, ByCategory)]) -> Atoms {
    let mentions = Mentions(alike.iter().map(|(atom, themes, people)| ((*atom, *themes), *people)).collect());
    Atoms::new(&mentions, Some)
}

#[test]
fn what_is_left_of_three_themes_gives_nobody_away() {
    // One theme is two others and the word that one person uses: 21 promoters, and no more than ten of each other.
    let company =
        atoms(&[(1, 0, [60, 40, 189]), (1, 0b011, [20, 0, 10]), (1, 0b101, [20, 0, 10]), (1, 0b001, [0, 0, 1])]);
    let exposed = Reading::of(&company, &[0, 1, 2]).exposes();
    assert!(exposed.is_some(), "all three tell of the one");
    assert_eq!(company.chosen(3), [0, 1]);
    assert_eq!(Reading::of(&company, &company.chosen(3)).exposes(), None);
    // Two of them never do, so to compare two at a time was not enough.
    for two in [[0, 1], [0, 2], [1, 2]] {
        assert_eq!(Reading::of(&company, &two).exposes(), None);
    }
}

#[test]
fn a_solver_that_knows_every_comment_works_out_nobody_of_whatever_themes_are_told() {
    let (mut dice, mut told, mut left_out) = (Dice(7), 0, 0);
    for _ in 0..(ProptestConfig::default().cases / 16).max(4) {
        let mut alike = Vec::new();
        for atom in 0..=dice.below(2) {
            for themes in 0..16 {
                // Most people mention little; now and then a few mention something that others do not.
                let people = match (themes, dice.below(4)) {
                    (0, _) => 60 + dice.below(100),
                    (_, 0) => 1 + dice.below(5),
                    (1 | 2 | 4 | 8 | 3 | 6, _) => 10 + dice.below(30),
                    _ => continue,
                };
                let kind = usize::try_from(dice.below(3)).unwrap();
                let mut by_category = ByCategory::default();
                (0..people).for_each(|_| {
                    let other = usize::try_from(dice.below(3)).unwrap();
                    by_category[if dice.below(3) == 0 { other } else { kind }] += 1;
                });
                alike.push((i32::try_from(atom).unwrap(), themes, by_category));
            }
        }
        let company = atoms(&alike);
        let chosen = company.chosen(4);
        (told, left_out) = (told + chosen.len(), left_out + 4 - chosen.len());
        assert_eq!(Reading::of(&company, &chosen).exposes(), None, "{alike:?}");
    }
    assert!(told > 10 && left_out > 0, "{told} {left_out}");
}

#[test]
fn which_themes_are_told_does_not_depend_on_scores() {
    let alike = [(1, 0, [30, 20, 9]), (1, 1, [9, 9, 9]), (1, 3, [12, 1, 0]), (2, 0, [40, 0, 0]), (2, 2, [0, 9, 9])];
    let other = alike.map(|(atom, themes, [one, two, three])| (atom, themes, [two, three, one]));
    assert!(!atoms(&alike).chosen(2).is_empty());
    assert_eq!(atoms(&alike).chosen(2), atoms(&other).chosen(2));
}
