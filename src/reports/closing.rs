//! The closing message: to everyone who got an invitation, whoever has answered, once the wave is counted.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use uuid::Uuid;

use super::store;
use crate::db::{Conn, Moment, Result, WaveId};
use crate::email::Address;
use crate::i18n::Lang;
use crate::invitations::mail::{Letter, LetterKind, Outcome, Prepared, Reader, Shelf, message};
use crate::invitations::store::{Addressed, Delivery, addressed, of_wave};
use crate::mail::outbox::{self, NewMail};
use crate::mail::{Compose, Composed};
use crate::settings::{self, Settings};
use crate::waves::{self, Wave};

/// The kind of a closing message's row in the mail queue.
pub const CLOSING: &str = "closing";

/// Queues the closing message of a wave that has just been counted: for everyone whose invitation was sent, and for
/// nobody else, since to others it would be the first word of the survey. It is sent at most once, like a reminder,
/// and nothing about its delivery is kept. How many were queued.
///
/// # Errors
/// When the database refuses.
pub fn queue(conn: &mut Conn, now: Moment, wave: &Wave) -> Result<usize> {
    // Who paused the survey's mail meant the survey's; what of it still waits can only come too late.
    outbox::let_go(conn, wave.id.cast())?;
    let invited = of_wave(conn, wave.id)?;
    let told = invited.iter().filter(|invitation| invitation.delivery == Delivery::Delivered);
    let mails: Vec<NewMail> = told
        .map(|invitation| NewMail {
            kind: CLOSING,
            reference: invitation.id.uuid(),
            at_most_once: true,
            due_at: now,
            batch: Some(wave.id.cast()),
        })
        .collect();
    outbox::enqueue(conn, &mails)?;
    Ok(mails.len())
}

/// Writes closing messages. Clones share what is prepared.
#[derive(Debug, Clone, Default)]
pub struct ClosingMail(Shelf);

type PreparedOf = HashMap<(WaveId, Lang), Option<Arc<Prepared>>>;

impl ClosingMail {
    /// The message of a wave in a language; none where the wave has no report.
    fn prepare(&self, conn: &mut Conn, wave: WaveId, lang: Lang, settings: &Settings) -> Result<Option<Arc<Prepared>>> {
        let (Some(wave), Some(report)) = (waves::store::find(conn, wave)?, store::find(conn, wave)?) else {
            return Ok(None);
        };
        let survey = waves::store::survey(conn, wave.survey)?;
        let outcome = if report.headline.counts.is_some() { Outcome::Counted } else { Outcome::TooFew };
        let letter = Letter::new(LetterKind::Closing(outcome), &wave, &survey, settings, lang);
        self.0.prepared(letter).map(Some)
    }
}

fn to_one(prepared: &PreparedOf, to: &Addressed, settings: &Settings) -> Result<Composed> {
    let Some(Some(letter)) = prepared.get(&(to.wave, to.language)) else { return Ok(Composed::Skip) };
    let Ok(address) = Address::parse(&to.email) else { return Ok(Composed::Skip) };
    let written = letter.to(Reader { name: &to.name, first_name: &to.first_name, link: "" });
    message(CLOSING, to, &address, settings, letter.lang, written).map(|mail| Composed::Send(Box::new(mail)))
}

impl Compose for ClosingMail {
    fn kind(&self) -> &'static str {
        CLOSING
    }

    fn compose(&self, conn: &mut Conn, _: Moment, references: &[Uuid]) -> Result<Vec<Composed>> {
        let settings = settings::load(conn)?;
        let found: HashMap<Uuid, Addressed> =
            addressed(conn, references)?.into_iter().map(|to| (to.invitation.uuid(), to)).collect();
        let mut prepared = PreparedOf::new();
        for to in found.values() {
            if let Entry::Vacant(place) = prepared.entry((to.wave, to.language)) {
                place.insert(self.prepare(conn, to.wave, to.language, &settings)?);
            }
        }
        let one = |reference| found.get(reference).map_or(Ok(Composed::Skip), |to| to_one(&prepared, to, &settings));
        references.iter().map(one).collect()
    }
}
