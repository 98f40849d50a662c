//! Invitations that come back: the return address that each one has, and what a report to it means.
//!
//! Only an invitation's return address names anybody. Reminders, called-off waves and closing messages have the plain
//! one: who was sent them, or why they did not arrive, is nothing that is ever noted.

use std::sync::Arc;

use data_encoding::BASE32_NOPAD;
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::mail::INVITATION;
use super::store::{self, Delivery};
use crate::app::App;
use crate::clock::Clock;
use crate::db::{Conn, InvitationId, Moment, PersonId, Result};
use crate::email::Address;
use crate::keys::{MacKey, Secret};
use crate::mail::bounce::{self, ReadError, Report, Settled, Source, Verdict};
use crate::mail::{Compose, Composed, Ended, Failure, FailureKind, Mailbox, ReturnAddress, outbox};
use crate::people::{self, Why};
use crate::waves;

/// What the key of return addresses is derived for.
const PURPOSE: &str = "return-address";
/// Bytes of an invitation's id.
const ID: usize = 16;
/// Bytes of the MAC in a token: 96 bits, tried one mail at a time.
const MAC: usize = 12;

/// The return addresses of an installation. Cheap to clone.
#[derive(Clone)]
pub struct Returns {
    address: ReturnAddress,
    key: Arc<MacKey>,
}

impl Returns {
    /// Tokens are made with the installation's secret, not with a wave's key: mail comes back after the close, too.
    #[must_use]
    pub fn new(address: ReturnAddress, secret: &Secret) -> Self {
        Self { address, key: Arc::new(secret.mac_key(PURPOSE)) }
    }

    /// Those of this installation, if it has a return address.
    #[must_use]
    pub fn of(app: &App) -> Option<Self> {
        // What cannot be used was refused at the start.
        let address = app.config.return_address().ok().flatten()?;
        Some(Self::new(address, &app.secret))
    }

    /// The return address of the invitation that is sent to an address.
    #[must_use]
    pub fn of_invitation(&self, invitation: InvitationId, to: &Address) -> String {
        let mut token = [0; ID + MAC];
        token[..ID].copy_from_slice(invitation.uuid().as_bytes());
        token[ID..].copy_from_slice(&self.mac(invitation, to.key()));
        self.address.with_token(&BASE32_NOPAD.encode(&token).to_lowercase())
    }

    /// The address with nobody in it.
    #[must_use]
    pub fn plain(&self) -> String {
        self.address.plain()
    }

    /// Of the address, too: what is reported of an address that was corrected since says nothing of the new one.
    fn mac(&self, invitation: InvitationId, email_key: &str) -> [u8; MAC] {
        let message = [invitation.uuid().as_bytes(), email_key.as_bytes()].concat();
        let mut cut = [0; MAC];
        cut.copy_from_slice(&self.key.mac(&message)[..MAC]);
        cut
    }

    /// The first token among addresses, not yet verified: which invitation it names, and its MAC.
    fn token_among<'a>(&self, mut addresses: impl Iterator<Item = &'a str>) -> Option<(InvitationId, [u8; MAC])> {
        addresses.find_map(|address| {
            let token = self.address.token_in(address)?.to_ascii_uppercase();
            let bytes: [u8; ID + MAC] = BASE32_NOPAD.decode(token.as_bytes()).ok()?.try_into().ok()?;
            let (mut id, mut mac) = ([0; ID], [0; MAC]);
            id.copy_from_slice(&bytes[..ID]);
            mac.copy_from_slice(&bytes[ID..]);
            Some((InvitationId::from_uuid(Uuid::from_bytes(id)), mac))
        })
    }
}

/// What became of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noted {
    /// It was sent to no return address of an invitation: it is none of ours, and nothing was noted.
    NotOurs,
    /// It is about an invitation, and says nothing that is noted, or nothing new.
    Nothing,
    /// An invitation has come back, or someone's address has got a mark.
    Noted,
    /// It is about an invitation that is being sent at this moment: to be read again in a while.
    NotYet,
}

/// Notes a report, by the addresses that it was sent to: those of its header, or only the one that the mail server
/// has said. Reading it twice changes nothing.
///
/// # Errors
/// When the database cannot be asked or refuses.
pub fn note(conn: &mut Conn, now: Moment, returns: &Returns, report: &Report, said: Option<&str>) -> Result<Noted> {
    let found = match said {
        Some(recipient) => returns.token_among(std::iter::once(recipient)),
        None => returns.token_among(report.recipients.iter().map(String::as_str)),
    };
    let Some((id, mac)) = found else { return Ok(Noted::NotOurs) };
    let Some(sent) = store::sent_to(conn, id)? else { return Ok(Noted::NotOurs) };
    if !bool::from(returns.mac(id, &sent.email_key).ct_eq(&mac)) {
        return Ok(Noted::NotOurs);
    }
    match &report.verdict {
        Verdict::Hard(failure) => come_back(conn, now, id, failure, Some(&sent)),
        Verdict::Soft { failure, is_final: true } => come_back(conn, now, id, failure, None),
        Verdict::Complaint => mark(conn, now, &sent, Why::Complaint),
        Verdict::Soft { is_final: false, .. } | Verdict::Vacation | Verdict::Unknown => Ok(Noted::Nothing),
    }
}

