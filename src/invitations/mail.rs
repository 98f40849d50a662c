//! The mails about an invitation: the invitation itself, what a reminder is made of, and the word that a
//! wave was called off.

use std::collections::HashMap;

use askama::Template;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::link::{self, Claim};
use super::store::{self, Addressed, Delivery};
use crate::db::{BatchId, Conn, InvitationId, Moment, Result, WaveId};
use crate::email::Address;
use crate::i18n::Lang;
use crate::keys::{KeyFolder, WaveKey};
use crate::mail::outbox::{self, NewMail};
use crate::mail::{Compose, Composed, Ended, Failure, FailureKind, Mailbox, Message};
use crate::settings::{self, Settings};
use crate::waves::{self, Survey, Wave, WaveState, words};

/// The kind of an invitation's row in the mail queue.
pub const INVITATION: &str = "invitation";
/// The kind of a called-off wave's row in the mail queue.
pub const CANCELLATION: &str = "cancellation";

/// Which mail about an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterKind {
    /// The first one.
    Invitation,
    /// A later one with the same link.
    Reminder,
}

/// What a mail with a link says.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The language.
    pub lang: Lang,
    /// Which mail.
    pub kind: LetterKind,
    /// The subject, one line.
    pub subject: String,
    /// What the admin wrote.
    pub text: String,
    /// The company's name; empty if it has none yet.
    pub company: String,
    /// The one link.
    pub link: String,
    /// Until when, in words.
    pub until: String,
    /// Respondents below which nothing of a group is shown.
    pub threshold: u32,
    /// Whom to ask; empty if nobody is named yet.
    pub contact: String,
    /// Whether the reminder goes to everyone, also to those who have answered.
    pub to_everyone: bool,
}

#[derive(Template)]
#[template(path = "mail/invitation/subject.txt")]
struct SubjectLine<'a> {
    letter: &'a Letter,
}

#[derive(Template)]
#[template(path = "mail/invitation/body.txt")]
struct PlainBody<'a> {
    letter: &'a Letter,
}

#[derive(Template)]
#[template(path = "mail/invitation/body.html")]
struct HtmlBody<'a> {
    lang: Lang,
    subject: &'a str,
    letter: &'a Letter,
}

/// Subject, plain text and HTML of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
}

impl Letter {
    /// What a wave's mail says; the link is the only thing that differs between two people.
    #[must_use]
    pub fn new(kind: LetterKind, wave: &Wave, survey: &Survey, settings: &Settings, wished: Lang) -> Self {
        let (lang, texts) = (survey.language(wished), survey.texts(wished));
        let (subject, text) = match kind {
            LetterKind::Invitation => (texts.invitation_subject, texts.invitation_text),
            LetterKind::Reminder => (texts.reminder_subject, texts.reminder_text),
        };
        Self {
            lang,
            kind,
            subject: one_line(&subject),
            text: text.replace("\r\n", "\n").trim().to_owned(),
            company: one_line(&settings.company),
            link: String::new(),
            until: words::with_zone(lang, wave.time_zone, wave.closes_at),
            threshold: wave.threshold,
            contact: one_line(&settings.contact),
            to_everyone: wave.remind_everyone,
        }
    }

    /// Writes it. The plain text is written for itself, not made from the HTML.
    ///
    /// # Errors
    /// When a template cannot be written.
    pub fn write(&self) -> askama::Result<Written> {
        let subject = SubjectLine { letter: self }.render()?.trim().to_owned();
        let html = HtmlBody { lang: self.lang, subject: &subject, letter: self }.render()?;
        Ok(Written { text: PlainBody { letter: self }.render()?, html, subject })
    }

    fn threshold(&self) -> u32 {
        self.threshold
    }

    fn is_reminder(&self) -> bool {
        self.kind == LetterKind::Reminder
    }
}

#[derive(Template)]
#[template(path = "mail/cancellation/subject.txt")]
struct CancellationSubject {
    lang: Lang,
}

#[derive(Template)]
#[template(path = "mail/cancellation/body.txt")]
struct CancellationText<'a> {
    lang: Lang,
    company: &'a str,
    contact: &'a str,
}

