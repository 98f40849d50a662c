//! What changed between two waves, where it came from, and whether it is more than noise.

use super::{Adjusted, Counts};

/// A difference that chance alone makes less often than this is called more than noise.
const SIGNIFICANCE: f64 = 0.05;
/// With fewer respondents than this in either wave the normal distribution is too coarse.
pub const FEW_RESPONDENTS: u32 = 30;
/// More people than this in both waves together are not permuted: the normal distribution serves.
const MOST_PERMUTED: u64 = 1_000_000;
/// Splits farther than this many standard deviations and people from the expected one weigh nothing.
const REACH_DEVIATIONS: f64 = 9.0;
const REACH_PEOPLE: f64 = 40.0;

/// The change of the headline score between two waves. In points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Change {
    /// Score after less score before.
    pub delta: f64,
    /// The part that more or fewer answers made: Δ rate · mean respondents' score.
    pub from_turnout: f64,
    /// The part that other answers made: Δ respondents' score · mean rate.
    pub from_opinion: f64,
    /// Whether a larger share of the invited answered than before.
    pub more_answered: bool,
    /// How often chance alone makes a change as large, 0 to 1.
    pub p: f64,
}

impl Change {
    /// Compares two waves; none unless somebody answered in both.
    ///
    /// The two parts add up to the whole, since a score is response rate × respondents' score.
    ///
    /// ```
    /// use candor::reports::{Change, Counts};
    /// let before = Counts { headcount: 100, promoters: 40, passives: 20, detractors: 20 };
    /// let after = Counts { headcount: 100, promoters: 20, passives: 10, detractors: 10 };
    /// let change = Change::between(&before, &after).unwrap();
    /// assert_eq!((change.delta, change.from_turnout, change.from_opinion), (-10.0, -10.0, 0.0));
    /// assert!(!change.is_more_than_noise());
    /// ```
    #[must_use]
    pub fn between(before: &Counts, after: &Counts) -> Option<Self> {
        let (old, new) = (before.respondents_score()?.value(), after.respondents_score()?.value());
        let (old_rate, new_rate) = (before.response_rate()?, after.response_rate()?);
        Some(Self {
            delta: after.score()?.value() - before.score()?.value(),
            from_turnout: (new_rate - old_rate) * f64::midpoint(old, new),
            from_opinion: (new - old) * f64::midpoint(old_rate, new_rate),
            more_answered: new_rate > old_rate,
            p: wave_p(before, after),
        })
    }

    /// Whether chance alone would seldom make such a change.
    #[must_use]
    pub fn is_more_than_noise(&self) -> bool {
        self.p < SIGNIFICANCE
    }
}

/// By z where both waves are large enough for it, else by permutation of everyone invited, the silent neutral.
fn wave_p(before: &Counts, after: &Counts) -> f64 {
    if is_permuted(before, after) {
        let split = |counts: &Counts| {
            let neutral = counts.headcount - counts.promoters - counts.detractors;
            [counts.promoters, neutral, counts.detractors]
        };
        return permutation_p(split(before), split(after));
    }
    two_sided_p(wave_z(before, after))
}

/// Whether a change of the headline score is tested by permutation: where either wave has few respondents or no
/// spread. Otherwise by z.
#[must_use]
pub fn is_permuted(before: &Counts, after: &Counts) -> bool {
    let pool = u64::from(before.headcount) + u64::from(after.headcount);
    let is_small = before.respondents().min(after.respondents()) < FEW_RESPONDENTS;
    let is_flat = [before, after].iter().any(|counts| wave_error(counts) == 0.0);
    (is_small || is_flat) && pool <= MOST_PERMUTED
}

/// The probability of a normal deviate at least this far from 0 on either side.
fn two_sided_p(z: f64) -> f64 {
    libm::erfc(z.abs() / std::f64::consts::SQRT_2)
}

fn wave_mean(counts: &Counts) -> f64 {
    (f64::from(counts.promoters) - f64::from(counts.detractors)) / f64::from(counts.headcount)
}

