//! Where clerk, carriers and ledger meet.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::time::Instant;

use super::board::Board;
use super::job::Job;
use super::ledger::Entry;
use super::outcome::{self, Outcome};
use crate::mail::held::Errand;
use crate::mail::store::{Fate, Settled};
use crate::mail::{Delivered, Post, SendError, retry};

/// What they share.
pub(super) struct Desk {
    pub post: Post,
    board: Mutex<Board>,
    delivered: Mutex<Delivered>,
    /// Rings when there is something to carry.
    pub work: Notify,
    /// Rings when the board has room.
    pub room: Notify,
    stop: watch::Receiver<bool>,
}

impl Desk {
    pub(super) fn new(post: Post, stop: watch::Receiver<bool>) -> Self {
        Self {
            board: Mutex::new(Board::new(post.transport.limits())),
            delivered: Mutex::default(),
            work: Notify::new(),
            room: Notify::new(),
            stop,
            post,
        }
    }

    pub(super) fn board(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn delivered(&self) -> MutexGuard<'_, Delivered> {
        self.delivered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it is time to stop, also since whoever could say so is gone.
    pub(super) fn stops(&self) -> bool {
        *self.stop.borrow() || self.stop.has_changed().is_err()
    }

    /// Waits for a time; true as soon as it is time to stop.
    pub(super) async fn stops_within(&self, time: Duration) -> bool {
        let mut stop = self.stop.clone();
        tokio::time::timeout(time, stop.wait_for(|stop| *stop)).await.is_ok()
    }

    /// Draws the conclusions from a try that began at a moment: for the messages to come at once, for this one as
    /// it is to be noted.
    pub(super) fn conclude(&self, job: Job, began: Instant, result: Result<(), SendError>) -> Outcome {
        let (verdict, now) = (outcome::verdict(&job, &result), self.post.clock.now());
        let (is_suspicious, wakes) = {
            let mut board = self.board();
            let (is_suspicious, stood) = (board.trouble.is_suspicious(), board.trouble.stand().is_some());
            board.finished(&job.domain, began, Instant::now(), now, &verdict);
            // While it stands still one message follows the other: nobody waits for the clerk's next look.
            (is_suspicious, stood || board.trouble.stand().is_some() || board.has_places())
        };
        if wakes {
            self.work.notify_waiters();
            self.room.notify_one();
        }
        if matches!(result, Err(SendError::Unreachable(_))) {
            return Outcome::Back(job);
        }
        let fate = outcome::fate(&job, &result, now, is_suspicious);
        if let (Some(fate), Some((row, claim))) = (fate, job.tracked) {
            self.count(&fate);
            let ended = outcome::ended(&fate);
            let settled = Settled { row, lease: claim.id, fate };
            Outcome::Note(Box::new(Entry { settled, ended, noted: None }))
        } else {
            self.forget(job.errand, &result);
            Outcome::Nothing
        }
    }

    fn count(&self, fate: &Fate) {
        let mut delivered = self.delivered();
        match fate {
            Fate::Done => delivered.sent += 1,
            Fate::Failed(_) => delivered.failed += 1,
            Fate::TooLate => delivered.too_late += 1,
            Fate::Again(_) => delivered.again += 1,
        }
    }

    /// A message sent at most once: what surely did not arrive is held in memory and tried again.
    fn forget(&self, errand: Errand, result: &Result<(), SendError>) {
        let mut delivered = self.delivered();
        match (result, retry::pause_at_most_once(errand.failed)) {
            (Ok(()), _) => delivered.sent += 1,
            (Err(SendError::Later(_)), Some(pause)) => {
                delivered.again += 1;
                let until = self.post.clock.ticks() + pause.to_std().unwrap_or_default();
                self.post.held().hold(until, Errand { failed: errand.failed + 1, ..errand });
            }
            (Err(_), _) => delivered.failed += 1,
        }
    }
}
