//! The mails about an invitation: the invitation itself, what reminders and the closing message are made of, and
//! the word that a wave was called off.

mod cancellation;
mod letter;
mod letters;
mod notice;

pub use cancellation::{CancellationMail, queue_cancellations};
pub use letter::{Letter, LetterKind, Outcome, Prepared, Reader, Written};
pub use letters::{Letters, Shelf};
pub(super) use notice::notice;

use std::collections::HashMap;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::store::{self, Addressed, Delivery};
use crate::db::{Conn, InvitationId, Moment, Result};
use crate::email::Address;
use crate::i18n::Lang;
use crate::mail::{Compose, Composed, Ended, Mailbox, Message};
use crate::settings::Settings;

/// The kind of an invitation's row in the mail queue.
pub const INVITATION: &str = "invitation";
/// The kind of a reminder's row in the mail queue.
pub const REMINDER: &str = "reminder";
/// The kind of a called-off wave's row in the mail queue.
pub const CANCELLATION: &str = "cancellation";

/// Writes invitations and notes what became of them.
#[derive(Debug, Clone)]
pub struct InvitationMail(pub Letters);

impl Compose for InvitationMail {
    fn kind(&self) -> &'static str {
        INVITATION
    }

    fn compose(&self, conn: &mut Conn, now: Moment, references: &[Uuid]) -> Result<Vec<Composed>> {
        self.0.write(conn, now, LetterKind::Invitation, references)
    }

    fn ended(&self, conn: &mut Conn, ended: &[(Uuid, Ended)]) -> Result<()> {
        let mut delivered = Vec::with_capacity(ended.len());
        for (reference, ended) in ended {
            let id = InvitationId::from_uuid(*reference);
            let fate = match ended {
                Ended::Done => {
                    delivered.push(id);
                    continue;
                }
                Ended::Failed(failure) => Delivery::Failed(failure.clone()),
                Ended::TooLate => Delivery::TooLate,
            };
            store::set_delivery(conn, &[id], &fate)?;
        }
        store::set_delivery(conn, &delivered, &Delivery::Delivered)
    }
}

/// A mail to someone invited. Replies go to the stated contact, but for reminders: only the silent get one, and whoever
/// answers one must not tell the contact so.
///
/// # Errors
/// When no sender is set: the mail waits.
pub(crate) fn message(
    part: &'static str,
    to: &Addressed,
    address: &Address,
    settings: &Settings,
    lang: Lang,
    written: Written,
) -> Result<Message> {
    if settings.sender_address.is_empty() {
        return Err(cannot_write("no sender address is set: mail waits until Settings has one".into()));
    }
    let contact = Address::parse(&settings.contact).ok().filter(|_| part != REMINDER);
    let reply_to = contact.map(|contact| Mailbox { name: String::new(), address: contact.as_written().to_owned() });
    Ok(Message {
        kind: part,
        id: message_id(part, to),
        from: settings.sender(),
        return_path: None,
        reply_to,
        to: Mailbox { name: to.name.clone(), address: address.as_written().to_owned() },
        subject: written.subject,
        text: written.text,
        html: written.html,
        language: lang.code(),
    })
}

/// The same for the same mail every time, and no way back to the invitation's id. What an admin has sent again is
/// another mail: mail programs drop a message whose id they have seen.
fn message_id(part: &str, to: &Addressed) -> String {
    let hash = Sha256::new().chain_update("candor/1/message-id/").chain_update(part);
    let hash = hash.chain_update(to.invitation.uuid()).chain_update(to.again.to_be_bytes());
    let mut half = [0; 16];
    half.copy_from_slice(&hash.finalize()[..16]);
    uuid::Uuid::from_bytes(half).simple().to_string()
}

fn cannot_write(why: Box<dyn std::error::Error + Send + Sync>) -> crate::db::Error {
    crate::db::Error::SerializationError(why)
}

fn by_id(addressed: Vec<Addressed>) -> HashMap<Uuid, Addressed> {
    addressed.into_iter().map(|to| (to.invitation.uuid(), to)).collect()
}

/// Whatever was written, on one line and without control characters.
pub(super) fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() && c != '\u{a0}' || c.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
