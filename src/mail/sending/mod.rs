//! Sending: the clerk takes rows from the queue and has them written, the board hands them out as fast as courtesy
//! allows, each carrier takes one after the other over its own connection, and the ledger notes what became of them.
//!
//! Knows jobs and connections. Refuses to know any message's content, and how a conversation goes.

mod alone;
mod board;
mod carrier;
mod clerk;
mod desk;
mod job;
mod ledger;
mod outcome;
mod pace;
mod signal;
mod trouble;

use std::sync::Arc;

use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;

use self::board::Next;
use self::carrier::Carrier;
use self::clerk::Clerk;
use self::desk::Desk;
use self::job::Job;
use self::ledger::Entry;
use self::outcome::Outcome;
use super::sender::Sender;
use super::store::First;
use super::{Delivered, Post, SendError, Transport};
use crate::db::Result;

/// Messages that are taken from the queue together where they are sent one after the other.
const BATCH: usize = 200;
/// Notes that wait for the ledger; each connection has one at most.
const ENTRIES: usize = 1_024;

/// Delivers until `stop` turns true, then finishes the messages in hand and gives back what was not begun.
pub async fn run(post: Post, mut stop: watch::Receiver<bool>) {
    if matches!(post.transport, Transport::None) {
        // An error means that whoever could say stop is gone.
        let _ = stop.wait_for(|stop| *stop).await;
        return;
    }
    let _alone = match alone::begin(&post.db, post.clock.now()).await {
        Ok(alone) => Some(alone),
        Err(error) => {
            tracing::error!("what a killed process had in hand waits until its lease has run out: {error}");
            None
        }
    };
    let connections = post.transport.limits().connections;
    let desk = Arc::new(Desk::new(post, stop));
    let (ledger, entries) = mpsc::channel(ENTRIES);
    let keeper = tokio::spawn(ledger::keep(Arc::clone(&desk), entries));
    let mut carriers = JoinSet::new();
    for _ in 0..connections {
        carriers.spawn(Carrier::new(Arc::clone(&desk), ledger.clone()).run());
    }
    drop(ledger);
    let mut clerk = Clerk::new(Arc::clone(&desk));
    clerk.run().await;
    while carriers.join_next().await.is_some() {}
    // It ends with the last carrier.
    let _ = keeper.await;
    clerk.close().await;
}

/// Sends everything that is due, one message after the other, until nothing is left or the mail server cannot be
/// reached. Rows that come due meanwhile are sent too.
///
/// # Errors
/// When the database cannot be asked or refuses; what was leased waits until the lease runs out.
pub async fn deliver_due(post: &Post) -> Result<Delivered> {
    let (_running, stop) = watch::channel(false);
    let desk = Arc::new(Desk::new(post.clone(), stop));
    let mut clerk = Clerk::new(Arc::clone(&desk));
    let mut sender = Sender::new(post.transport.clone(), post.clock.clone());
    let worked = one_after_the_other(&desk, &mut clerk, &mut sender).await;
    sender.close().await;
    // What was not begun goes back to the queue, whatever happened.
    let given_back = clerk.give_back().await;
    worked.and(given_back)?;
    Ok(desk.delivered().clone())
}

async fn one_after_the_other(desk: &Desk, clerk: &mut Clerk, sender: &mut Sender) -> Result<()> {
    if matches!(desk.post.transport, Transport::None) {
        return Ok(());
    }
    loop {
        clerk.look_back().await?;
        if !clerk.is_anything_due().await? {
            break;
        }
        // The server is called first, so that nothing is taken from the queue while it is away.
        if let Err(error) = sender.ready().await {
            desk.delivered().unreachable = Some(error.to_string());
            break;
        }
        clerk.fill(BATCH, First::Due).await?;
        let mut notes = Vec::new();
        let outcome = send_all(desk, sender, &mut notes).await;
        ledger::note(&desk.post, notes).await?;
        match outcome? {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                desk.delivered().unreachable = Some(error.to_string());
                break;
            }
        }
    }
    Ok(())
}

/// Whether all that lies on the board was sent; courtesy may ask to wait. The outer error is the database's.
async fn send_all(
    desk: &Desk,
    sender: &mut Sender,
    notes: &mut Vec<Entry>,
) -> Result<std::result::Result<bool, SendError>> {
    loop {
        let next = desk.board().next(Instant::now(), true);
        let job = match next {
            Next::Job(job) => job,
            Next::Knock => return Ok(Ok(true)),
            Next::Wait(_) => return Ok(Ok(desk.board().is_empty())),
        };
        let begun_at = Instant::now();
        let result = sender.send(&job.message).await;
        let error = result.clone().err();
        match desk.conclude(job, begun_at, result) {
            Outcome::Note(entry) => notes.push(*entry),
            Outcome::Nothing => {}
            Outcome::Back(job) => {
                desk.board().put_first(job);
                return Ok(Err(error.unwrap_or_else(|| SendError::Unreachable(String::new()))));
            }
        }
        if sender.outlives_a_crash() {
            ledger::note(&desk.post, std::mem::take(notes)).await?;
        }
    }
}

/// The domain of a message's recipient, as courtesy counts it.
fn domain_of(job_address: &str) -> String {
    job_address.rsplit('@').next().unwrap_or_default().to_lowercase()
}

/// Jobs in a heap, for those who pass them on.
type Jobs = Vec<Job>;
