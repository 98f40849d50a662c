//! The mails in the form: their texts with what may be wrong, the mail as it is being written, and a test to oneself.

use std::collections::BTreeMap;
use std::future::{Ready, ready};

use actix_web::{HttpResponse, web};
use anyhow::Context;

use super::fields::Fields;
use super::{path, preview};
use crate::app::App;
use crate::audit;
use crate::db::{self, Conn, WaveId};
use crate::i18n::{Lang, Message, say};
use crate::invitations::mail::{Letter, LetterKind, Outcome, Reader, Written};
use crate::keys::ordered_id;
use crate::mail::Mailbox;
use crate::people;
use crate::settings::{self, Settings};
use crate::waves::text::{Field, Problem, problems};
use crate::waves::{Survey, SurveyTexts, TextKind, Wave, plan, store};
use crate::web::{Admin, Error, Result, see};

/// The mails that have texts: their word in addresses, and their heading.
pub const MAILS: [(&str, LetterKind, &str); 3] = [
    ("invitation", LetterKind::Invitation, "wave-preview-invitation"),
    ("reminder", LetterKind::Reminder, "wave-preview-reminder"),
    ("closing", LetterKind::Closing(Outcome::Counted), "wave-preview-closing"),
];

/// The fields that are offered, and what each says.
pub const FIELDS: [(Field, &str); 5] = [
    (Field::FirstName, "letter-field-first-name"),
    (Field::Name, "letter-field-name"),
    (Field::Company, "letter-field-company"),
    (Field::ClosingDate, "letter-field-closing-date"),
    (Field::Link, "letter-field-link"),
];

/// The mail of a word.
pub fn kind_of(word: &str) -> Result<LetterKind> {
    MAILS.into_iter().find(|(known, ..)| *known == word).map(|(_, kind, _)| kind).ok_or(Error::NotFound)
}

/// The texts that belong together in the form, in a language: those of the questions, or of a mail.
pub struct Group<'a> {
    /// The word of the mail; none for the questions.
    pub mail: Option<&'static str>,
    pub heading: &'static str,
    pub fields: Vec<TextField<'a>>,
}

/// A text in the form.
pub struct TextField<'a> {
    pub name: &'static str,
    pub label: &'static str,
    /// Empty: none.
    pub hint: &'static str,
    pub rows: usize,
    pub value: &'a str,
    /// Whether it is the ready text, or there is none.
    pub is_ready: bool,
    /// Whether it can be filled in from the action lists.
    pub can_be_filled: bool,
    /// What may be wrong with it.
    pub warnings: Vec<Message>,
}

/// The groups of a language's texts, in the order of the form.
pub fn groups(lang: Lang, texts: &SurveyTexts) -> Vec<Group<'_>> {
    use TextKind::{
        ClosingSubject, ClosingText, Done, InvitationSubject, InvitationText, Question, Reason, ReminderSubject,
        ReminderText,
    };
    let ready = SurveyTexts::standard(lang);
    let field = |kind: TextKind| {
        let (label, hint, rows) = labels(kind);
        let value = texts.get(kind);
        let is_ready = ready.get(kind).is_empty() || value.replace("\r\n", "\n") == ready.get(kind);
        TextField {
            name: kind.field(lang),
            label,
            hint,
            rows,
            value,
            is_ready,
            can_be_filled: false,
            warnings: warnings(kind, value),
        }
    };
    let group =
        |mail, heading, kinds: &[TextKind]| Group { mail, heading, fields: kinds.iter().copied().map(field).collect() };
    let [invitation, reminder, closing] = MAILS.map(|(word, _, heading)| (Some(word), heading));
    vec![
        group(None, "letter-questions", &[Question, Reason]),
        group(invitation.0, invitation.1, &[InvitationSubject, InvitationText, Done]),
        group(reminder.0, reminder.1, &[ReminderSubject, ReminderText]),
        group(closing.0, closing.1, &[ClosingSubject, ClosingText]),
    ]
}

/// The label and hint of a text, and its rows on the page.
fn labels(kind: TextKind) -> (&'static str, &'static str, usize) {
    match kind {
        TextKind::Question => ("wave-question", "", 2),
        TextKind::Reason => ("wave-reason", "", 2),
        TextKind::InvitationSubject => ("wave-invitation-subject", "", 2),
        TextKind::InvitationText => ("wave-invitation-text", "", 12),
        TextKind::Done => ("letter-done", "letter-done-hint", 4),
        TextKind::ReminderSubject => ("wave-reminder-subject", "", 2),
        TextKind::ReminderText => ("wave-reminder-text", "", 8),
        TextKind::ClosingSubject => ("letter-closing-subject", "", 2),
        TextKind::ClosingText => ("letter-closing-text", "letter-closing-hint", 8),
    }
}

fn warnings(kind: TextKind, text: &str) -> Vec<Message> {
    let found = kind.place().map(|place| problems(text, place)).unwrap_or_default();
    found.iter().map(Problem::message).collect()
}

