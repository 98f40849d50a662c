//! How fast a sending goes: from counts that were looked at over time, and from nothing else. No row keeps when it
//! was sent, so the counts are kept in memory, and a process that has only begun to look knows no speed yet.

use std::collections::VecDeque;
use std::time::Duration;

/// Speed is that of the last while: long enough to be steady, short enough to follow what happens.
const WINDOW: Duration = Duration::from_secs(30);
/// Two looks that lie closer tell more of the clock than of the sending.
const SHORTEST: Duration = Duration::from_secs(2);
/// Looks that lie closer than this to the one before are not kept, however many people look.
const APART: Duration = Duration::from_millis(500);

/// What was seen of one sending, the oldest first: when, in the clock's ticks, and how many messages were handled.
#[derive(Debug, Clone, Default)]
pub struct Samples(VecDeque<(Duration, u64)>);

impl Samples {
    /// Notes a look. Fewer than before (some are sent again) begins anew.
    pub fn note(&mut self, at: Duration, handled: u64) {
        let is_backwards = self.0.back().is_some_and(|(last, before)| handled < *before || at < *last);
        if is_backwards {
            self.0.clear();
        }
        if self.0.back().is_none_or(|(last, _)| at.saturating_sub(*last) >= APART) {
            self.0.push_back((at, handled));
        }
        // One look that is older than the window stays, so that the rest of it is covered.
        while self.0.get(1).is_some_and(|(second, _)| at.saturating_sub(*second) >= WINDOW) {
            self.0.pop_front();
        }
    }

    /// Forgets what was seen: what comes after a pause is not slowed by it.
    pub fn forget(&mut self) {
        self.0.clear();
    }

    /// Messages a second over what was seen; none while too little was.
    ///
    /// Nothing handled for a while is a speed as well: 0.
    #[must_use]
    pub fn per_second(&self) -> Option<f64> {
        let ((began, before), (ended, after)) = (*self.0.front()?, *self.0.back()?);
        let took = ended.saturating_sub(began);
        let handled = u32::try_from(after.saturating_sub(before)).ok()?;
        (took >= SHORTEST).then(|| f64::from(handled) / took.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(looks: &[(u64, u64)]) -> Option<f64> {
        let mut samples = Samples::default();
        for (second, handled) in looks {
            samples.note(Duration::from_secs(*second), *handled);
        }
        samples.per_second()
    }

    #[test]
    fn speed_is_what_was_handled_over_the_time_that_was_seen() {
        assert_eq!(seen(&[]), None);
        assert_eq!(seen(&[(10, 500)]), None, "one look tells nothing");
        assert_eq!(seen(&[(10, 500), (11, 900)]), None, "too short");
        assert_eq!(seen(&[(10, 500), (14, 700)]), Some(50.0));
        assert_eq!(seen(&[(10, 500), (14, 500)]), Some(0.0));
    }

    #[test]
    fn what_was_long_ago_does_not_count() {
        let fast_then_slow: Vec<(u64, u64)> =
            (0..100).map(|at| (at, if at < 50 { at * 100 } else { 4_950 + at })).collect();
        let speed = seen(&fast_then_slow).unwrap();
        assert!((speed - 1.0).abs() < 0.01, "{speed}");
        assert_eq!(seen(&[(0, 0), (600, 60)]), Some(0.1), "two looks far apart are all there is");
    }

    #[test]
    fn sending_some_again_begins_anew() {
        assert_eq!(seen(&[(0, 0), (5, 100), (6, 90)]), None);
        assert_eq!(seen(&[(0, 0), (5, 100), (6, 90), (8, 94)]), Some(2.0));
    }

    #[test]
    fn a_hundred_people_who_look_keep_no_more_than_one() {
        let mut samples = Samples::default();
        for look in 0..10_000 {
            samples.note(Duration::from_millis(look * 10), look);
        }
        assert!(samples.0.len() < 70, "{}", samples.0.len());
    }
}
