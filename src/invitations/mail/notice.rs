//! A short word to someone invited, without a link: that something has changed.

use askama::Template;

use super::{Written, one_line};
use crate::i18n::Lang;
use crate::settings::Settings;

#[derive(Template)]
#[template(path = "mail/notice/body.txt")]
struct PlainBody<'a> {
    lang: Lang,
    paragraphs: &'a [String],
    contact: &'a str,
}

#[derive(Template)]
#[template(path = "mail/notice/body.html")]
struct HtmlBody<'a> {
    lang: Lang,
    subject: &'a str,
    paragraphs: &'a [String],
    contact: &'a str,
}

impl HtmlBody<'_> {
    /// What lists of mail show beside the subject: the paragraph after the one that says what it is about.
    fn gist(&self) -> &str {
        self.paragraphs.get(1).map_or("", String::as_str)
    }
}

/// A greeting, these paragraphs, and whom to ask.
///
/// # Errors
/// When a template cannot be written.
pub fn notice(lang: Lang, settings: &Settings, subject: String, paragraphs: &[String]) -> askama::Result<Written> {
    let contact = &one_line(&settings.contact);
    let text = PlainBody { lang, paragraphs, contact }.render()?;
    let html = HtmlBody { lang, subject: &subject, paragraphs, contact }.render()?;
    Ok(Written { subject, text, html })
}
