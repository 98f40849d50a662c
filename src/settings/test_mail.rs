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
    let subject = lang.say("mail-test-subject").to_string();
    let (text, html) = (Text { lang }.render()?, Html { lang, subject: subject.clone() }.render()?);
    Ok(test_message(settings, to, lang, [subject, text, html]))
}

/// A mail with this subject, plain text and HTML that shows an admin what others get, from the saved sender.
#[must_use]
pub fn test_message(settings: &Settings, to: Mailbox, lang: Lang, [subject, text, html]: [String; 3]) -> Message {
    Message {
        kind: TEST,
        id: random_token(),
        from: settings.sender(),
        return_path: None,
        reply_to: None,
        to,
        subject,
        text,
        html,
        language: lang.code(),
    }
}