/// √(((p + d) / N − m²) / N).
fn wave_error(counts: &Counts) -> f64 {
    let all = f64::from(counts.headcount);
    let spread = (f64::from(counts.promoters) + f64::from(counts.detractors)) / all - wave_mean(counts).powi(2);
    (spread.max(0.0) / all).sqrt()
}

/// z = (m₂ − m₁) / √(SE₁² + SE₂²) of two waves' headline scores, unpaired.
#[must_use]
pub fn wave_z(before: &Counts, after: &Counts) -> f64 {
    deviate(wave_mean(after) - wave_mean(before), wave_error(before), wave_error(after))
}

/// The same of two respondents' scores, on the adjusted values of [`Adjusted`] with g = 1.
#[must_use]
pub fn respondents_z(before: &Counts, after: &Counts) -> f64 {
    let (old, new) = (Adjusted::new(before, 1.0), Adjusted::new(after, 1.0));
    deviate(new.centre - old.centre, old.error, new.error)
}

fn deviate(difference: f64, old_error: f64, new_error: f64) -> f64 {
    if difference == 0.0 { 0.0 } else { difference / old_error.hypot(new_error) }
}

/// The exact permutation test of two (promoters, neutrals, detractors): of all ways to deal the same answers out
/// to two groups of these sizes, the share whose scores differ at least as much as these do.
///
/// The score of a deal depends on three counts only, so deals are summed as splits of a multivariate
/// hypergeometric distribution; splits that weigh less than rounding are left out.
///
/// ```
/// // Three promoters and a detractor against one promoter and three detractors.
/// let p = candor::reports::permutation_p([3, 1, 1], [1, 1, 3]);
/// assert!((p - 1.0 / 3.0).abs() < 1e-9);
/// ```
#[must_use]
pub fn permutation_p(before: [u32; 3], after: [u32; 3]) -> f64 {
    let pool: [u64; 3] = std::array::from_fn(|index| u64::from(before[index]) + u64::from(after[index]));
    let [promoters, neutrals, detractors] = pool;
    let drawn: u64 = before.iter().copied().map(u64::from).sum();
    let all: u64 = pool.iter().sum();
    let deals = Deals::up_to(all);
    // How far the two scores are apart, times both sizes: whole numbers, so that ties are ties.
    let distance = |balance: i64| {
        let total = promoters.cast_signed() - detractors.cast_signed();
        (total * drawn.cast_signed() - balance * all.cast_signed()).abs()
    };
    let observed = distance(i64::from(before[0]) - i64::from(before[2]));
    let (mut as_far, mut any) = (0.0, 0.0);
    for up in likely(promoters, drawn, all) {
        for down in likely(detractors, drawn, all) {
            let Some(neutral) = drawn.checked_sub(up + down).filter(|neutral| *neutral <= neutrals) else { continue };
            let ways = deals.ln(promoters, up) + deals.ln(neutrals, neutral) + deals.ln(detractors, down);
            let weight = (ways - deals.ln(all, drawn)).exp();
            any += weight;
            if distance(up.cast_signed() - down.cast_signed()) >= observed {
                as_far += weight;
            }
        }
    }
    if any > 0.0 { as_far / any } else { 1.0 }
}

/// How many of a kind may fall into a deal: all that are possible and not negligible.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "small counts"
)]
fn likely(kind: u64, drawn: u64, all: u64) -> std::ops::RangeInclusive<u64> {
    let (kind_share, drawn_share) = (kind as f64 / all as f64, drawn as f64 / all as f64);
    let expected = kind as f64 * drawn_share;
    let deviation = (drawn as f64 * kind_share * (1.0 - kind_share) * (1.0 - drawn_share)).sqrt();
    let reach = REACH_DEVIATIONS * deviation + REACH_PEOPLE;
    let fewest = (expected - reach).max(0.0) as u64;
    let most = (expected + reach) as u64;
    fewest..=most.min(kind).min(drawn)
}

/// Logarithms of factorials, to weigh deals that are too many to count.
struct Deals(Vec<f64>);

