//! Hand-made cases, and random waves against a reader who knows every comment.

use proptest::prelude::*;

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
        ("Pay".to_owned(), [Some(30), Some(25), Some(75)]),
        // 49 mention it, all of them detractors: of ten nothing is said.
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
fn of_two_themes_that_few_tell_apart_one_is_told() {
    let one_more = |alone| [said(1, 9, 60, "salary office"), said(1, 2, alone, "salary"), said(1, 7, 90, "")].concat();
    for alone in [1, 9] {
        assert_eq!(
            told(DICTIONARY, &[300], one_more(alone)).iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
            ["Pay"]
        );
    }
    for alone in [0, 10] {
        assert_eq!(told(DICTIONARY, &[300], one_more(alone)).len(), 2, "{alone}");
    }
}

#[test]
fn a_theme_that_is_nearly_a_group_is_not_told() {
    let team_and = |others| {
        [said(1, 9, 30, "salary"), said(2, 2, others, "salary"), said(2, 9, 50, ""), said(3, 2, 40, "")].concat()
    };
    assert!(told(DICTIONARY, &[40, 90, 50], team_and(3)).is_empty());
    assert_eq!(told(DICTIONARY, &[40, 90, 50], team_and(0)).len(), 1, "exactly a group: its figures are told anyway");
    assert_eq!(told(DICTIONARY, &[40, 90, 50], team_and(10)).len(), 1);
}

proptest! {
    #[test]
    fn what_is_told_is_true_has_ten_behind_it_and_leaves_ten(
        people in proptest::collection::vec((1_i32..4, 0_u8..11, 0_usize..6), 60..400),
        wanted in 0_usize..60,
    ) {
        let words = ["", "salary", "office", "lunch", "salary office", "salary lunch"];
        let answers: Vec<Answer> =
            people.iter().flat_map(|(group, score, word)| said(*group, *score, 1, words[*word])).collect();
        let dictionary = Dictionary::read(DICTIONARY).unwrap();
        let mentions = read(&dictionary, &answers);
        let tallied = Tallied::count(&tree(&[400, 400, 400]), 5, CommentsBy::Group, answers).unwrap();
        let Some(themes) = publish(&dictionary, &mentions, &tallied) else { return Ok(()) };
        for theme in &themes.shares {
            let number = dictionary.named(&theme.names[0]).unwrap();
            let all = count(&mentions, |mention| mention.has(number));
            for category in Category::ALL {
                let size = count(&mentions, |mention| mention.category == category);
                let said = count(&mentions, |mention| mention.category == category && mention.has(number));
                if let Some(share) = theme.of(category) {
                    let sure = (u64::from(share) * u64::from(size)).div_ceil(100);
                    prop_assert!(sure <= u64::from(said) && sure >= 10 && sure + 10 <= u64::from(all));
                }
            }
        }
        // Which themes are told does not depend on scores.
        let mut other = mentions.clone();
        other[wanted].category = Category::ALL.into_iter().find(|category| *category != other[wanted].category).unwrap();
        let atoms = |of: &[Mention]| {
            let atoms = Atoms::new(of, |group| tallied.scores.atom_of(group));
            (0..3).map(|theme| atoms.is_apart(theme)).collect::<Vec<_>>()
        };
        prop_assert_eq!(atoms(&mentions), atoms(&other));
    }
}
