//! Everything that reports tell, as one system of equations and inequalities over the people directly in each group of
//! each wave, and a solver's word on how far a figure that is not told could still move.
//!
//! The attacker knows every department and its headcount, as an employee may. Whoever is in no larger set that follows
//! than their *block* is looked for first; then, within blocks, the least and the greatest value of each figure of each
//! small set of people. Knows nothing of the rule by which groups were chosen.

use std::collections::{BTreeMap, BTreeSet};

use microlp::{ComparisonOp, OptimizationDirection, Problem};

use super::rendered::{BALANCE, DETRACTORS, Kinds, PASSIVES, PROMOTERS, SILENT};

/// The people directly in a group, by wave and group.
pub type Cell = (usize, i32);
pub type Cells = BTreeSet<Cell>;

/// What is asked of every set of people that is too small to be shown.
const ASKED: [Kinds; 5] = [PROMOTERS, PASSIVES, DETRACTORS, SILENT, BALANCE];
/// Points of a polytope that are tried before the solver is asked about one figure: where they differ, it is not pinned.
const TRIED: usize = 8;
/// Less than this is no difference: all figures are whole.
const NONE: f64 = 1e-4;

/// People of some kinds among the people of some cells: at least and at most.
#[derive(Debug, Clone)]
pub struct Told {
    pub cells: Cells,
    pub kinds: Kinds,
    pub low: i64,
    pub high: i64,
}

/// A set of people whose figures follow and no subset's do by subtraction.
#[derive(Debug, Clone)]
struct Block {
    cells: Cells,
    totals: Vec<i64>,
}

/// Subtracts what is known of smaller sets from larger ones until nothing contains another. What overlaps without
/// containing is left over.
fn blocks(mut known: Vec<(Cells, Vec<i64>)>) -> (Vec<Block>, Vec<(Cells, Vec<i64>)>) {
    known.sort_by_key(|(cells, _)| cells.len());
    let (mut blocks, mut home, mut left): (Vec<Block>, BTreeMap<Cell, usize>, Vec<_>) = Default::default();
    for (mut cells, mut totals) in known {
        let inside: BTreeSet<usize> = cells.iter().filter_map(|cell| home.get(cell).copied()).collect();
        let inside = inside.iter().map(|number| &blocks[*number]);
        for block in inside.filter(|block| block.cells.is_subset(&cells)).collect::<Vec<_>>() {
            cells.retain(|cell| !block.cells.contains(cell));
            totals.iter_mut().zip(&block.totals).for_each(|(all, part)| *all -= part);
        }
        if cells.is_empty() {
            assert!(totals.iter().all(|total| *total == 0), "the report contradicts itself");
        } else if cells.iter().any(|cell| home.contains_key(cell)) {
            left.push((cells, totals));
        } else {
            home.extend(cells.iter().map(|cell| (*cell, blocks.len())));
            blocks.push(Block { cells, totals });
        }
    }
    (blocks, left)
}

/// The sets whose figures follow, none inside another.
pub fn atoms(known: Vec<(Cells, Vec<i64>)>) -> Vec<Cells> {
    blocks(known).0.into_iter().map(|block| block.cells).collect()
}

/// What the attacker knows.
#[derive(Default)]
pub struct System {
    /// How many people are in each cell.
    pub people: BTreeMap<Cell, i64>,
    /// Sets of which all four kinds are told.
    pub known: Vec<(Cells, Kinds)>,
    /// Whatever else is told.
    pub told: Vec<Told>,
}

/// What the attacker has no business knowing, and how the truth is known to the test.
pub struct Aims<'a> {
    /// Sets that have a name: the groups of all waves.
    pub groups: &'a [Cells],
    /// How many answered in each cell.
    pub respondents: &'a BTreeMap<Cell, i64>,
    /// Fewer than this are a small set.
    pub threshold: i64,
}

impl Aims<'_> {
    fn is_small(&self, cells: &Cells) -> bool {
        cells.iter().map(|cell| self.respondents[cell]).sum::<i64>() < self.threshold
    }
}