/// Whom an invitation was sent to, as they are reached now.
#[derive(Debug, Clone)]
pub struct SentTo {
    /// Who.
    pub person: PersonId,
    /// Their address as compared.
    pub email_key: String,
}

/// An invitation did not arrive. After the close only the address gets its mark: what was published stays true.
fn come_back(
    conn: &mut Conn,
    now: Moment,
    id: InvitationId,
    failure: &Failure,
    marked: Option<&SentTo>,
) -> Result<Noted> {
    let Some(invitation) = store::find(conn, id)? else { return Ok(Noted::NotOurs) };
    conn.lock_wave_shared(invitation.wave)?;
    let is_open = waves::store::find(conn, invitation.wave)?.is_some_and(|wave| wave.takes_answers(now));
    if is_open && invitation.delivery == Delivery::Queued {
        return Ok(Noted::NotYet);
    }
    let mut noted = Noted::Nothing;
    if is_open && store::fail_delivered(conn, id, failure)? {
        outbox::came_back(conn, invitation.wave.cast(), INVITATION, id.uuid(), failure)?;
        noted = Noted::Noted;
    }
    match marked {
        Some(sent) if mark(conn, now, sent, Why::Failed(failure.kind))? == Noted::Noted => Ok(Noted::Noted),
        _ => Ok(noted),
    }
}

fn mark(conn: &mut Conn, now: Moment, sent: &SentTo, why: Why) -> Result<Noted> {
    let is_new = people::store::mark_bounced(conn, sent.person, &sent.email_key, why, now)?;
    Ok(if is_new { Noted::Noted } else { Noted::Nothing })
}

/// Gives mails their return address as they are written, and marks the addresses that the mail server refuses at once.
pub struct Returning {
    inner: Arc<dyn Compose>,
    returns: Option<Returns>,
    clock: Clock,
    replies: Replies,
}

/// Who gets what people write back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replies {
    /// Whom the message names.
    AsWritten,
    /// Nobody, where there is a return address: whoever is reminded has not answered, and that is for no person to see.
    ToNobody,
}

impl Returning {
    /// The mails of `inner`; without return addresses they come back to their sender.
    #[must_use]
    pub fn over(app: &App, inner: impl Compose + 'static, replies: Replies) -> Arc<dyn Compose> {
        let (inner, returns, clock) = (Arc::new(inner), Returns::of(app), app.clock.clone());
        Arc::new(Self { inner, returns, clock, replies })
    }

    fn is_of_invitations(&self) -> bool {
        self.inner.kind() == INVITATION
    }
}

impl Compose for Returning {
    fn kind(&self) -> &'static str {
        self.inner.kind()
    }

    fn compose(&self, conn: &mut Conn, now: Moment, references: &[Uuid]) -> Result<Vec<Composed>> {
        let mut composed = self.inner.compose(conn, now, references)?;
        let Some(returns) = &self.returns else { return Ok(composed) };
        for (reference, mail) in references.iter().zip(&mut composed) {
            let Composed::Send(message) = mail else { continue };
            let invited = Address::parse(&message.to.address).ok().filter(|_| self.is_of_invitations());
            message.return_path = Some(match invited {
                Some(to) => returns.of_invitation(InvitationId::from_uuid(*reference), &to),
                None => returns.plain(),
            });
            if self.replies == Replies::ToNobody {
                message.reply_to = Some(Mailbox { name: String::new(), address: returns.plain() });
            }
        }
        Ok(composed)
    }

    fn ended(&self, conn: &mut Conn, ended: &[(Uuid, Ended)]) -> Result<()> {
        self.inner.ended(conn, ended)?;
        if !self.is_of_invitations() {
            return Ok(());
        }
        for (reference, ended) in ended {
            let Ended::Failed(failure) = ended else { continue };
            // Refused by whoever has the mailbox; of the way there, the address tells nothing.
            if !matches!(failure.kind, FailureKind::Address | FailureKind::MailboxFull | FailureKind::Policy) {
                continue;
            }
            if let Some(sent) = store::sent_to(conn, InvitationId::from_uuid(*reference))? {
                mark(conn, self.clock.now(), &sent, Why::Failed(failure.kind))?;
            }
        }
        Ok(())
    }
}

/// Why a mailbox was not read to its end; what was read is noted.
#[derive(Debug, thiserror::Error)]
pub enum ReadMailError {
    /// The mailbox.
    #[error(transparent)]
    Mailbox(#[from] ReadError),
    /// The database.
    #[error(transparent)]
    Database(#[from] crate::db::Error),
}

/// Reads what is new in a mailbox. A message gets its mark there only once what it says is safe in the database.
///
/// # Errors
/// When the mailbox or the database fails.
pub async fn read_mail(app: &App, source: &Source, returns: &Returns) -> std::result::Result<u64, ReadMailError> {
    let mut mailbox = source.open().await?;
    let mut count = 0;
    while let Some(raw) = mailbox.next().await? {
        let (returns, now) = (returns.clone(), app.clock.now());
        let report = bounce::read(&raw);
        let noted = app.db.write(move |conn| note(conn, now, &returns, &report, None)).await?;
        count += u64::from(noted == Noted::Noted);
        let settled = match noted {
            Noted::NotOurs => Settled::NotOurs,
            Noted::Nothing | Noted::Noted => Settled::Ours,
            Noted::NotYet => Settled::Later,
        };
        mailbox.settle(settled).await?;
    }
    mailbox.close().await?;
    Ok(count)
}
