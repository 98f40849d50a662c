//! Who watches a sending, and what is known of its speed. One task for each watched wave asks the database, however
//! many tabs are open, and none of them holds a connection while it waits.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use actix_web::rt;
use tokio::sync::watch;

use super::facts::Facts;
use super::speed::Samples;
use crate::app::App;
use crate::db::{AccountId, Conn, Result, WaveId};
use crate::waves::store;

/// Between two looks at a sending that somebody watches.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// Streams at once in a process; whoever comes after has the page without it.
const MOST_STREAMS: usize = 200;
/// Streams at once of one account: tabs that are not looked at close theirs.
const MOST_STREAMS_OF_ONE: usize = 12;

/// A sending at a moment, and how fast it goes.
#[derive(Debug, Clone)]
pub struct Seen {
    /// How it stands.
    pub facts: Facts,
    /// Messages a second, once that is known.
    pub per_second: Option<f64>,
}

/// What is watched in this process. Cheap to clone; clones share it.
#[derive(Clone)]
pub struct Live(Arc<Inner>);

struct Inner {
    state: Mutex<State>,
    /// True when the program is about to end.
    closing: watch::Sender<bool>,
}

#[derive(Default)]
struct State {
    samples: HashMap<WaveId, Samples>,
    watched: HashMap<WaveId, watch::Sender<Arc<Seen>>>,
    streams: HashMap<AccountId, usize>,
}

/// The right to one stream, until it is dropped.
pub struct Ticket {
    live: Live,
    account: AccountId,
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut state = self.live.state();
        let left = state.streams.get(&self.account).map_or(0, |streams| streams.saturating_sub(1));
        if left == 0 {
            state.streams.remove(&self.account);
        } else {
            state.streams.insert(self.account, left);
        }
    }
}

impl Live {
    /// Nobody watches yet.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(Inner { state: Mutex::default(), closing: watch::Sender::new(false) }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends every stream, since the program ends and would wait for them.
    pub fn close(&self) {
        self.0.closing.send_replace(true);
    }

    /// Turns true when streams are to end.
    #[must_use]
    pub fn closing(&self) -> watch::Receiver<bool> {
        self.0.closing.subscribe()
    }

    /// The right to a stream, if there are not too many.
    #[must_use]
    pub fn ticket(&self, account: AccountId) -> Option<Ticket> {
        let mut state = self.state();
        let own = state.streams.get(&account).copied().unwrap_or_default();
        if own >= MOST_STREAMS_OF_ONE || state.streams.values().sum::<usize>() >= MOST_STREAMS {
            return None;
        }
        state.streams.insert(account, own + 1);
        drop(state);
        Some(Ticket { live: self.clone(), account })
    }

    /// What facts tell together with those that were seen before.
    #[must_use]
    pub fn see(&self, ticks: Duration, facts: Facts) -> Seen {
        let mut state = self.state();
        if !facts.is_going() {
            state.samples.remove(&facts.wave.id);
            return Seen { facts, per_second: None };
        }
        let samples = state.samples.entry(facts.wave.id).or_default();
        if facts.held.is_some() {
            samples.forget();
        } else {
            samples.note(ticks, facts.handled());
        }
        let per_second = samples.per_second();
        Seen { facts, per_second }
    }

    /// Follows a wave's sending, beginning with what was just seen of it.
    #[must_use]
    pub fn watch(&self, app: &App, seen: Seen) -> watch::Receiver<Arc<Seen>> {
        let (wave, mut state) = (seen.facts.wave.id, self.state());
        if let Some(watched) = state.watched.get(&wave) {
            return watched.subscribe();
        }
        let (sender, receiver) = watch::channel(Arc::new(seen));
        state.watched.insert(wave, sender);
        drop(state);
        rt::spawn(self.clone().look(app.clone(), wave));
        receiver
    }

    /// Looks until nothing waits any more or nobody watches.
    async fn look(self, app: App, wave: WaveId) {
        let mut closing = self.closing();
        loop {
            let is_closing = tokio::time::timeout(LOOK_AGAIN, closing.wait_for(|closing| *closing)).await.is_ok();
            if !self.is_watched(wave) {
                return;
            }
            if is_closing {
                break;
            }
            let now = app.clock.now();
            let read = move |conn: &mut Conn| -> Result<Option<Facts>> {
                store::find(conn, wave)?.map(|wave| Facts::read(conn, wave, now)).transpose()
            };
            match app.db.read(read).await {
                Ok(Some(facts)) => {
                    let seen = Arc::new(self.see(app.clock.ticks(), facts));
                    let is_going = seen.facts.is_going();
                    self.tell(wave, seen);
                    if !is_going {
                        break;
                    }
                }
                Ok(None) => break,
                Err(error) => tracing::warn!(%wave, "a sending cannot be looked at: {error}"),
            }
        }
        // Without a sender the streams end, and those that are still of use begin anew.
        self.state().watched.remove(&wave);
    }

    /// Whether anybody still watches; asked under the lock under which they come, so that nobody comes too late.
    fn is_watched(&self, wave: WaveId) -> bool {
        let mut state = self.state();
        let is_watched = state.watched.get(&wave).is_some_and(|watched| watched.receiver_count() > 0);
        if !is_watched {
            state.watched.remove(&wave);
        }
        is_watched
    }

    fn tell(&self, wave: WaveId, seen: Arc<Seen>) {
        if let Some(watched) = self.state().watched.get(&wave) {
            watched.send_replace(seen);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::ordered_id;

    #[test]
    fn there_are_so_many_streams_and_each_makes_room_when_it_ends() {
        let (live, one) = (Live::new(), ordered_id());
        let mut tickets: Vec<Ticket> = (0..MOST_STREAMS_OF_ONE).map(|_| live.ticket(one).unwrap()).collect();
        assert!(live.ticket(one).is_none());
        tickets.pop();
        tickets.push(live.ticket(one).unwrap());
        let others: Vec<Ticket> = (0..).map_while(|_| live.ticket(ordered_id())).collect();
        assert_eq!(tickets.len() + others.len(), MOST_STREAMS);
        drop((tickets, others));
        assert!(live.state().streams.is_empty());
    }
}
