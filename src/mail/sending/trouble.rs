//! Errors in a row, and the pause that sending makes of itself when there are too many.

use std::time::Duration;

use tokio::time::Instant;

use crate::db::Moment;

/// So many errors without one message taken in between, and sending pauses by itself.
const ERRORS_IN_A_ROW: u32 = 10;
/// So many, and what is said to everyone alike is not taken for a message's own fault any more.
const SUSPICIOUS: u32 = 3;
/// The pause before it is tried again: doubled each time, from the first to the last of these.
const PAUSES: (Duration, Duration) = (Duration::from_secs(2), Duration::from_mins(1));

/// Sending that stands still.
#[derive(Debug, Clone)]
pub(super) struct Stand {
    pub since: Moment,
    pub until: Instant,
    /// The pause that ends then.
    pub pause: Duration,
    /// What is wrong; none where it was said about messages of which nothing is kept.
    pub why: Option<String>,
}

/// What goes wrong, and since when.
#[derive(Debug, Default)]
pub(super) struct Trouble {
    in_a_row: u32,
    stand: Option<Stand>,
    has_changed: bool,
}

impl Trouble {
    /// Something went wrong that is no single message's fault; `at_once`: nothing can be sent at all.
    pub(super) fn went_wrong(&mut self, now: Instant, wall: Moment, why: Option<&str>, at_once: bool) {
        self.in_a_row = self.in_a_row.saturating_add(1);
        match &mut self.stand {
            Some(stand) if now >= stand.until => {
                stand.pause = (stand.pause * 2).min(PAUSES.1);
                stand.until = now + stand.pause;
                stand.why = why.map(str::to_owned).or_else(|| stand.why.take());
            }
            None if at_once || self.in_a_row >= ERRORS_IN_A_ROW => {
                let (until, why) = (now + PAUSES.0, why.map(str::to_owned));
                self.stand = Some(Stand { since: wall, until, pause: PAUSES.0, why });
            }
            // One of a few, or what was on its way when it began to stand still.
            Some(_) | None => return,
        }
        self.has_changed = true;
    }

    /// A message was taken, so all is well.
    pub(super) fn went_well(&mut self) {
        self.in_a_row = 0;
        self.has_changed |= self.stand.take().is_some();
    }

    /// Whether the last few all went wrong.
    pub(super) fn is_suspicious(&self) -> bool {
        self.in_a_row >= SUSPICIOUS
    }

    /// How it stands still, if it does.
    pub(super) fn stand(&self) -> Option<&Stand> {
        self.stand.as_ref()
    }

    /// Whether that has changed since it was last asked.
    pub(super) fn has_changed(&mut self) -> bool {
        std::mem::take(&mut self.has_changed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_errors_in_a_row_make_it_stand_still_with_growing_pauses_until_one_goes_well() {
        let (mut trouble, mut now, wall) = (Trouble::default(), Instant::now(), Moment::default());
        for _ in 0..9 {
            trouble.went_wrong(now, wall, Some("no"), false);
        }
        assert!(trouble.stand().is_none() && trouble.is_suspicious() && !trouble.has_changed());
        trouble.went_wrong(now, wall, Some("no"), false);
        let mut pauses = Vec::new();
        for _ in 0..8 {
            let stand = trouble.stand().unwrap().clone();
            trouble.went_wrong(now, wall, Some("late"), false);
            assert_eq!(trouble.stand().unwrap().why.as_deref(), Some("no"));
            pauses.push(stand.pause.as_secs());
            now = stand.until;
            trouble.went_wrong(now, wall, Some("no"), false);
        }
        assert_eq!(pauses, [2, 4, 8, 16, 32, 60, 60, 60]);
        assert!(trouble.has_changed() && trouble.stand().is_some());
        trouble.went_well();
        assert!(trouble.has_changed() && trouble.stand().is_none());
        trouble.went_wrong(now, wall, None, true);
        assert!(trouble.stand().is_some(), "at once where nothing can be sent at all");
    }
}