impl System {
    /// A small set of people of whom something follows that their block alone does not tell, if there is one.
    pub fn exposes(&self, aims: &Aims) -> Option<String> {
        let known = self.known.iter().map(|(cells, kinds)| (cells.clone(), kinds.to_vec())).collect();
        let (blocks, left) = blocks(known);
        if let Some(small) = blocks.iter().find(|block| aims.is_small(&block.cells)) {
            return Some(format!("the figures of {:?} follow by subtraction: {:?}", small.cells, small.totals));
        }
        let left = left.iter().flat_map(|(cells, totals)| {
            let each = ASKED.iter().zip(totals);
            each.map(move |(kinds, total)| Told { cells: cells.clone(), kinds: *kinds, low: *total, high: *total })
        });
        let told: Vec<Told> = self.told.iter().cloned().chain(left).filter_map(|told| beyond(told, &blocks)).collect();
        let mut parts = units(&blocks, aims.groups);
        let together = joined(&blocks, &told);
        for numbers in together {
            let of = |cells: &Cells| numbers.iter().any(|number| !blocks[*number].cells.is_disjoint(cells));
            let mut polytope = Polytope {
                people: &self.people,
                blocks: numbers.iter().map(|number| &blocks[*number]).collect(),
                told: told.iter().filter(|told| of(&told.cells)).collect(),
                points: Vec::new(),
            };
            let mut found = numbers.iter().filter_map(|number| {
                let units = std::mem::take(&mut parts[*number]);
                polytope.pins(&blocks[*number], &small_sets(units, &blocks[*number], aims))
            });
            if let Some(exposed) = found.next() {
                return Some(exposed);
            }
        }
        None
    }
}

/// What is told once that of whole blocks is subtracted; nothing, if nothing is left.
fn beyond(mut told: Told, blocks: &[Block]) -> Option<Told> {
    let inside: Vec<&Block> = blocks.iter().filter(|block| block.cells.is_subset(&told.cells)).collect();
    for block in inside {
        let within: i64 = told.kinds.iter().zip(&block.totals).map(|(weight, people)| weight * people).sum();
        told.cells.retain(|cell| !block.cells.contains(cell));
        (told.low, told.high) = (told.low - within, told.high - within);
    }
    if told.cells.is_empty() {
        assert!(told.low <= 0 && told.high >= 0, "the report contradicts itself: {told:?}");
        return None;
    }
    Some(told)
}

/// Blocks that something told ties together.
fn joined(blocks: &[Block], told: &[Told]) -> Vec<BTreeSet<usize>> {
    let mut all: Vec<BTreeSet<usize>> = (0..blocks.len()).map(|number| BTreeSet::from([number])).collect();
    for told in told {
        let touched = |set: &BTreeSet<usize>| set.iter().any(|number| !blocks[*number].cells.is_disjoint(&told.cells));
        let (touched, mut others): (Vec<_>, Vec<_>) = all.into_iter().partition(touched);
        others.push(touched.into_iter().flatten().collect());
        all = others;
    }
    all
}

/// By block, the parts of it that have a name: a group's share of it, and the people directly in a group.
fn units(blocks: &[Block], groups: &[Cells]) -> Vec<BTreeSet<Cells>> {
    let home: BTreeMap<Cell, usize> =
        (0..).zip(blocks).flat_map(|(number, block)| block.cells.iter().map(move |cell| (*cell, number))).collect();
    let mut units = vec![BTreeSet::new(); blocks.len()];
    let single = home.keys().map(|cell| Cells::from([*cell]));
    for set in groups.iter().cloned().chain(single) {
        let mut shares: BTreeMap<usize, Cells> = BTreeMap::new();
        for cell in set {
            shares.entry(home[&cell]).or_default().insert(cell);
        }
        for (number, share) in shares {
            units[number].insert(share);
        }
    }
    units
}

/// The small sets of a block that are worth knowing: its parts, what each leaves of it, and any two together.
fn small_sets(units: BTreeSet<Cells>, block: &Block, aims: &Aims) -> BTreeSet<Cells> {
    let rests = units.iter().map(|unit| block.cells.difference(unit).copied().collect::<Cells>());
    let all: BTreeSet<Cells> = units.iter().cloned().chain(rests).filter(|set| !set.is_empty()).collect();
    let small: Vec<&Cells> = all.iter().filter(|set| aims.is_small(set)).collect();
    let pairs =
        small.iter().flat_map(|one| small.iter().map(move |other| one.union(other).copied().collect::<Cells>()));
    pairs.filter(|set| aims.is_small(set)).collect()
}

