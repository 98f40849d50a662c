//! One sender at work: takes a batch, has it written, sends it, notes what became of it.

use chrono::TimeDelta;
use tokio::sync::watch;

use super::deliver::{Delivered, Post};
use super::held::Errand;
use super::store::{self, Fate, Lease, Row};
use super::transport::{SendError, Sender};
use super::{Composed, Ended, Failure, Message, Transport, retry};
use crate::db::{Id, Result, named};

/// Messages in a batch: what one crash can make a sender repeat or, of those sent at most once, lose.
const BATCH: usize = 50;
/// How long a sender may keep a batch; a crashed sender's rows wait as long.
const LEASE: TimeDelta = TimeDelta::minutes(15);
/// Longer than all time limits of one message together: no message is begun with less of the lease left.
const SLOWEST_MESSAGE: TimeDelta = TimeDelta::minutes(9);

/// What came of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Round {
    /// Nothing is due.
    Idle,
    /// A batch was handled, or somebody else was quicker.
    Worked,
    /// The mail server cannot be reached.
    Unreachable(String),
}

/// A row, what is to be noted about it, and what its composer is told.
type Settled = (Row, Fate, Option<Ended>);

/// A sender with its connection.
pub(super) struct Courier {
    post: Post,
    sender: Sender,
    stop: watch::Receiver<bool>,
    delivered: Delivered,
}

impl Courier {
    pub(super) fn new(post: Post, stop: watch::Receiver<bool>) -> Self {
        let sender = Sender::new(post.transport.clone(), post.clock.clone());
        Self { post, sender, stop, delivered: Delivered::default() }
    }

    /// Takes leave of the mail server and says what was done.
    pub(super) async fn finish(mut self) -> Delivered {
        self.sender.close().await;
        self.delivered
    }

    /// Handles one batch. The server is called first, so that nothing is taken from the queue while it is away.
    pub(super) async fn round(&mut self) -> Result<Round> {
        if matches!(self.post.transport, Transport::None) || !self.is_anything_due().await? {
            self.sender.rest().await;
            return Ok(Round::Idle);
        }
        let outcome = match self.sender.ready().await {
            Ok(()) => self.work().await?,
            Err(error) => Err(error),
        };
        Ok(match outcome {
            Ok(()) => Round::Worked,
            Err(error) => {
                self.delivered.unreachable = Some(error.to_string());
                Round::Unreachable(error.to_string())
            }
        })
    }

    async fn is_anything_due(&self) -> Result<bool> {
        let (kinds, now) = (self.post.kinds(), self.post.clock.now());
        if self.post.held().is_due(now) {
            return Ok(true);
        }
        self.post.db.read(move |conn| store::is_due(conn, &kinds, now)).await
    }

    /// The outer error is the database's, the inner one says that the mail server went away.
    async fn work(&mut self) -> Result<Result<(), SendError>> {
        let held = self.post.held().take(self.post.clock.now(), BATCH);
        if !held.is_empty() {
            return self.send_held(held).await;
        }
        let (kinds, now) = (self.post.kinds(), self.post.clock.now());
        let lease = self.post.db.write(move |conn| store::lease(conn, &kinds, now, LEASE, BATCH)).await?;
        let outcome = self.send_leased(&lease).await;
        // What was begun is settled by now; what was not goes back to the queue.
        if !matches!(outcome, Ok(Ok(true))) {
            let id = lease.id;
            self.post.db.write(move |conn| store::release(conn, id)).await?;
        }
        Ok(outcome?.map(drop))
    }

    /// Sends what could not be sent before. If it cannot even be written now, it is held on.
    async fn send_held(&mut self, errands: Vec<Errand>) -> Result<Result<(), SendError>> {
        match self.post.compose(errands.clone()).await {
            Ok(written) => Ok(self.send_at_most_once(errands.into_iter().zip(written).collect()).await),
            Err(error) => {
                let (now, mut held) = (self.post.clock.now(), self.post.held());
                for errand in errands {
                    held.hold(now, errand);
                }
                Err(error)
            }
        }
    }

    /// Whether all rows of the lease were handled.
    async fn send_leased(&mut self, lease: &Lease) -> Result<Result<bool, SendError>> {
        let written = self.post.compose(lease.rows.iter().map(Errand::of).collect()).await?;
        let rows = lease.rows.iter().cloned().zip(written);
        let (once, tracked): (Vec<_>, Vec<_>) = rows.partition(|(row, _)| row.at_most_once);
        if !once.is_empty() {
            let id = lease.id;
            let ended = self.post.db.write(move |conn| store::end_at_most_once(conn, id)).await?;
            let mine = once.into_iter().filter(|(row, _)| ended.contains(&row.id));
            let errands = mine.map(|(row, composed)| (Errand::of(&row), composed)).collect();
            if let Err(error) = self.send_at_most_once(errands).await {
                return Ok(Err(error));
            }
        }
        self.send_tracked(lease, tracked).await
    }

