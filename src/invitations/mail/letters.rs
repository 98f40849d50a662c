//! Writing a batch of letters: the database is asked once for the batch and once for each wave in it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use uuid::Uuid;

use super::{INVITATION, Letter, LetterKind, Prepared, REMINDER, Reader, by_id, cannot_write, message};
use crate::db::{Conn, Moment, Result, WaveId};
use crate::email::Address;
use crate::i18n::Lang;
use crate::invitations::link::{self, Claim};
use crate::invitations::store::{self, Addressed};
use crate::keys::{KeyFolder, WaveKey};
use crate::mail::{Composed, Failure, FailureKind};
use crate::settings::{self, Settings};
use crate::waves::{self, Survey, Wave, WaveState};

/// Letters that are kept rendered: those of a few waves at once, in each language.
const MOST_PREPARED: usize = 16;

/// Writes mails about invitations. Clones share what is prepared.
#[derive(Debug, Clone)]
pub struct Letters {
    keys: KeyFolder,
    public_url: String,
    prepared: Shelf,
}

/// Letters with their rendered form. A letter is its own key: whatever changes what it says makes another one.
#[derive(Debug, Clone, Default)]
pub struct Shelf(Arc<Mutex<Vec<Kept>>>);

type Kept = (Letter, Arc<Prepared>);

impl Shelf {
    /// A letter's rendered form, made now or before.
    ///
    /// # Errors
    /// When a template cannot be written.
    pub fn prepared(&self, letter: Letter) -> Result<Arc<Prepared>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, prepared)) = kept.iter().find(|(known, _)| *known == letter) {
            return Ok(Arc::clone(prepared));
        }
        let prepared = Arc::new(letter.prepare().map_err(|error| cannot_write(error.into()))?);
        if kept.len() == MOST_PREPARED {
            kept.remove(0);
        }
        kept.push((letter, Arc::clone(&prepared)));
        Ok(prepared)
    }
}

/// What is the same for everyone in a wave.
struct Occasion {
    wave: Wave,
    survey: Survey,
    /// None: destroyed, so the wave has ended.
    key: Option<WaveKey>,
}

/// A batch in hand.
struct Batch<'a> {
    now: Moment,
    kind: LetterKind,
    settings: &'a Settings,
    prepared: HashMap<(WaveId, Lang), Arc<Prepared>>,
}

impl Letters {
    /// Letters whose links begin with the public address.
    #[must_use]
    pub fn new(keys: KeyFolder, public_url: String) -> Self {
        Self { keys, public_url, prepared: Shelf::default() }
    }

    /// The mails to a batch of invitations, in their order: a message, too late once the wave is not open
    /// or its close has passed, or refused where the address cannot be used.
    ///
    /// # Errors
    /// When the database cannot be asked, no sender is set, or a wave's key is missing: the rows wait.
    pub fn write(&self, conn: &mut Conn, now: Moment, kind: LetterKind, of: &[Uuid]) -> Result<Vec<Composed>> {
        let settings = settings::load(conn)?;
        let addressed = by_id(store::addressed(conn, of)?);
        let occasions = self.occasions(conn, addressed.values())?;
        let mut batch = Batch { now, kind, settings: &settings, prepared: HashMap::new() };
        let one = |reference: &Uuid| {
            let Some(to) = addressed.get(reference) else { return Ok(Composed::TooLate) };
            let Some(occasion) = occasions.get(&to.wave) else { return Ok(Composed::TooLate) };
            self.to_one(&mut batch, to, occasion)
        };
        of.iter().map(one).collect()
    }

    fn occasions<'a>(
        &self,
        conn: &mut Conn,
        addressed: impl Iterator<Item = &'a Addressed>,
    ) -> Result<HashMap<WaveId, Occasion>> {
        let mut occasions = HashMap::new();
        for to in addressed {
            if occasions.contains_key(&to.wave) {
                continue;
            }
            let Some(wave) = waves::store::find(conn, to.wave)? else { continue };
            let survey = waves::store::survey(conn, wave.survey)?;
            let key = match &wave.key_check {
                Some(check) if wave.state == WaveState::Open => {
                    Some(self.keys.load(wave.id, check).map_err(|error| cannot_write(error.into()))?)
                }
                _ => None,
            };
            occasions.insert(to.wave, Occasion { wave, survey, key });
        }
        Ok(occasions)
    }

    fn to_one(&self, batch: &mut Batch, to: &Addressed, occasion: &Occasion) -> Result<Composed> {
        let Occasion { wave, survey, key: Some(key) } = occasion else { return Ok(Composed::TooLate) };
        if !wave.takes_answers(batch.now) {
            return Ok(Composed::TooLate);
        }
        let address = match Address::parse(&to.email) {
            Ok(address) => address,
            Err(error) => return Ok(Composed::Refuse(Failure::new(FailureKind::Address, error.to_string()))),
        };
        let letter = if let Some(letter) = batch.prepared.get(&(wave.id, to.language)) {
            Arc::clone(letter)
        } else {
            let letter = Letter::new(batch.kind, wave, survey, batch.settings, to.language);
            let letter = letter.with_notice(&self.public_url);
            let letter = self.prepared.prepared(letter)?;
            batch.prepared.insert((wave.id, to.language), Arc::clone(&letter));
            letter
        };
        let token = link::token(key, Claim { invitation: to.invitation, group: to.group });
        let link = format!("{}/a/{}/{token}?lang={}", self.public_url, wave.id, letter.lang);
        let written = letter.to(Reader { name: &to.name, first_name: &to.first_name, link: &link });
        let part = if batch.kind == LetterKind::Invitation { INVITATION } else { REMINDER };
        message(part, to, &address, batch.settings, letter.lang, written)
            .map(|message| Composed::Send(Box::new(message)))
    }
}
