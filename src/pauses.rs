//! What failed a moment ago and is left alone for a while. Kept in memory: a new start tries at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Pauses by name, in the clock's ticks. Cheap to clone; clones share their pauses.
#[derive(Debug, Clone, Default)]
pub struct Pauses(Arc<Mutex<HashMap<String, Duration>>>);

impl Pauses {
    /// Whether something is to be left alone now.
    ///
    /// ```
    /// use std::time::Duration;
    /// let pauses = candor::pauses::Pauses::default();
    /// pauses.until("the count", Duration::from_secs(60));
    /// assert!(pauses.has("the count", Duration::from_secs(59)));
    /// assert!(!pauses.has("the count", Duration::from_secs(60)));
    /// ```
    #[must_use]
    pub fn has(&self, name: &str, now: Duration) -> bool {
        let mut pauses = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pauses.retain(|_, until| *until > now);
        pauses.contains_key(name)
    }

    /// Leaves something alone until then.
    pub fn until(&self, name: &str, then: Duration) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), then);
    }
}
