//! Delivery: from due rows to sent messages, in rounds of one batch.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::courier::{Courier, Round};
use super::held::{Errand, Held};
use super::{Compose, Composed, Transport};
use crate::clock::Clock;
use crate::db::{Conn, Db, Result};

/// Messages that are sent at the same time, each over a connection of its own.
const COURIERS: usize = 4;
/// Between two looks into an empty queue.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// Between two calls to a mail server that is away: doubled each time, from the first to the last of these.
const CALL_AGAIN: (Duration, Duration) = (Duration::from_secs(2), Duration::from_mins(1));

/// All that delivery needs. Cheap to clone; clones share what is held in memory.
#[derive(Clone)]
pub struct Post {
    pub(super) db: Db,
    pub(super) clock: Clock,
    pub(super) transport: Transport,
    composers: Arc<[Arc<dyn Compose>]>,
    held: Arc<Mutex<Held>>,
}

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
        Self { db, clock, transport, composers: composers.into(), held: Arc::default() }
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

/// Sends everything that is due, one message after the other, until nothing is left or the mail server cannot be
/// reached. Rows that come due meanwhile are sent too.
///
/// # Errors
/// When the database cannot be asked or refuses; what was leased waits until the lease runs out.
pub async fn deliver_due(post: &Post) -> Result<Delivered> {
    let (_running, stop) = watch::channel(false);
    let mut courier = Courier::new(post.clone(), stop);
    while courier.round().await? == Round::Worked {}
    Ok(courier.finish().await)
}

/// Delivers until `stop` turns true, then finishes the messages in hand and gives back what was not begun.
pub async fn run(post: Post, stop: watch::Receiver<bool>) {
    let mut couriers = JoinSet::new();
    for _ in 0..COURIERS {
        couriers.spawn(deliver_until(post.clone(), stop.clone()));
    }
    while couriers.join_next().await.is_some() {}
}

async fn deliver_until(post: Post, mut stop: watch::Receiver<bool>) {
    let mut courier = Courier::new(post, stop.clone());
    let mut away = CALL_AGAIN.0;
    while !*stop.borrow() {
        let pause = match courier.round().await {
            Ok(Round::Worked) => {
                away = CALL_AGAIN.0;
                continue;
            }
            Ok(Round::Idle) => LOOK_AGAIN,
            Ok(Round::Unreachable(why)) => {
                tracing::warn!("mail waits, the mail server cannot be reached: {why}");
                longer(&mut away)
            }
            Err(error) => {
                tracing::error!("mail waits, the queue cannot be read or written: {error}");
                longer(&mut away)
            }
        };
        // Whoever could say stop may be gone; then it is time to stop as well.
        let _ = tokio::time::timeout(pause, stop.wait_for(|stop| *stop)).await;
        if stop.has_changed().is_err() {
            break;
        }
    }
    courier.finish().await;
}

/// The pause, doubled for the next time.
fn longer(pause: &mut Duration) -> Duration {
    let now = *pause;
    *pause = (now * 2).min(CALL_AGAIN.1);
    now
}