impl Deals {
    #[expect(clippy::cast_precision_loss, reason = "small counts")]
    fn up_to(all: u64) -> Self {
        let mut sum = 0.0;
        let rest = (1..=all).map(|number| {
            sum += (number as f64).ln();
            sum
        });
        Self(std::iter::once(0.0).chain(rest).collect())
    }

    /// ln of the ways to take some of a kind.
    fn ln(&self, kind: u64, taken: u64) -> f64 {
        let factorial = |number: u64| usize::try_from(number).ok().and_then(|index| self.0.get(index)).unwrap_or(&0.0);
        factorial(kind) - factorial(taken) - factorial(kind - taken)
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{assert_close, cases, counts};
    use super::*;

    fn exact(before: &Counts, after: &Counts) -> f64 {
        let split = |counts: &Counts| {
            [counts.promoters, counts.headcount - counts.promoters - counts.detractors, counts.detractors]
        };
        permutation_p(split(before), split(after))
    }

    #[test]
    fn the_change_of_respondents_agrees_with_the_worked_cases() {
        for case in cases("change") {
            let (before, after) = (counts(&case["before"]), counts(&case["after"]));
            let z = respondents_z(&before, &after);
            let delta = after.respondents_score().unwrap().value() - before.respondents_score().unwrap().value();
            assert_close(delta, &case["delta"]);
            assert_close(z, &case["z"]);
            assert_close(two_sided_p(z), &case["p"]);
            assert_close(exact(&before, &after), &case["p_exact_permutation"]);
        }
    }

    #[test]
    fn the_change_of_waves_agrees_with_the_worked_cases() {
        for case in cases("change_of_wave") {
            let (before, after) = (counts(&case["before"]), counts(&case["after"]));
            let change = Change::between(&before, &after).unwrap();
            let z = wave_z(&before, &after);
            assert_close(before.score().unwrap().value(), &case["before"]["enps"]);
            assert_close(after.score().unwrap().value(), &case["after"]["enps"]);
            assert_close(z, &case["z"]);
            assert_close(two_sided_p(z), &case["p"]);
            assert_close(exact(&before, &after), &case["p_exact_permutation"]);
            assert_close(change.from_turnout, &case["from_turnout"]);
            assert_close(change.from_opinion, &case["from_opinion"]);
            assert!((change.from_turnout + change.from_opinion - change.delta).abs() < 1e-9);
        }
    }

    #[test]
    fn small_waves_are_permuted_and_large_ones_are_not() {
        let wave = |promoters, detractors| Counts { headcount: 100, promoters, passives: 0, detractors };
        let small = Change::between(&wave(20, 9), &wave(40, 9)).unwrap();
        assert!((small.p - exact(&wave(20, 9), &wave(40, 9))).abs() < 1e-12);
        let large = Change::between(&wave(20, 10), &wave(40, 10)).unwrap();
        assert!((large.p - two_sided_p(wave_z(&wave(20, 10), &wave(40, 10)))).abs() < 1e-12);
    }

    #[test]
    fn a_wave_without_spread_is_permuted() {
        let all_passive = Counts { headcount: 40, passives: 40, ..Counts::default() };
        assert_close(Change::between(&all_passive, &all_passive).unwrap().p, &serde_json::json!(1.0));
    }

    #[test]
    fn a_wave_without_answers_is_not_compared() {
        let silent = Counts { headcount: 40, ..Counts::default() };
        let heard = Counts { headcount: 40, promoters: 1, ..Counts::default() };
        assert_eq!(Change::between(&silent, &heard), None);
        assert_eq!(Change::between(&heard, &silent), None);
    }

    #[test]
    fn trimming_changes_nothing_that_shows() {
        // Two small groups of a large pool, against the closed form of the hypergeometric distribution.
        let p = permutation_p([1, 4_999, 0], [0, 5_000, 0]);
        assert!((p - 1.0).abs() < 1e-9, "{p}");
        let p = permutation_p([2, 4_998, 0], [0, 5_000, 0]);
        assert!((p - 2.0 * 0.5 * (4_999.0 / 9_999.0)).abs() < 1e-9, "{p}");
    }
}
