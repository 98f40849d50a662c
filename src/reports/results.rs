//! Mails with results: at the close, to admins that the report is there; to everyone, once an admin says so.
//!
//! They are written from a [`PublishedReport`] and the action list, the same for everybody who reads the language:
//! nothing in them, and nothing of whether they are sent, depends on who answered.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use askama::Template;
use uuid::Uuid;

use super::{PublishedReport, Score, store};
use crate::audit::{self, Actor};
use crate::db::{self, AccountId, Conn, Moment, Result, WaveId};
use crate::email::Address;
use crate::i18n::{Lang, full_date};
use crate::invitations::mail::{Written, message};
use crate::invitations::store::{Addressed, Delivery, addressed, of_wave};
use crate::keys::ordered_id;
use crate::mail::outbox::{self, NewMail};
use crate::mail::{Compose, Composed, Ended, Mailbox, Message};
use crate::settings::{self, Settings};
use crate::waves::actions::Action;
use crate::waves::{self, local_time};

/// The kind of the mail with results to everyone.
pub const RESULTS: &str = "results";
/// The kind of the mail to an admin that a report is there.
pub const REPORT: &str = "report";
/// A report that is older than this is no news to admins, in days: the program was not running.
const NEWS_DAYS: i64 = 7;

/// Why everyone was not told.
#[derive(Debug, thiserror::Error)]
pub enum TellError {
    /// There is no report, or too few answered to tell anything.
    #[error("there are no results to tell")]
    NotFound,
    /// Everyone was told already.
    #[error("everyone was told already")]
    Told,
    /// The database.
    #[error(transparent)]
    Database(#[from] db::Error),
}

/// How many people would get the results: those whose invitation was delivered, whoever has answered.
///
/// # Errors
/// When the database cannot be asked.
pub fn recipients(conn: &mut Conn, wave: WaveId) -> Result<usize> {
    let invited = of_wave(conn, wave)?;
    Ok(invited.iter().filter(|invitation| invitation.delivery == Delivery::Delivered).count())
}

/// Queues the message with the results for everyone whose invitation was delivered: once. How many there are.
///
/// # Errors
/// Why nobody is told.
pub fn tell_everyone(
    conn: &mut Conn,
    now: Moment,
    wave: WaveId,
    actor: Actor,
) -> std::result::Result<usize, TellError> {
    let report = store::find(conn, wave)?.ok_or(TellError::NotFound)?;
    report.headline.counts.ok_or(TellError::NotFound)?;
    if !store::note_told(conn, wave, now)? {
        return Err(TellError::Told);
    }
    let told = of_wave(conn, wave)?.into_iter().filter(|invitation| invitation.delivery == Delivery::Delivered);
    let mails: Vec<NewMail> = told
        .map(|invitation| NewMail {
            kind: RESULTS,
            reference: invitation.id.uuid(),
            at_most_once: true,
            due_at: now,
            batch: Some(wave.cast()),
        })
        .collect();
    outbox::enqueue(conn, &mails)?;
    audit::record(conn, now, actor, "wave.results-told", &wave.to_string(), &format!("invitations={}", mails.len()))?;
    Ok(mails.len())
}

/// Whether there is a new report that admins have not been told of.
///
/// # Errors
/// When the database cannot be asked.
pub fn is_anything_untold(conn: &mut Conn, now: Moment) -> Result<bool> {
    Ok(!store::untold(conn, now - chrono::TimeDelta::days(NEWS_DAYS))?.is_empty())
}

/// Queues a mail to each admin for every report that is new, once for each. How many were queued.
///
/// # Errors
/// When the database refuses.
pub fn tell_admins(conn: &mut Conn, now: Moment, admins: &[AccountId]) -> Result<usize> {
    let mut mails = Vec::new();
    for wave in store::untold(conn, now - chrono::TimeDelta::days(NEWS_DAYS))? {
        if !store::note_admins_told(conn, wave)? {
            continue;
        }
        for admin in admins {
            let id = ordered_id();
            store::insert_report_mail(conn, id, wave, *admin)?;
            mails.push(NewMail { kind: REPORT, reference: id.uuid(), at_most_once: false, due_at: now, batch: None });
        }
    }
    outbox::enqueue(conn, &mails)?;
    Ok(mails.len())
}

/// What a mail tells, in a language.
struct Told {
    lang: Lang,
    company: String,
    title: String,
    score: String,
    /// The score of the wave before and its date.
    before: Option<(String, String)>,
    answered: u32,
    headcount: u32,
    rate: String,
    threshold: u32,
    has_score: bool,
    actions: Vec<String>,
    contact: String,
    /// Where the report is; empty for everyone.
    link: String,
}

impl Told {
    fn new(report: &PublishedReport, actions: &[Action], settings: &Settings, lang: Lang) -> Self {
        let headline = &report.headline;
        let counts = headline.counts.unwrap_or_default();
        let whole = |score: Score| lang.number(score.whole());
        let date =
            |wave: &super::Headline| full_date(lang, local_time::to_local(wave.time_zone, wave.closed_at).date());
        let before = report.before.as_ref();
        let before = before.and_then(|wave| Some((whole(wave.counts?.score()?), date(wave))));
        Self {
            lang,
            company: settings.company.clone(),
            title: headline.title.clone(),
            score: counts.score().map(whole).unwrap_or_default(),
            before,
            answered: counts.respondents(),
            headcount: headline.headcount,
            rate: lang.percent(counts.response_rate().unwrap_or_default()),
            threshold: report.threshold,
            has_score: headline.counts.is_some(),
            actions: actions.iter().map(|action| one_action(lang, action)).collect(),
            contact: settings.contact.clone(),
            link: String::new(),
        }
    }