/// `POST /waves/letters/check`: what may be wrong with the texts as they are being typed, by field.
pub fn check(admin: Admin, form: web::Form<Vec<(String, String)>>) -> Ready<HttpResponse> {
    let lang = admin.account.language;
    let said = |(name, text): &(String, String)| {
        let (_, kind) = TextKind::of_field(name)?;
        let words = warnings(kind, text).iter().map(|warning| lang.text(warning)).collect::<Vec<_>>();
        Some((name.clone(), words))
    };
    ready(HttpResponse::Ok().json(form.iter().filter_map(said).collect::<BTreeMap<_, _>>()))
}

/// `POST /waves/letters/{mail}/{lang}`: a mail as it is being written, for a frame or a window of its own.
///
/// # Errors
/// When there is no such mail.
pub async fn show(
    app: web::Data<App>,
    admin: Admin,
    ids: web::Path<(String, String)>,
    form: web::Form<Vec<(String, String)>>,
) -> Result {
    let (mail, lang) = ids.into_inner();
    let (kind, lang) = (kind_of(&mail)?, Lang::from_code(&lang).ok_or(Error::NotFound)?);
    let draft = Fields::read(form.into_inner()).sample(app.clock.now());
    let wave = plan::planned(ordered_id(), ordered_id(), &draft);
    let read = |conn: &mut Conn| Ok::<_, db::Error>((settings::load(conn)?, people::store::has_first_names(conn)?));
    let (settings, has_first_names) = app.db.read(read).await?;
    let letter = Letter::new(kind, &wave, &draft.survey, &settings, lang).with_notice(&app.config.public_url());
    let link = format!("{}/a/…", app.config.public_url());
    Ok(preview::framed(preview::TYPED_MAIL_CSP, to(&letter, &admin, &link, has_first_names)?.html))
}

/// A letter with an admin in the place of its reader, and greeted as most are: by the first name, if the roster has any.
pub fn to(letter: &Letter, admin: &Admin, link: &str, has_first_names: bool) -> Result<Written> {
    let prepared = letter.prepare().context("a mail cannot be written")?;
    let name = admin.account.name.as_str();
    let first_name = name.split_whitespace().next().filter(|_| has_first_names).unwrap_or_default();
    Ok(prepared.to(Reader { name, first_name, link }))
}

/// What a test is made of.
struct Found {
    wave: Wave,
    survey: Survey,
    settings: Settings,
    has_first_names: bool,
}

/// Sends a mail of a wave to the admin who asks, at once, past the queue, and says what came of it.
///
/// # Errors
/// When there is no such wave, or the mail cannot be written.
pub async fn send_test(app: &App, admin: &Admin, id: WaveId, kind: LetterKind, lang: Lang) -> Result<Message> {
    let read = move |conn: &mut Conn| {
        let wave = store::find(conn, id)?.ok_or(Error::NotFound)?;
        let survey = store::survey(conn, wave.survey)?;
        let has_first_names = people::store::has_first_names(conn)?;
        Ok::<_, Error>(Found { wave, survey, settings: settings::load(conn)?, has_first_names })
    };
    let Found { wave, survey, settings, has_first_names } = app.db.read(read).await?;
    if settings.sender_address.is_empty() {
        return Ok(say("letter-test-no-sender"));
    }
    let letter = Letter::new(kind, &wave, &survey, &settings, lang).with_notice(&app.config.public_url()).as_test();
    // Behind the link is the answer page as a preview, for whoever is signed in: nothing can be sent from it.
    let link = format!("{}{}/preview/answer/{}", app.config.public_url(), path(id), letter.lang);
    let Written { subject, text, html } = to(&letter, admin, &link, has_first_names)?;
    let reader = Mailbox { name: admin.account.name.clone(), address: admin.account.email.clone() };
    let mail = settings::test_message(&settings, reader, letter.lang, [subject, text, html]);
    let sent = app.transport.send_now(&mail, &app.clock).await;
    let (actor, now, outcome) = (admin.actor(), app.clock.now(), if sent.is_ok() { "sent" } else { "failed" });
    app.db.write(move |conn| audit::record(conn, now, actor, "wave.mail-tested", &id.to_string(), outcome)).await?;
    Ok(match sent {
        Ok(()) => say("letter-test-sent").with("address", &admin.account.email),
        Err(error) => say("letter-test-failed").with("why", error.to_string()),
    })
}

/// `POST /waves/{wave}/preview/{mail}/{lang}/test`: from the page of previews.
///
/// # Errors
/// When there is no such wave or mail.
pub async fn test(app: web::Data<App>, admin: Admin, ids: web::Path<(WaveId, String, String)>) -> Result {
    let (id, mail, lang) = ids.into_inner();
    let (kind, lang) = (kind_of(&mail)?, Lang::from_code(&lang).ok_or(Error::NotFound)?);
    let said = send_test(&app, &admin, id, kind, lang).await?;
    admin.flash(&said);
    Ok(see(&format!("{}/preview#{mail}", path(id))))
}
