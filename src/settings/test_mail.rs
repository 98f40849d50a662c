//! The mail that shows whether mail arrives.

use askama::Template;

use super::Settings;
use crate::i18n::Lang;
use crate::keys::random_token;
use crate::mail::{Mailbox, Message};

/// The kind of this mail.
pub const TEST: &str = "test";

#[derive(Template)]
#[template(path = "mail/test/body.txt")]
struct Text {
    lang: Lang,
}

#[derive(Template)]
#[template(path = "mail/test/body.html")]
struct Html {
    lang: Lang,
    subject: String,
}

/// Writes it, from the saved sender to an admin.
///
/// # Errors
/// When a template cannot be written.
pub fn test_mail(settings: &Settings, to: Mailbox, lang: Lang) -> askama::Result<Message> {
    let name = if settings.sender_name.is_empty() { &settings.company } else { &settings.sender_name };
    let subject = lang.say("mail-test-subject").to_string();
    Ok(Message {
        kind: TEST,
        id: random_token(),
        from: Mailbox { name: name.clone(), address: settings.sender_address.clone() },
        return_path: None,
        reply_to: None,
        to,
        text: Text { lang }.render()?,
        html: Html { lang, subject: subject.clone() }.render()?,
        subject,
        language: lang.code(),
    })
}
