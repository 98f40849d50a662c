//! The groups that the city's report withholds, and why each must be.

use std::collections::BTreeSet;

use candor::reports::suppression::{Publication, publish};
use candor::waves::Tree;

use super::THRESHOLD;
use crate::simulated::{Simulated, expected_names};

/// A withheld group and what would happen if it were shown.
struct Withheld {
    group: i32,
    respondents: u32,
    headcount: u32,
    why: String,
}

/// The people under a group that are under none of the shown groups inside it, as groups with people of their own.
fn atom(tree: &Tree, shown: &BTreeSet<i32>, group: i32) -> Vec<i32> {
    let below = tree.children(group).iter().filter(|child| !shown.contains(child));
    std::iter::once(group).chain(below.flat_map(|child| atom(tree, shown, *child))).collect()
}

/// Why a group cannot be shown beside the others; none if it can.
fn why(city: &Simulated, shown: &BTreeSet<i32>, group: i32) -> Option<String> {
    let (tree, direct) = (&city.tree, city.respondents());
    let of = |cells: &[i32]| {
        let sum = |figure: &dyn Fn(usize) -> u32| {
            cells.iter().map(|cell| figure(usize::try_from(*cell).unwrap())).sum::<u32>()
        };
        (sum(&|cell| direct[cell]), sum(&|cell| tree.groups()[cell].direct_headcount))
    };
    let answered = tree.totals(&direct)[usize::try_from(group).unwrap()];
    if answered < THRESHOLD {
        return Some(format!("only {answered} answered"));
    }
    let mut with = shown.clone();
    with.insert(group);
    let above = |number: &i32| tree.group(*number).unwrap().parent;
    let over = std::iter::successors(above(&group), above).find(|number| shown.contains(number)).unwrap();
    [over, group].into_iter().find_map(|parent| {
        let rest = atom(tree, &with, parent);
        let (answered, people) = of(&rest);
        let is_exposed = people > 0 && answered < THRESHOLD;
        let staffed = rest.iter().filter(|cell| tree.groups()[usize::try_from(**cell).unwrap()].direct_headcount > 0);
        let names: Vec<String> =
            staffed.map(|cell| if *cell == parent { "direct staff".to_owned() } else { city.name(*cell) }).collect();
        is_exposed
            .then(|| format!("covers in “{}” for {answered} of {people}: {}", city.name(parent), names.join(", ")))
    })
}

#[test]
fn each_group_that_the_city_withholds_is_too_small_or_would_give_away_one_that_is() {
    let city = Simulated::city();
    let (tree, direct) = (&city.tree, city.respondents());
    let shown: BTreeSet<i32> = publish(tree, &direct, THRESHOLD, &Publication::everything(tree)).groups().collect();
    let figures = |of: &[u32], group: i32| of[usize::try_from(group).unwrap()];
    let (respondents, headcounts) = (tree.totals(&direct), tree.headcounts());
    let withheld: Vec<Withheld> = (0..)
        .take(tree.len())
        .filter(|group| !shown.contains(group) && figures(&headcounts, *group) > 0)
        .map(|group| Withheld {
            group,
            respondents: figures(&respondents, group),
            headcount: figures(&headcounts, group),
            why: why(&city, &shown, group).unwrap_or_else(|| panic!("{} is withheld for nothing", city.name(group))),
        })
        .collect();
    for group in &withheld {
        println!("{}; {}; {}; {}", city.name(group.group), group.respondents, group.headcount, group.why);
    }
    assert_eq!(withheld.len(), 43);
    assert_eq!(city.names(withheld.iter().map(|group| group.group)), expected_names(&city.expected["withheld"]));
    let covers = withheld.iter().filter(|group| group.respondents >= THRESHOLD).count();
    assert!(covers > 0, "some cover for others");
    // A group that is shown has no such reason.
    assert!(shown.iter().filter(|group| **group != 0).all(|group| {
        let mut others = shown.clone();
        others.remove(group);
        why(&city, &others, *group).is_none()
    }));
}