    /// Sends messages whose rows have ended. Failures are noted nowhere; what surely did not arrive is held in
    /// memory and tried again. Not interrupted by a stop, since nobody else knows of these any more.
    async fn send_at_most_once(&mut self, errands: Vec<(Errand, Option<Composed>)>) -> Result<(), SendError> {
        let mut errands = errands.into_iter();
        while let Some((errand, composed)) = errands.next() {
            let Some(Composed::Send(message)) = composed else {
                self.delivered.skipped += 1;
                continue;
            };
            match self.sender.send(&message).await {
                Ok(()) => self.delivered.sent += 1,
                Err(SendError::Later(_)) => self.hold(errand),
                Err(SendError::Uncertain(_) | SendError::Refused(_)) => self.delivered.failed += 1,
                Err(error @ SendError::Unreachable(_)) => {
                    let (now, mut held) = (self.post.clock.now(), self.post.held());
                    let rest = errands.map(|(errand, _)| errand);
                    for errand in std::iter::once(errand).chain(rest) {
                        held.hold(now, errand);
                    }
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    fn hold(&mut self, errand: Errand) {
        match retry::next_at_most_once(errand.failed, self.post.clock.now()) {
            Some(next) => {
                self.delivered.again += 1;
                self.post.held().hold(next, Errand { failed: errand.failed + 1, ..errand });
            }
            None => self.delivered.failed += 1,
        }
    }

    /// Sends messages whose fate is noted. Whether all were handled: a stop or the end of the lease leaves the rest.
    async fn send_tracked(
        &mut self,
        lease: &Lease,
        rows: Vec<(Row, Option<Composed>)>,
    ) -> Result<Result<bool, SendError>> {
        let mut settled = Vec::new();
        let mut outcome = Ok(true);
        for (row, composed) in rows {
            if *self.stop.borrow() || self.post.clock.now() + SLOWEST_MESSAGE > lease.until {
                outcome = Ok(false);
                break;
            }
            match self.handle(row, composed).await {
                Ok(one) => settled.push(one),
                Err(error) => {
                    outcome = Err(error);
                    break;
                }
            }
            if self.sender.outlives_a_crash() {
                self.settle(lease.id, std::mem::take(&mut settled)).await?;
            }
        }
        self.settle(lease.id, settled).await?;
        Ok(outcome)
    }

    /// Sends one message, or finds that there is none to send.
    async fn handle(&mut self, row: Row, composed: Option<Composed>) -> Result<Settled, SendError> {
        let message = match composed {
            Some(Composed::Send(message)) => message,
            Some(Composed::TooLate) => {
                self.delivered.too_late += 1;
                return Ok((row, Fate::TooLate, Some(Ended::TooLate)));
            }
            Some(Composed::Refuse(failure)) => return Ok(self.failed(row, failure)),
            Some(Composed::Skip) | None => {
                self.delivered.skipped += 1;
                return Ok((row, Fate::Done, None));
            }
        };
        self.send(row, &message).await
    }

    async fn send(&mut self, row: Row, message: &Message) -> Result<Settled, SendError> {
        match self.sender.send(message).await {
            Ok(()) => {
                self.delivered.sent += 1;
                Ok((row, Fate::Done, Some(Ended::Done)))
            }
            Err(SendError::Refused(words)) => Ok(self.failed(row, Failure::said(words))),
            Err(SendError::Later(words) | SendError::Uncertain(words)) => {
                let Some(next) = retry::next(row.attempts, self.post.clock.now()) else {
                    return Ok(self.failed(row, Failure::said(words)));
                };
                self.delivered.again += 1;
                Ok((row, Fate::Again(next, Failure::said(words)), None))
            }
            Err(error @ SendError::Unreachable(_)) => Err(error),
        }
    }

    fn failed(&mut self, row: Row, failure: Failure) -> Settled {
        self.delivered.failed += 1;
        (row, Fate::Failed(failure.clone()), Some(Ended::Failed(failure)))
    }

    /// Notes what became of rows, and tells their composers in the same transaction.
    async fn settle(&self, lease: Id<named::Mail>, settled: Vec<Settled>) -> Result<()> {
        if settled.is_empty() {
            return Ok(());
        }
        let post = self.post.clone();
        let work = move |conn: &mut crate::db::Conn| {
            for (row, fate, ended) in &settled {
                let noted = store::settle(conn, lease, row, fate)?;
                // What was sent is told also where its row was taken back meanwhile.
                let is_told = noted || *ended == Some(Ended::Done);
                if let (true, Some(ended), Some(composer)) = (is_told, ended, post.composer(&row.kind)) {
                    composer.ended(conn, &[(row.reference.uuid(), ended.clone())])?;
                }
            }
            Ok(())
        };
        self.post.db.write(work).await
    }
}
