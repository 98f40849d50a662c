//! One connection at work.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout};

use super::board::Next;
use super::clerk::SLOWEST_MESSAGE;
use super::desk::Desk;
use super::job::Job;
use super::ledger::Entry;
use super::outcome::Outcome;
use crate::mail::SendError;
use crate::mail::sender::Sender;

/// A server that waits for a message we may not send yet is left after this.
const KEEP_WAITING: Duration = Duration::from_secs(5);
/// The pause after a server did not talk to us: doubled each time, from the first to the last of these.
const PAUSES: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(30));

/// Takes one job after the other. A message is not sent before the one before it has been noted durably, so a kill
/// can repeat one message of each connection at most.
pub(super) struct Carrier {
    desk: Arc<Desk>,
    sender: Sender,
    ledger: mpsc::Sender<Entry>,
    /// Comes when the last message is noted.
    noted: Option<oneshot::Receiver<()>>,
    /// Whether the board counts our connection.
    is_counted: bool,
    pause: Duration,
}

impl Carrier {
    pub(super) fn new(desk: Arc<Desk>, ledger: mpsc::Sender<Entry>) -> Self {
        let sender = Sender::new(desk.post.transport.clone(), desk.post.clock.clone());
        Self { desk, sender, ledger, noted: None, is_counted: false, pause: PAUSES.0 }
    }

    /// Works until told to stop, and finishes the message in hand.
    pub(super) async fn run(mut self) {
        self.count();
        let desk = Arc::clone(&self.desk);
        while !desk.stops() {
            // Listens before it looks, so that no bell is missed.
            let mut bell = std::pin::pin!(desk.work.notified());
            bell.as_mut().enable();
            let next = desk.board().next(Instant::now(), self.sender.is_open());
            match next {
                Next::Job(job) => self.carry(job).await,
                Next::Knock => self.knock().await,
                Next::Wait(until) => {
                    self.is_noted().await;
                    self.sender.rest().await;
                    self.count();
                    let time = until.saturating_duration_since(Instant::now());
                    tokio::select! {
                        () = bell => {}
                        _ = desk.stops_within(time) => {}
                    }
                }
            }
        }
        self.is_noted().await;
        self.sender.close().await;
        self.count();
    }

    /// Tells the board whether our connection stands.
    fn count(&mut self) {
        let is_open = self.sender.is_open();
        if is_open != self.is_counted {
            self.is_counted = is_open;
            self.desk.board().opened(is_open);
        }
    }

    async fn knock(&mut self) {
        let answer = self.sender.ready().await;
        self.count();
        let words = answer.err().map(|error| error.to_string());
        let (now, wall) = (Instant::now(), self.desk.post.clock.now());
        self.desk.board().knocked(now, wall, words.as_deref());
        self.desk.room.notify_one();
    }

    async fn carry(&mut self, job: Job) {
        let began = Instant::now();
        if self.desk.board().room(began) > 0 {
            self.desk.room.notify_one();
        }
        if !job.may_begin(self.desk.post.clock.ticks(), SLOWEST_MESSAGE) {
            // Somebody else will have it: the row finds its way back when the lease has run out.
            self.desk.board().let_fall(&job.domain);
            return;
        }
        let Some(result) = self.send(&job).await else {
            let mut board = self.desk.board();
            board.let_fall(&job.domain);
            board.put_first(job);
            return;
        };
        self.count();
        let is_away = matches!(result, Err(SendError::Unreachable(_)));
        match self.desk.conclude(job, began, result) {
            Outcome::Note(entry) => self.note(*entry).await,
            Outcome::Nothing => {}
            Outcome::Back(job) => self.desk.board().put_first(job),
        }
        if is_away {
            self.desk.stops_within(self.pause).await;
        }
        self.pause = if is_away { (self.pause * 2).min(PAUSES.1) } else { PAUSES.0 };
    }

    /// Sends a message. While the one before is being noted this one is only announced. None if it was not sent since
    /// the note was not written.
    async fn send(&mut self, job: &Job) -> Option<Result<(), SendError>> {
        let begun = match self.sender.begin(&job.message).await {
            Ok(begun) => begun,
            Err(error) => {
                self.is_noted().await;
                return Some(Err(error));
            }
        };
        let is_noted = match &mut self.noted {
            Some(noted) => timeout(KEEP_WAITING, noted).await.is_ok_and(|told| told.is_ok()),
            None => true,
        };
        if is_noted {
            self.noted = None;
            return Some(self.sender.finish(&job.message, begun).await);
        }
        self.sender.abandon();
        None
    }

    /// Waits until the last message is noted.
    async fn is_noted(&mut self) {
        if let Some(noted) = self.noted.take() {
            // An error means that the ledger was told to stop before it could write.
            let _ = noted.await;
        }
    }

    async fn note(&mut self, mut entry: Entry) {
        self.is_noted().await;
        let (tell, noted) = oneshot::channel();
        entry.noted = Some(tell);
        self.noted = Some(noted);
        // The ledger is kept for as long as there are carriers.
        let _ = self.ledger.send(entry).await;
    }
}
