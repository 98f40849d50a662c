//! What is true of every wave, whatever its figures.

use proptest::prelude::*;

use super::{Change, Counts, Interval};

/// Sums of scores of up to a million people are exact to this.
const CLOSE: f64 = 1e-9;
/// People in each part of a wave; fewer where answers are dealt out in all ways.
const MOST: u32 = 1_000_000;
const FEW: u32 = 150;

/// Up to so many people who answered in each way, at least one of them, and people who did not.
fn waves(most: u32) -> impl Strategy<Value = Counts> {
    let size = prop_oneof![0..4_u32, 0..60_u32, 0..most];
    let sizes = (size.clone(), size.clone(), size.clone(), size);
    let heard = sizes.prop_filter("somebody answers", |(p, s, d, _)| p + s + d > 0);
    heard.prop_map(|(promoters, passives, detractors, silent)| Counts {
        headcount: promoters + passives + detractors + silent,
        promoters,
        passives,
        detractors,
    })
}

/// The same wave with everyone of the opposite mind.
fn mirrored(counts: &Counts) -> Counts {
    Counts { promoters: counts.detractors, detractors: counts.promoters, ..*counts }
}

fn score(counts: &Counts) -> f64 {
    counts.score().unwrap().value()
}

proptest! {
    #[test]
    fn scores_ranges_and_intervals_stay_on_the_scale(counts in waves(MOST)) {
        let (worst, best) = counts.range().unwrap();
        let interval = Interval::of(&counts).unwrap();
        prop_assert!(-100.0 <= worst.value() && worst.value() <= score(&counts));
        prop_assert!(score(&counts) <= best.value() && best.value() <= 100.0);
        prop_assert!(-100.0 <= interval.low && interval.low <= interval.high && interval.high <= 100.0);
        let product = counts.response_rate().unwrap() * counts.respondents_score().unwrap().value();
        prop_assert!((score(&counts) - product).abs() < CLOSE);
    }

    #[test]
    fn where_everyone_is_of_the_opposite_mind_every_figure_is_mirrored(counts in waves(MOST)) {
        let other = mirrored(&counts);
        prop_assert!((score(&counts) + score(&other)).abs() < CLOSE);
        prop_assert_eq!(counts.score().unwrap().whole(), -other.score().unwrap().whole());
        let ((worst, best), (other_worst, other_best)) = (counts.range().unwrap(), other.range().unwrap());
        prop_assert_eq!((worst.whole(), best.whole()), (-other_best.whole(), -other_worst.whole()));
        let (interval, mirror) = (Interval::of(&counts).unwrap(), Interval::of(&other).unwrap());
        prop_assert!((interval.low + mirror.high).abs() < CLOSE && (interval.high + mirror.low).abs() < CLOSE);
    }

    #[test]
    fn one_more_silent_person_moves_the_score_towards_nothing_and_widens_the_range(counts in waves(MOST)) {
        let more = Counts { headcount: counts.headcount + 1, ..counts };
        let (before, after) = (score(&counts), score(&more));
        prop_assert!(after.abs() < before.abs() || (before == 0.0 && after == 0.0));
        prop_assert!(before * after >= 0.0);
        prop_assert_eq!(counts.respondents_score(), more.respondents_score());
        let width = |counts: &Counts| {
            let (worst, best) = counts.range().unwrap();
            best.value() - worst.value()
        };
        prop_assert!(width(&more) > width(&counts));
    }

    #[test]
    fn where_everyone_answered_nothing_is_uncertain(counts in waves(MOST)) {
        let heard = Counts { headcount: counts.respondents(), ..counts };
        let (worst, best) = heard.range().unwrap();
        let interval = Interval::of(&heard).unwrap();
        prop_assert_eq!((worst, best), (heard.score().unwrap(), heard.score().unwrap()));
        prop_assert!((interval.high - interval.low).abs() < CLOSE && (interval.low - score(&heard)).abs() < CLOSE);
    }

    #[test]
    fn the_parts_of_a_change_add_up_and_the_way_back_is_as_likely(before in waves(FEW), after in waves(FEW)) {
        let (there, back) = (Change::between(&before, &after).unwrap(), Change::between(&after, &before).unwrap());
        prop_assert!((there.from_turnout + there.from_opinion - there.delta).abs() < CLOSE);
        prop_assert!((there.delta + back.delta).abs() < CLOSE);
        prop_assert!((0.0..=1.0 + CLOSE).contains(&there.p) && (there.p - back.p).abs() < 1e-6);
    }
}