/// All that could be true of some blocks: promoters, passives, detractors and silent of each of their cells.
struct Polytope<'a> {
    people: &'a BTreeMap<Cell, i64>,
    blocks: Vec<&'a Block>,
    told: Vec<&'a Told>,
    /// Some of it.
    points: Vec<BTreeMap<Cell, [f64; 4]>>,
}

impl Polytope<'_> {
    /// A figure of one of the sets that can have one value only, though the totals of the block leave it open.
    fn pins(&mut self, block: &Block, sets: &BTreeSet<Cells>) -> Option<String> {
        let people: i64 = block.cells.iter().map(|cell| self.people[cell]).sum();
        // Where nobody or everybody of a block is of a kind, its figures say so of each of its people.
        let says = |kinds: &Kinds| {
            kinds.iter().zip(&block.totals).all(|(weight, total)| *weight == 0 || *total == 0 || *total == people)
        };
        for kinds in ASKED.iter().filter(|kinds| !says(kinds)) {
            for set in sets {
                if self.is_pinned(set, kinds) {
                    return Some(format!("{kinds:?} of {set:?} in {block:?} follow"));
                }
            }
        }
        None
    }

    fn is_pinned(&mut self, set: &Cells, kinds: &Kinds) -> bool {
        if self.points.is_empty() {
            for round in 1..=TRIED {
                self.points.push(self.best(|cell, kind| chance(round, cell, kind)));
            }
        }
        let value = |point: &BTreeMap<Cell, [f64; 4]>| -> f64 {
            set.iter()
                .map(|cell| point[cell].iter().zip(kinds).map(|(x, weight)| x * as_float(*weight)).sum::<f64>())
                .sum()
        };
        let first = value(&self.points[0]);
        if self.points.iter().any(|point| (value(point) - first).abs() > NONE) {
            return false;
        }
        let aim = |sign: i64| {
            move |cell: Cell, kind: usize| if set.contains(&cell) { as_float(sign * kinds[kind]) } else { 0.0 }
        };
        let (most, least) = (self.best(aim(1)), self.best(aim(-1)));
        let is_pinned = (value(&most) - value(&least)).abs() < NONE;
        self.points.extend([most, least]);
        is_pinned
    }

    /// The point at which a sum is greatest.
    fn best(&self, aim: impl Fn(Cell, usize) -> f64) -> BTreeMap<Cell, [f64; 4]> {
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        let mut variables = BTreeMap::new();
        for cell in self.blocks.iter().flat_map(|block| &block.cells) {
            let people = as_float(self.people[cell]);
            let each = [0, 1, 2, 3].map(|kind| problem.add_var(aim(*cell, kind), (0.0, people)));
            problem.add_constraint(each.map(|variable| (variable, 1.0)), ComparisonOp::Eq, people);
            variables.insert(*cell, each);
        }
        let sum = |cells: &Cells, kinds: &Kinds| {
            let weighted = cells.iter().flat_map(|cell| variables[cell].into_iter().zip(*kinds));
            let weighted = weighted.filter(|(_, weight)| *weight != 0);
            weighted.map(|(variable, weight)| (variable, as_float(weight))).collect::<Vec<_>>()
        };
        for block in &self.blocks {
            // The silent follow from the others and the headcounts.
            for (kinds, total) in [PROMOTERS, PASSIVES, DETRACTORS].iter().zip(&block.totals) {
                problem.add_constraint(sum(&block.cells, kinds), ComparisonOp::Eq, as_float(*total));
            }
        }
        for told in &self.told {
            let sum = sum(&told.cells, &told.kinds);
            problem.add_constraint(sum.clone(), ComparisonOp::Ge, as_float(told.low));
            problem.add_constraint(sum, ComparisonOp::Le, as_float(told.high));
        }
        let solution = problem.solve().unwrap().into_solution().unwrap();
        variables.into_iter().map(|(cell, each)| (cell, each.map(|variable| solution.var_value(variable)))).collect()
    }
}

/// Any direction will do; the same each time.
fn chance(round: usize, cell: Cell, kind: usize) -> f64 {
    let mixed = (round * 7919 + cell.0 * 104_729 + usize::try_from(cell.1).unwrap() * 1299 + kind * 613) % 101;
    f64::from(u32::try_from(mixed).unwrap()) - 50.0
}

#[expect(clippy::cast_precision_loss, reason = "people are few")]
fn as_float(people: i64) -> f64 {
    people as f64
}
