//! All that delivery needs, and what it did.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use uuid::Uuid;

use super::held::{Errand, Held};
use super::store::Standing;
use super::{Compose, Composed, Transport};
use crate::clock::Clock;
use crate::db::{Conn, Db, Result};

/// Everything around the queue. Cheap to clone; clones share what is held in memory.
#[derive(Clone)]
pub struct Post {
    pub(super) db: Db,
    pub(super) clock: Clock,
    pub(super) transport: Transport,
    composers: Arc<[Arc<dyn Compose>]>,
    held: Arc<Mutex<Held>>,
    seen: Arc<Mutex<Seen>>,
}

/// The leases of other senders, and since when, in the clock's ticks, each has stood as it stands now.
type Seen = HashMap<Standing, Duration>;

/// What was done, in messages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Delivered {
    /// Taken by the mail server.
    pub sent: u64,
    /// With nothing to send.
    pub skipped: u64,
    /// To be tried again later.
    pub again: u64,
    /// Refused for good, or given up.
    pub failed: u64,
    /// Not sent, since they could only arrive too late.
    pub too_late: u64,
    /// Why the mail server could not be reached, in which case the rest waits.
    pub unreachable: Option<String>,
}

impl Post {
    /// Delivery by a transport, of the mails that these composers write.
    #[must_use]
    pub fn new(db: Db, clock: Clock, transport: Transport, composers: Vec<Arc<dyn Compose>>) -> Self {
        Self { db, clock, transport, composers: composers.into(), held: Arc::default(), seen: Arc::default() }
    }

    /// The kinds of rows that somebody here can write; others are left alone.
    pub(super) fn kinds(&self) -> Vec<&'static str> {
        self.composers.iter().map(|composer| composer.kind()).collect()
    }

    pub(super) fn composer(&self, kind: &str) -> Option<&Arc<dyn Compose>> {
        self.composers.iter().find(|composer| composer.kind() == kind)
    }

    pub(super) fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes the messages of errands, in their order; an errand whose kind nobody writes has none.
    pub(super) async fn compose(&self, errands: Vec<Errand>) -> Result<Vec<Option<Composed>>> {
        let post = self.clone();
        self.db.read(move |conn| post.compose_now(conn, &errands)).await
    }

    fn compose_now(&self, conn: &mut Conn, errands: &[Errand]) -> Result<Vec<Option<Composed>>> {
        let now = self.clock.now();
        let mut written: Vec<Option<Composed>> = vec![None; errands.len()];
        for composer in self.composers.iter() {
            let (places, references): (Vec<usize>, Vec<Uuid>) = errands
                .iter()
                .enumerate()
                .filter(|(_, errand)| errand.kind == composer.kind())
                .map(|(place, errand)| (place, errand.reference))
                .unzip();
            if references.is_empty() {
                continue;
            }
            for (place, composed) in places.into_iter().zip(composer.compose(conn, now, &references)?) {
                written[place] = Some(composed);
            }
        }
        Ok(written)
    }
}
