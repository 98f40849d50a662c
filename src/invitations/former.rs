//! Telling an address that the mail of someone invited goes elsewhere from now on. A link is a ballot paper, so whoever
//! has it sent to another address must be seen by whom it belongs to. The link stays the same, and so does the one that
//! came to the old address.

use std::collections::HashMap;

use uuid::Uuid;

use super::mail::{INVITATION, Written, message, notice, one_line};
use super::store::{self, Former};
use crate::audit::{self, Actor};
use crate::db::{BatchId, Conn, Id, Moment, PersonId, Result, named};
use crate::email::Address;
use crate::i18n::Lang;
use crate::keys::random_id;
use crate::mail::outbox::{self, NewMail};
use crate::mail::{Compose, Composed, Ended, FailureKind};
use crate::settings::{self, Settings};
use crate::waves;

/// The kind of its row in the mail queue.
pub const FORMER_ADDRESS: &str = "former-address";

/// Where mails went before a change: the invitations of one person, or of everyone, in waves that take answers.
/// To be asked before the change and handed to [`tell`] after it, in the same transaction.
///
/// # Errors
/// When the database cannot be asked.
pub fn addresses(conn: &mut Conn, now: Moment, of: Option<PersonId>) -> Result<Vec<Former>> {
    let open = waves::store::all(conn)?.into_iter().filter(|wave| wave.takes_answers(now)).map(|wave| wave.id);
    store::addresses(conn, &open.collect::<Vec<_>>(), of)
}

/// Tells each address to which no mail goes any more after a change, and says how many these are. An address that a
/// server refused is not there to be told.
///
/// # Errors
/// When the database refuses.
pub fn tell(conn: &mut Conn, now: Moment, before: Vec<Former>, actor: Actor) -> Result<usize> {
    let mut told = Vec::new();
    for former in changed(conn, before)? {
        audit::record(
            conn,
            now,
            actor,
            "invitation.redirected",
            &former.wave.to_string(),
            &format!("person:{}", former.person),
        )?;
        if !was_refused(conn, &former)? {
            told.push((random_id::<named::Mail>(), former));
        }
    }
    store::insert_former(conn, &told)?;
    // In no batch: pausing a wave's mail must not keep this one back.
    let mail = |id: &Id<named::Mail>| NewMail {
        kind: FORMER_ADDRESS,
        reference: id.uuid(),
        at_most_once: false,
        due_at: now,
        batch: None,
    };
    outbox::enqueue(conn, &told.iter().map(|(id, _)| mail(id)).collect::<Vec<_>>())?;
    Ok(told.len())
}

/// Those of some addresses that are not the ones of today.
fn changed(conn: &mut Conn, before: Vec<Former>) -> Result<Vec<Former>> {
    let invitations: Vec<Uuid> = before.iter().map(|former| former.invitation.uuid()).collect();
    let today: HashMap<_, _> =
        store::addressed(conn, &invitations)?.into_iter().map(|to| (to.invitation, to.email)).collect();
    let key = |address: &str| Address::parse(address).map(|address| address.key().to_owned()).ok();
    // Nearly all are the same to the letter.
    let is_other = |now: &String, before: &String| now != before && key(now) != key(before);
    let is_changed = |former: &Former| today.get(&former.invitation).is_some_and(|now| is_other(now, &former.address));
    Ok(before.into_iter().filter(is_changed).collect())
}

/// Whether a server has said of the old address, before it took the invitation, that it does not exist.
fn was_refused(conn: &mut Conn, former: &Former) -> Result<bool> {
    let is_bad = former.reason == Some(store::Reason::Failed(FailureKind::Address));
    let batch = BatchId::from_uuid(former.wave.uuid());
    Ok(is_bad && !outbox::was_taken(conn, batch, INVITATION, former.invitation.uuid())?)
}

fn letter(lang: Lang, settings: &Settings) -> askama::Result<Written> {
    let company = one_line(&settings.company);
    let what = if company.is_empty() {
        lang.say("mail-former").to_string()
    } else {
        lang.say("mail-former-company").with("company", company).to_string()
    };
    let paragraphs = [what, lang.say("mail-former-do").to_string(), lang.say("mail-former-link").to_string()];
    notice(lang, settings, lang.say("mail-former-subject").to_string(), &paragraphs)
}

/// Writes to former addresses; what is kept of them goes when they have been told.
#[derive(Debug, Clone, Copy)]
pub struct FormerAddressMail;

impl Compose for FormerAddressMail {
    fn kind(&self) -> &'static str {
        FORMER_ADDRESS
    }

    fn compose(&self, conn: &mut Conn, now: Moment, references: &[Uuid]) -> Result<Vec<Composed>> {
        let settings = settings::load(conn)?;
        let mut written = Vec::with_capacity(references.len());
        for reference in references {
            written.push(one(conn, now, *reference, &settings)?);
        }
        Ok(written)
    }

    fn ended(&self, conn: &mut Conn, ended: &[(Uuid, Ended)]) -> Result<()> {
        let ids: Vec<Uuid> = ended.iter().map(|(reference, _)| *reference).collect();
        store::forget_former(conn, &ids)
    }
}

fn one(conn: &mut Conn, now: Moment, reference: Uuid, settings: &Settings) -> Result<Composed> {
    let Some((invitation, address)) = store::former(conn, reference)? else { return Ok(Composed::TooLate) };
    let Some(mut to) = store::addressed(conn, &[invitation.uuid()])?.pop() else { return Ok(Composed::TooLate) };
    let wave = waves::store::find(conn, to.wave)?.filter(|wave| wave.takes_answers(now));
    let (Some(wave), Ok(address)) = (wave, Address::parse(&address)) else { return Ok(Composed::TooLate) };
    let lang = waves::store::survey(conn, wave.survey)?.language(to.language);
    address.as_written().clone_into(&mut to.email);
    let written = letter(lang, settings).map_err(|error| crate::db::Error::SerializationError(error.into()))?;
    message(FORMER_ADDRESS, &to, &address, settings, lang, written).map(|mail| Composed::Send(Box::new(mail)))
}