    /// To everyone.
    fn to_everyone(&self) -> Result<Written> {
        let (lang, told, subject) = (self.lang, self, self.lang.say("mail-results-subject").to_string());
        let text = ResultsText { told }.render().map_err(cannot_write)?;
        let html = ResultsHtml { lang, subject: &subject, told }.render().map_err(cannot_write)?;
        Ok(Written { subject, text, html })
    }

    /// To an admin.
    fn to_admin(&self) -> Result<Written> {
        let (lang, told) = (self.lang, self);
        let subject = lang.say("mail-report-subject").with("wave", &self.title).to_string();
        let text = ReportText { told }.render().map_err(cannot_write)?;
        let html = ReportHtml { lang, subject: &subject, told }.render().map_err(cannot_write)?;
        Ok(Written { subject, text, html })
    }

    fn summary(&self) -> String {
        let say = self.lang.say("mail-results-answered").with("answered", self.answered);
        say.with("headcount", self.headcount).with("rate", &self.rate).to_string()
    }

    fn score(&self) -> String {
        let score = self.lang.say("mail-results-score").with("score", &self.score).to_string();
        match &self.before {
            Some((was, date)) => {
                let before = self.lang.say("mail-results-before").with("score", was).with("date", date);
                format!("{score} {before}")
            }
            None => score,
        }
    }
}

/// What is done, by whom, until when.
fn one_action(lang: Lang, action: &Action) -> String {
    let due = action.due.filter(|_| action.done_at.is_none()).map(|due| full_date(lang, due));
    let done = action.done_at.map(|_| lang.say("actions-done").to_string());
    let parts = [Some(action.what.clone()), Some(action.who.clone()), due, done].into_iter().flatten();
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn cannot_write(error: askama::Error) -> db::Error {
    db::Error::SerializationError(error.into())
}

#[derive(Template)]
#[template(path = "mail/results/body.txt")]
struct ResultsText<'a> {
    told: &'a Told,
}

#[derive(Template)]
#[template(path = "mail/results/body.html")]
struct ResultsHtml<'a> {
    lang: Lang,
    subject: &'a str,
    told: &'a Told,
}

#[derive(Template)]
#[template(path = "mail/report/body.txt")]
struct ReportText<'a> {
    told: &'a Told,
}

#[derive(Template)]
#[template(path = "mail/report/body.html")]
struct ReportHtml<'a> {
    lang: Lang,
    subject: &'a str,
    told: &'a Told,
}

