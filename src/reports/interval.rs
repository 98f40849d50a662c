//! How far a respondents' score may lie from that of everyone: the adjusted Wald interval.

use super::Counts;

/// The 97.5th percentile of the normal distribution: 95 % lie within this many standard errors.
pub const Z: f64 = 1.959_963_984_540_054;
/// What the adjustment adds to the respondents in all, and to promoters and to detractors each.
const ADDED: f64 = 3.0;
const ADDED_TO_EACH_END: f64 = 0.75;

/// A respondents' score pulled a little towards zero, and its standard error; both as a share of one.
///
/// Source: Rocks, "Interval estimation for the Net Promoter Score" (The American Statistician 70, 2016):
/// ¾ of a person is added to promoters and to detractors, and three to all. Scaled here by g, the share of the
/// people who did not answer, so that nothing is added where everyone did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Adjusted {
    /// p′: promoters, with what is added to them. In people.
    pub promoters: f64,
    /// d′: detractors, with what is added to them. In people.
    pub detractors: f64,
    /// n′: respondents, with what is added to them. In people.
    pub respondents: f64,
    /// m′ = (p′ − d′) / n′.
    pub centre: f64,
    /// SE′ = √(((p′ + d′) / n′ − m′²) / n′).
    pub error: f64,
}

impl Adjusted {
    /// Adjusts; `unheard` is g, from 0 (everyone answered) to 1 (a sample of endlessly many).
    #[must_use]
    pub fn new(counts: &Counts, unheard: f64) -> Self {
        let promoters = f64::from(counts.promoters) + ADDED_TO_EACH_END * unheard;
        let detractors = f64::from(counts.detractors) + ADDED_TO_EACH_END * unheard;
        let respondents = f64::from(counts.respondents()) + ADDED * unheard;
        let centre = (promoters - detractors) / respondents;
        let variance = (promoters + detractors) / respondents - centre * centre;
        Self { promoters, detractors, respondents, centre, error: (variance.max(0.0) / respondents).sqrt() }
    }
}

/// An interval that holds the score of everyone in 95 of 100 waves. In points, within −100 and 100.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// The interval of the respondents' score, with the correction for a finite headcount:
    /// half-width Z · SE′ · √((N − n) / (N − 1)). None when nobody answered; no width when everyone did.
    ///
    /// ```
    /// use candor::reports::{Counts, Interval};
    /// let counts = Counts { headcount: 100, promoters: 30, passives: 25, detractors: 15 };
    /// let interval = Interval::of(&counts).unwrap();
    /// assert_eq!((interval.low.round(), interval.high.round()), (11.0, 31.0));
    /// ```
    #[must_use]
    pub fn of(counts: &Counts) -> Option<Self> {
        let (answered, all) = (f64::from(counts.respondents()), f64::from(counts.headcount));
        if answered == 0.0 {
            return None;
        }
        if counts.silent() == 0 {
            let exact = counts.respondents_score()?.value();
            return Some(Self { low: exact, high: exact });
        }
        let unheard = 1.0 - answered / all;
        Some(Self::around(Adjusted::new(counts, unheard), Self::correction(counts)))
    }

    /// What a finite headcount makes of the width: √((N − n) / (N − 1)), for more people than one.
    #[must_use]
    pub fn correction(counts: &Counts) -> f64 {
        (f64::from(counts.silent()) / (f64::from(counts.headcount) - 1.0)).sqrt()
    }

    /// The interval around an adjusted score; `correction` shrinks it, 1 for a sample of endlessly many.
    #[must_use]
    pub fn around(adjusted: Adjusted, correction: f64) -> Self {
        let half = Z * adjusted.error * correction;
        let end = |share: f64| (100.0 * share).clamp(-100.0, 100.0);
        Self { low: end(adjusted.centre - half), high: end(adjusted.centre + half) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{assert_close, cases, counts};
    use super::*;

    #[test]
    fn the_interval_of_a_sample_agrees_with_the_worked_cases() {
        for case in cases("interval") {
            let counts = counts(&case);
            let adjusted = Adjusted::new(&counts, 1.0);
            let interval = Interval::around(adjusted, 1.0);
            assert_close(counts.respondents_score().unwrap().value(), &case["nps"]);
            assert_close(100.0 * adjusted.centre, &case["adjusted"]["centre"]);
            assert_close(adjusted.error, &case["adjusted"]["se"]);
            assert_close(interval.low, &case["adjusted"]["low"]);
            assert_close(interval.high, &case["adjusted"]["high"]);
        }
    }

    #[test]
    fn the_interval_of_a_finite_headcount_agrees_with_the_worked_cases() {
        for case in cases("finite") {
            let counts = counts(&case);
            let expected = &case["respondents_interval"];
            let unheard = f64::from(counts.silent()) / f64::from(counts.headcount);
            let adjusted = Adjusted::new(&counts, unheard);
            let interval = Interval::of(&counts).unwrap();
            assert_close(counts.score().unwrap().value(), &case["enps"]);
            assert_close(counts.respondents_score().unwrap().value(), &case["respondents_enps"]);
            assert_close(100.0 * adjusted.centre, &expected["centre"]);
            assert_close(adjusted.error, &expected["se"]);
            assert_close(interval.low, &expected["low"]);
            assert_close(interval.high, &expected["high"]);
        }
    }

    #[test]
    fn one_silent_person_of_one_has_no_interval() {
        assert_eq!(Interval::of(&Counts { headcount: 1, ..Counts::default() }), None);
    }
}
