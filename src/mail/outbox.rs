//! The queue of mails.

use diesel::prelude::*;
use uuid::Uuid;

use crate::db::{BatchId, Conn, Id, Moment, Result, named, on_backend};
use crate::keys::ordered_id;
use crate::schema::outbox;

/// Rows in one INSERT; below the smallest limit on bound values of either database.
const ROWS_PER_INSERT: usize = 500;

/// A mail to be put in the queue.
#[derive(Debug, Clone)]
pub struct NewMail {
    /// Which [`super::Compose`] writes it.
    pub kind: &'static str,
    /// What it is about, for the one who writes it.
    pub reference: Uuid,
    /// Whether it is ended before it is sent (so never repeated, and nothing about its sending kept).
    pub at_most_once: bool,
    /// Not before this moment.
    pub due_at: Moment,
    /// The rows it belongs with.
    pub batch: Option<BatchId>,
}

/// Puts mails in the queue, in the caller's transaction.
///
/// # Errors
/// When the database refuses.
pub fn enqueue(conn: &mut Conn, mails: &[NewMail]) -> Result<()> {
    for chunk in mails.chunks(ROWS_PER_INSERT) {
        let rows: Vec<_> = chunk
            .iter()
            .map(|mail| {
                (
                    outbox::id.eq(ordered_id::<named::Mail>()),
                    outbox::kind.eq(mail.kind),
                    outbox::reference.eq(Id::<named::Mail>::from_uuid(mail.reference)),
                    outbox::at_most_once.eq(mail.at_most_once),
                    outbox::state.eq("queued"),
                    outbox::attempts.eq(0),
                    outbox::due_at.eq(mail.due_at),
                    outbox::batch.eq(mail.batch),
                )
            })
            .collect();
        on_backend!(conn => diesel::insert_into(outbox::table).values(&rows).execute(conn))?;
    }
    Ok(())
}