/// The text of the message to everyone as it would be now, to be looked at; none where there are no results.
///
/// # Errors
/// When the database cannot be asked.
pub fn preview(conn: &mut Conn, wave: WaveId, lang: Lang) -> Result<Option<Written>> {
    let Some(report) = store::find(conn, wave)?.filter(|report| report.headline.counts.is_some()) else {
        return Ok(None);
    };
    let (actions, settings) = (waves::store::actions(conn, wave)?, settings::load(conn)?);
    Told::new(&report, &actions, &settings, lang).to_everyone().map(Some)
}

/// Writes the messages with the results.
#[derive(Debug, Clone, Copy)]
pub struct ResultsMail;

impl Compose for ResultsMail {
    fn kind(&self) -> &'static str {
        RESULTS
    }

    fn compose(&self, conn: &mut Conn, _: Moment, references: &[Uuid]) -> Result<Vec<Composed>> {
        let settings = settings::load(conn)?;
        let found: HashMap<Uuid, Addressed> =
            addressed(conn, references)?.into_iter().map(|to| (to.invitation.uuid(), to)).collect();
        let mut written: HashMap<(WaveId, Lang), Option<Written>> = HashMap::new();
        let mut one = |reference: &Uuid| {
            let Some(to) = found.get(reference) else { return Ok(Composed::Skip) };
            let written = match written.entry((to.wave, to.language)) {
                Entry::Occupied(kept) => kept.into_mut(),
                Entry::Vacant(place) => place.insert(preview(conn, to.wave, to.language)?),
            };
            let Some(written) = written.as_ref() else { return Ok(Composed::Skip) };
            let Ok(address) = Address::parse(&to.email) else { return Ok(Composed::Skip) };
            let mail = message(RESULTS, to, &address, &settings, to.language, written.clone())?;
            Ok(Composed::Send(Box::new(mail)))
        };
        references.iter().map(&mut one).collect()
    }
}

/// An admin as a mail needs them.
#[derive(Debug, Clone)]
pub struct Addressee {
    /// Their account.
    pub account: AccountId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// The language they read.
    pub language: Lang,
}

/// Who the admins are: only doors know.
pub type Admins = fn(&mut Conn) -> Result<Vec<Addressee>>;

/// Writes the mails to admins that a report is there.
#[derive(Debug, Clone)]
pub struct ReportMail {
    /// The address that links begin with.
    pub public_url: String,
    /// Who the admins are.
    pub admins: Admins,
}

impl ReportMail {
    fn to_one(&self, conn: &mut Conn, reference: Uuid, admins: &[Addressee], settings: &Settings) -> Result<Composed> {
        let Some((wave, account)) = store::report_mail(conn, reference)? else { return Ok(Composed::Skip) };
        let Some(admin) = admins.iter().find(|admin| admin.account == account) else { return Ok(Composed::Skip) };
        let Some(report) = store::find(conn, wave)? else { return Ok(Composed::Skip) };
        if settings.sender_address.is_empty() {
            let why = "no sender address is set: mail waits until Settings has one";
            return Err(db::Error::SerializationError(why.into()));
        }
        let link = format!("{}/reports/{wave}", self.public_url);
        let told = Told { link, ..Told::new(&report, &[], settings, admin.language) };
        let Written { subject, text, html } = told.to_admin()?;
        Ok(Composed::Send(Box::new(Message {
            kind: REPORT,
            id: reference.simple().to_string(),
            from: settings.sender(),
            return_path: None,
            reply_to: None,
            to: Mailbox { name: admin.name.clone(), address: admin.email.clone() },
            subject,
            text,
            html,
            language: admin.language.code(),
        })))
    }
}

impl Compose for ReportMail {
    fn kind(&self) -> &'static str {
        REPORT
    }

    fn compose(&self, conn: &mut Conn, _: Moment, references: &[Uuid]) -> Result<Vec<Composed>> {
        let (settings, admins) = (settings::load(conn)?, (self.admins)(conn)?);
        references.iter().map(|reference| self.to_one(conn, *reference, &admins, &settings)).collect()
    }

    fn ended(&self, conn: &mut Conn, ended: &[(Uuid, Ended)]) -> Result<()> {
        ended.iter().try_for_each(|(reference, _)| store::delete_report_mail(conn, *reference))
    }
}
