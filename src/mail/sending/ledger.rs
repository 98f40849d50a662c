//! Notes what became of messages: what several connections report at once in one transaction.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use super::desk::Desk;
use crate::db::{Conn, MailId, Result};
use crate::mail::store::{self, Settled};
use crate::mail::{Ended, Post};

/// The most notes in one transaction.
const MOST: usize = 256;
/// The pause before notes are written that could not be: doubled each time, from the first to the last of these.
const PAUSES: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

/// What became of a row, and who is to be told.
pub(super) struct Entry {
    pub settled: Settled,
    pub ended: Option<Ended>,
    /// Told when the note will outlive a crash.
    pub noted: Option<oneshot::Sender<()>>,
}

/// Keeps the ledger until nobody writes into it any more.
pub(super) async fn keep(desk: Arc<Desk>, mut entries: mpsc::Receiver<Entry>) {
    let mut taken = Vec::with_capacity(MOST);
    while entries.recv_many(&mut taken, MOST).await > 0 {
        let tell: Vec<_> = taken.iter_mut().filter_map(|entry| entry.noted.take()).collect();
        if write_down(&desk, std::mem::take(&mut taken)).await {
            for noted in tell {
                // Whoever waited for it may have gone.
                let _ = noted.send(());
            }
        }
    }
}

/// Until it is written: a full disk must lose nothing, and nobody goes on before. False if told to stop meanwhile.
async fn write_down(desk: &Desk, entries: Vec<Entry>) -> bool {
    let mut pause = PAUSES.0;
    let entries = Arc::new(entries);
    loop {
        let (post, work) = (desk.post.clone(), Arc::clone(&entries));
        match desk.post.db.write(move |conn| note_now(&post, conn, &work)).await {
            Ok(()) => return true,
            Err(error) => tracing::error!("what was sent cannot be noted, and nothing more is sent: {error}"),
        }
        if desk.stops_within(pause).await {
            return false;
        }
        pause = (pause * 2).min(PAUSES.1);
    }
}

/// Notes what became of rows.
pub(super) async fn note(post: &Post, entries: Vec<Entry>) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let mine = post.clone();
    post.db.write(move |conn| note_now(&mine, conn, &entries)).await
}

/// In one transaction: the rows, and what their composers make of it.
fn note_now(post: &Post, conn: &mut Conn, entries: &[Entry]) -> Result<()> {
    let settled: Vec<Settled> = entries.iter().map(|entry| entry.settled.clone()).collect();
    let noted: HashSet<MailId> = store::settle(conn, &settled)?.into_iter().collect();
    let mut told: HashMap<&str, Vec<(Uuid, Ended)>> = HashMap::new();
    for Entry { settled, ended, .. } in entries {
        // What was sent is told also where its row was taken back meanwhile.
        let is_told = *ended == Some(Ended::Done) || noted.contains(&settled.row.id);
        if let (Some(ended), true) = (ended, is_told) {
            told.entry(&settled.row.kind).or_default().push((settled.row.reference.uuid(), ended.clone()));
        }
    }
    for (kind, ended) in told {
        if let Some(composer) = post.composer(kind) {
            composer.ended(conn, &ended)?;
        }
    }
    Ok(())
}
