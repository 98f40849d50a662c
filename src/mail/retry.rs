//! When a message that could not be sent is tried again.

use chrono::TimeDelta;

use crate::db::Moment;

/// The longest pause between two tries, in minutes.
const LONGEST_PAUSE_MINUTES: i64 = 240;
/// Tries of a message before it is given up: with the pauses below, a little over three days.
const MOST_ATTEMPTS: i32 = 26;
/// Tries of a message that is sent at most once; they are kept in memory only. About half an hour.
const MOST_ATTEMPTS_AT_MOST_ONCE: i32 = 5;

/// The pause after a failed try: 1, 2, 4, 8 … minutes, at most four hours.
///
/// `failed` is how often it failed before this time.
fn pause(failed: i32) -> TimeDelta {
    let minutes =
        u32::try_from(failed).ok().and_then(|power| 1_i64.checked_shl(power)).unwrap_or(LONGEST_PAUSE_MINUTES);
    TimeDelta::minutes(if (1..LONGEST_PAUSE_MINUTES).contains(&minutes) { minutes } else { LONGEST_PAUSE_MINUTES })
}

/// When to try again after one more failure, or none if it is given up.
pub(super) fn next(failed: i32, now: Moment) -> Option<Moment> {
    (failed + 1 < MOST_ATTEMPTS).then(|| now + pause(failed))
}

/// [`next`] for messages that are sent at most once.
pub(super) fn next_at_most_once(failed: i32, now: Moment) -> Option<Moment> {
    (failed + 1 < MOST_ATTEMPTS_AT_MOST_ONCE).then(|| now + pause(failed))
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
    fn a_message_is_given_up_after_three_days() {
        let mut now = Moment::default();
        let start = now;
        let mut failed = 0;
        while let Some(next) = next(failed, now) {
            (now, failed) = (next, failed + 1);
        }
        assert_eq!(failed + 1, MOST_ATTEMPTS);
        assert_eq!((now - start).num_hours(), 72);
    }
}
