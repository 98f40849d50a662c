//! The word that a wave was called off.

use std::collections::HashMap;

use uuid::Uuid;

use super::{CANCELLATION, INVITATION, Written, by_id, cannot_write, message, notice, one_line};
use crate::db::{BatchId, Conn, Moment, Result, WaveId};
use crate::email::Address;
use crate::i18n::Lang;
use crate::invitations::store::{self, Delivery};
use crate::mail::outbox::{self, NewMail};
use crate::mail::{Compose, Composed};
use crate::settings::{self, Settings};
use crate::waves::{self, Survey};

fn cancellation(lang: Lang, settings: &Settings) -> askama::Result<Written> {
    let company = one_line(&settings.company);
    let what = if company.is_empty() {
        lang.say("mail-cancelled").to_string()
    } else {
        lang.say("mail-cancelled-company").with("company", company).to_string()
    };
    let paragraphs = [what, lang.say("mail-cancelled-answers").to_string()];
    notice(lang, settings, lang.say("mail-cancelled-subject").to_string(), &paragraphs)
}

/// Tells the invited that their wave was called off.
#[derive(Debug, Clone, Copy)]
pub struct CancellationMail;

impl Compose for CancellationMail {
    fn kind(&self) -> &'static str {
        CANCELLATION
    }

    fn compose(&self, conn: &mut Conn, _: Moment, references: &[Uuid]) -> Result<Vec<Composed>> {
        let settings = settings::load(conn)?;
        let addressed = by_id(store::addressed(conn, references)?);
        let mut languages: HashMap<WaveId, Survey> = HashMap::new();
        for to in addressed.values() {
            if let Some(wave) = waves::store::find(conn, to.wave)?.filter(|wave| !languages.contains_key(&wave.id)) {
                languages.insert(wave.id, waves::store::survey(conn, wave.survey)?);
            }
        }
        let one = |reference: &Uuid| {
            let Some(to) = addressed.get(reference) else { return Ok(Composed::Skip) };
            let Ok(address) = Address::parse(&to.email) else { return Ok(Composed::Skip) };
            let lang = languages.get(&to.wave).map_or(to.language, |survey| survey.language(to.language));
            let written = cancellation(lang, &settings).map_err(|error| cannot_write(error.into()))?;
            message(CANCELLATION, to, &address, &settings, lang, written).map(|mail| Composed::Send(Box::new(mail)))
        };
        references.iter().map(one).collect()
    }
}

/// Queues the word to everyone invited that a wave was called off, whoever had answered or not, and takes
/// invitations that were not sent yet out of the queue.
///
/// # Errors
/// When the database refuses.
pub fn queue_cancellations(conn: &mut Conn, now: Moment, wave: WaveId) -> Result<usize> {
    let batch = BatchId::from_uuid(wave.uuid());
    outbox::withdraw(conn, batch, INVITATION)?;
    let invited = store::of_wave(conn, wave)?;
    outbox::let_go(conn, batch)?;
    let told = invited.iter().filter(|of| !matches!(of.delivery, Delivery::Queued | Delivery::Withdrawn));
    let mails: Vec<NewMail> = told
        .map(|invitation| NewMail {
            kind: CANCELLATION,
            reference: invitation.id.uuid(),
            at_most_once: false,
            due_at: now,
            batch: Some(batch),
        })
        .collect();
    outbox::enqueue(conn, &mails)?;
    Ok(mails.len())
}
