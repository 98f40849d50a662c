//! When a message that could not be sent is tried again.

use chrono::TimeDelta;

use crate::db::Moment;

/// The longest pause between two tries, in minutes.
const LONGEST_PAUSE_MINUTES: i64 = 240;
/// A message is given up when it has been refused for so long …
const GIVE_UP_AFTER: TimeDelta = TimeDelta::days(3);
/// … and so often at least: a server that was away in between was not asked.
const FEWEST_ATTEMPTS: i32 = 3;
/// Tries of a message that is sent at most once; they are kept in memory only. About half an hour.
const MOST_ATTEMPTS_AT_MOST_ONCE: i32 = 5;

/// The shortest pause between two tries.
pub(super) const SHORTEST_PAUSE: TimeDelta = TimeDelta::minutes(1);
/// The longest pause between two tries.
pub(super) const LONGEST_PAUSE: TimeDelta = TimeDelta::minutes(LONGEST_PAUSE_MINUTES);

/// The pause after a failed try: 1, 2, 4, 8 … minutes, at most four hours.
///
/// `failed` is how often it failed before this time.
fn pause(failed: i32) -> TimeDelta {
    let minutes =
        u32::try_from(failed).ok().and_then(|power| 1_i64.checked_shl(power)).unwrap_or(LONGEST_PAUSE_MINUTES);
    TimeDelta::minutes(if (1..LONGEST_PAUSE_MINUTES).contains(&minutes) { minutes } else { LONGEST_PAUSE_MINUTES })
}

/// When to try again after one more failure, or none if it is given up: by age, not by how often it was refused.
pub(super) fn next(failed: i32, failing_since: Option<Moment>, now: Moment) -> Option<Moment> {
    let is_old = failing_since.is_some_and(|since| now - since >= GIVE_UP_AFTER);
    (!is_old || failed + 1 < FEWEST_ATTEMPTS).then(|| now + pause(failed))
}

/// The pause before one more try of a message that is sent at most once, or none if it is given up.
pub(super) fn pause_at_most_once(failed: i32) -> Option<TimeDelta> {
    (failed + 1 < MOST_ATTEMPTS_AT_MOST_ONCE).then(|| pause(failed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_from_a_minute_to_four_hours() {
        let minutes: Vec<i64> = (0..10).map(|failed| pause(failed).num_minutes()).collect();
        assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 64, 128, 240, 240]);
        assert_eq!(pause(i32::MAX).num_minutes(), 240);
    }

    #[test]
    fn a_message_is_given_up_after_three_days_and_not_for_want_of_asking() {
        let start = Moment::default();
        let (mut now, mut failed) = (start, 0);
        while let Some(next) = next(failed, Some(start), now) {
            (now, failed) = (next, failed + 1);
        }
        assert!((72..76).contains(&(now - start).num_hours()));
        assert!(next(1, Some(start), start + TimeDelta::days(9)).is_some(), "asked twice only");
        assert!(next(2, Some(start), start + TimeDelta::days(9)).is_none());
    }
}