#[derive(Template)]
#[template(path = "mail/cancellation/body.html")]
struct CancellationHtml<'a> {
    lang: Lang,
    subject: &'a str,
    company: &'a str,
    contact: &'a str,
}

fn cancellation(lang: Lang, settings: &Settings) -> askama::Result<Written> {
    let subject = CancellationSubject { lang }.render()?.trim().to_owned();
    let (company, contact) = (one_line(&settings.company), one_line(&settings.contact));
    let html = CancellationHtml { lang, subject: &subject, company: &company, contact: &contact }.render()?;
    Ok(Written { text: CancellationText { lang, company: &company, contact: &contact }.render()?, html, subject })
}

/// Writes mails about invitations; asks the database once for a batch, and once for each wave in it.
#[derive(Debug, Clone)]
pub struct Letters {
    keys: KeyFolder,
    public_url: String,
}

/// What is the same for everyone in a wave.
struct Occasion {
    wave: Wave,
    survey: Survey,
    /// None: destroyed, so the wave has ended.
    key: Option<WaveKey>,
}

impl Letters {
    /// Letters whose links begin with the public address.
    #[must_use]
    pub fn new(keys: KeyFolder, public_url: String) -> Self {
        Self { keys, public_url }
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
        let one = |reference: &Uuid| {
            let Some(to) = addressed.get(reference) else { return Ok(Composed::TooLate) };
            let Some(occasion) = occasions.get(&to.wave) else { return Ok(Composed::TooLate) };
            self.to_one(now, kind, to, occasion, &settings)
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

    fn to_one(
        &self,
        now: Moment,
        kind: LetterKind,
        to: &Addressed,
        occasion: &Occasion,
        settings: &Settings,
    ) -> Result<Composed> {
        let Occasion { wave, survey, key: Some(key) } = occasion else { return Ok(Composed::TooLate) };
        if !wave.takes_answers(now) {
            return Ok(Composed::TooLate);
        }
        let address = match Address::parse(&to.email) {
            Ok(address) => address,
            Err(error) => return Ok(Composed::Refuse(Failure::new(FailureKind::Address, error.to_string()))),
        };
        let mut letter = Letter::new(kind, wave, survey, settings, to.language);
        let token = link::token(key, Claim { invitation: to.invitation, group: to.group });
        letter.link = format!("{}/a/{}/{token}?lang={}", self.public_url, wave.id, letter.lang);
        let written = letter.write().map_err(|error| cannot_write(error.into()))?;
        let part = match kind {
            LetterKind::Invitation => INVITATION,
            LetterKind::Reminder => "reminder",
        };
        message(part, to, &address, settings, letter.lang, written).map(|message| Composed::Send(Box::new(message)))
    }
}

fn message(
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
    let name = if settings.sender_name.is_empty() { &settings.company } else { &settings.sender_name };
    let reply_to = Address::parse(&settings.contact)
        .ok()
        .map(|contact| Mailbox { name: String::new(), address: contact.as_written().to_owned() });
    Ok(Message {
        kind: part,
        id: message_id(part, to.invitation),
        from: Mailbox { name: name.clone(), address: settings.sender_address.clone() },
        return_path: None,
        reply_to,
        to: Mailbox { name: to.name.clone(), address: address.as_written().to_owned() },
        subject: written.subject,
        text: written.text,
        html: written.html,
        language: lang.code(),
    })
}

/// The same for the same mail every time, and no way back to the invitation's id.
fn message_id(part: &str, invitation: InvitationId) -> String {
    let hash = Sha256::new().chain_update("candor/1/message-id/").chain_update(part).chain_update(invitation.uuid());
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
fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() && c != '\u{a0}' || c.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

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
            let failure = match ended {
                Ended::Done => {
                    delivered.push(id);
                    continue;
                }
                Ended::Failed(failure) => failure.clone(),
                // Shown by the page in the reader's language.
                Ended::TooLate => Failure::new(FailureKind::Other, ""),
            };
            store::set_delivery(conn, &[id], &Delivery::Failed(failure))?;
        }
        store::set_delivery(conn, &delivered, &Delivery::Delivered)
    }
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
    let told = invited.iter().filter(|invitation| !matches!(invitation.delivery, Delivery::Queued));
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
