//! The mail that invites a manager to choose a password.

use askama::Template;
use uuid::Uuid;

use super::managers::{WELCOME, token};
use super::store;
use crate::db::{AccountId, Conn, Error, Moment, Result};
use crate::i18n::Lang;
use crate::keys::{Secret, random_token};
use crate::mail::{Compose, Composed, Mailbox, Message};
use crate::settings::{self, Settings};

/// Writes these mails.
#[derive(Clone)]
pub struct WelcomeMail {
    /// Signs the links.
    pub secret: Secret,
    /// The address that links begin with.
    pub public_url: String,
}

#[derive(Template)]
#[template(path = "mail/welcome/body.txt")]
struct Text<'a> {
    lang: Lang,
    company: &'a str,
    link: &'a str,
}

#[derive(Template)]
#[template(path = "mail/welcome/body.html")]
struct Html<'a> {
    lang: Lang,
    subject: &'a str,
    company: &'a str,
    link: &'a str,
}

impl WelcomeMail {
    fn to_one(&self, conn: &mut Conn, now: Moment, id: AccountId, settings: &Settings) -> Result<Composed> {
        let Some(account) = store::find(conn, id)? else { return Ok(Composed::Skip) };
        let Some(until) = account.invited_until.filter(|until| now < *until) else { return Ok(Composed::Skip) };
        if settings.sender_address.is_empty() {
            let why = "no sender address is set: mail waits until Settings has one";
            return Err(Error::SerializationError(why.into()));
        }
        let link = format!("{}/welcome/{}", self.public_url, token(&self.secret, id, until));
        let (lang, company, link) = (account.language, settings.company.as_str(), link.as_str());
        let subject = lang.say("mail-welcome-subject").to_string();
        let cannot_write = |error: askama::Error| Error::SerializationError(error.into());
        let text = Text { lang, company, link }.render().map_err(cannot_write)?;
        let html = Html { lang, subject: &subject, company, link }.render().map_err(cannot_write)?;
        Ok(Composed::Send(Box::new(Message {
            kind: WELCOME,
            id: random_token(),
            from: settings.sender(),
            return_path: None,
            reply_to: None,
            to: Mailbox { name: account.name, address: account.email },
            subject,
            text,
            html,
            language: lang.code(),
        })))
    }
}

impl Compose for WelcomeMail {
    fn kind(&self) -> &'static str {
        WELCOME
    }

    fn compose(&self, conn: &mut Conn, now: Moment, references: &[Uuid]) -> Result<Vec<Composed>> {
        let settings = settings::load(conn)?;
        references.iter().map(|id| self.to_one(conn, now, AccountId::from_uuid(*id), &settings)).collect()
    }
}
