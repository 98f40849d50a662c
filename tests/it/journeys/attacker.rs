//! A reader of a large report who knows the department tree: writes an equation for every row that has figures,
//! and solves them. Knows nothing of the rule by which rows were chosen.

use candor::waves::{Group, Tree};

/// All arithmetic is modulo this prime.
const PRIME: i64 = 1_000_000_007;

/// What follows from the rows: an echelon form over the people directly in each group.
pub struct Attacker<'a> {
    tree: &'a Tree,
    known: Vec<(usize, Vec<i64>)>,
}

impl<'a> Attacker<'a> {
    /// Reads the groups that have figures, and of each group in `rests` what the groups shown below it leave.
    pub fn new(tree: &'a Tree, groups: &[i32], rests: &[i32]) -> Self {
        let mut attacker = Self { tree, known: Vec::new() };
        for group in groups {
            attacker.learn(attacker.people_under(*group));
        }
        for group in rests {
            let mut rest = attacker.people_under(*group);
            for below in groups.iter().filter(|below| *below != group && attacker.is_under(**below, *group)) {
                for (cell, under) in rest.iter_mut().zip(attacker.people_under(*below)) {
                    *cell *= 1 - under;
                }
            }
            attacker.learn(rest);
        }
        attacker
    }

    /// Whether a group's figures follow from the rows.
    pub fn knows(&self, group: i32) -> bool {
        self.reduce(self.people_under(group)).iter().all(|value| *value == 0)
    }

    fn is_under(&self, group: i32, above: i32) -> bool {
        let parent = |number: &i32| self.tree.group(*number).unwrap().parent;
        std::iter::successors(Some(group), parent).any(|number| number == above)
    }

    /// One for the people directly in the group and in every group below it, else zero, also where nobody is.
    fn people_under(&self, group: i32) -> Vec<i64> {
        let counts = |cell: &Group| cell.direct_headcount > 0 && self.is_under(cell.number, group);
        self.tree.groups().iter().map(|cell| i64::from(counts(cell))).collect()
    }

    fn learn(&mut self, equation: Vec<i64>) {
        let rest = self.reduce(equation);
        if let Some(pivot) = rest.iter().position(|value| *value != 0) {
            let inverse = inverse(rest[pivot]);
            self.known.push((pivot, rest.iter().map(|value| value * inverse % PRIME).collect()));
        }
    }

    /// What is left of an equation once everything known is subtracted.
    fn reduce(&self, mut equation: Vec<i64>) -> Vec<i64> {
        for (pivot, known) in &self.known {
            let factor = equation[*pivot];
            if factor != 0 {
                for (value, other) in equation.iter_mut().zip(known) {
                    *value = (*value + (PRIME - factor) * other) % PRIME;
                }
            }
        }
        equation
    }
}

/// The inverse modulo the prime, by Fermat's little theorem.
fn inverse(value: i64) -> i64 {
    let (mut base, mut exponent, mut result) = (value, PRIME - 2, 1);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent >>= 1;
    }
    result
}
