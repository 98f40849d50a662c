//! What a wave's mails say: the same for everyone of one language, but for the slots that a reader fills.

use askama::Template;
use askama::filters::{Escaper, Html};

use super::one_line;
use crate::i18n::{Lang, day_date, time_of_day, weekday};
use crate::settings::Settings;
use crate::waves::text::{self, Field, Known, Part, Piece, Slot, Slotted};
use crate::waves::{Survey, Wave, local_time, words};

/// Which mail about an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterKind {
    /// The first one.
    Invitation,
    /// A later one with the same link.
    Reminder,
    /// The last one, without a link: to everyone invited, whoever has answered.
    Closing(Outcome),
}

/// What became of a wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was counted.
    Counted,
    /// There were fewer answers than the threshold: none was opened.
    TooFew,
}

/// What a mail says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The language.
    pub lang: Lang,
    /// Which mail.
    pub kind: LetterKind,
    /// The subject, one line.
    subject: Vec<Part>,
    /// What the admin wrote, up to the button.
    before: Vec<Part>,
    /// What has been done since the last survey; empty if nobody wrote it down.
    done: Vec<Part>,
    /// What the admin wrote, after the button.
    after: Vec<Part>,
    /// Until when, in words.
    until: String,
    /// Whether the admin's own words say until when.
    says_until: bool,
    /// Respondents below which nothing of a group is shown.
    threshold: u32,
    /// Whom to ask; empty if nobody is named yet.
    contact: String,
    /// Where the privacy notice is, the same for everyone who reads the language; empty: it is not named.
    notice: String,
    /// Whether the reminder goes to everyone, also to those who have answered.
    to_everyone: bool,
    /// Whether it only shows an admin what the letter will be.
    is_test: bool,
}

/// Who reads a mail; empty is unknown.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reader<'a> {
    /// The whole name, as the roster has it.
    pub name: &'a str,
    /// The first name, as the roster has it.
    pub first_name: &'a str,
    /// The one link to answer by.
    pub link: &'a str,
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

/// A letter that only waits for its readers: everything is rendered, and only the slots are left to fill.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The language.
    pub lang: Lang,
    subject: Slotted,
    text: Slotted,
    html: Slotted,
}

#[derive(Template)]
#[template(path = "mail/invitation/subject.txt")]
struct SubjectLine<'a> {
    letter: &'a Letter,
}

#[derive(Template)]
#[template(path = "mail/closing/body.txt")]
struct ClosingText<'a> {
    letter: &'a Letter,
}

#[derive(Template)]
#[template(path = "mail/closing/body.html")]
struct ClosingHtml<'a> {
    lang: Lang,
    subject: &'a str,
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

impl Letter {
    /// What a wave's mail says.
    #[must_use]
    pub fn new(kind: LetterKind, wave: &Wave, survey: &Survey, settings: &Settings, wished: Lang) -> Self {
        let (lang, texts) = (survey.language(wished), survey.texts(wished));
        let (subject, text) = match kind {
            LetterKind::Invitation => (texts.invitation_subject, texts.invitation_text),
            LetterKind::Reminder => (texts.reminder_subject, texts.reminder_text),
            LetterKind::Closing(_) => (texts.closing_subject, texts.closing_text),
        };
        let done = if kind == LetterKind::Invitation { texts.done } else { String::new() };
        let (company, closing_date) = (one_line(&settings.company), closing_date(lang, wave));
        let known = Known { company: &company, closing_date: &closing_date };
        let mut before = text::parse(&text, known);
        let link = before.iter().position(|part| *part == Part::Link).unwrap_or(before.len());
        let after = before.split_off(link);
        let mut done = text::parse(&done, known);
        done.retain(|part| *part != Part::Link);
        Self {
            lang,
            kind,
            subject: text::line(&subject, known),
            before,
            done,
            after,
            until: words::with_zone(lang, wave.time_zone, wave.closes_at),
            says_until: text::pieces(&text).contains(&Piece::Field(Field::ClosingDate)),
            threshold: wave.threshold,
            contact: one_line(&settings.contact),
            notice: String::new(),
            to_everyone: wave.remind_everyone,
            is_test: false,
        }
    }

    /// The same with the address of the privacy notice of a Candor, which says nothing of the reader.
    #[must_use]
    pub fn with_notice(mut self, public_url: &str) -> Self {
        self.notice = format!("{public_url}/privacy?lang={}", self.lang);
        self
    }

    /// The same as a test to an admin, which says so in its subject and at its head.
    #[must_use]
    pub fn as_test(mut self) -> Self {
        self.subject.insert(0, Part::Words(self.lang.say("mail-test-of").to_string() + " "));
        self.is_test = true;
        self
    }

    /// Renders everything but what differs from reader to reader. The plain text is written for itself, from the
    /// same parts as the HTML.
    ///
    /// # Errors
    /// When a template cannot be written.
    pub fn prepare(&self) -> askama::Result<Prepared> {
        let (lang, letter) = (self.lang, self);
        let subject = SubjectLine { letter }.render()?.trim().to_owned();
        let (text, html) = match self.kind {
            LetterKind::Invitation | LetterKind::Reminder => {
                (PlainBody { letter }.render()?, HtmlBody { lang, subject: &subject, letter }.render()?)
            }
            LetterKind::Closing(_) => {
                (ClosingText { letter }.render()?, ClosingHtml { lang, subject: &subject, letter }.render()?)
            }
        };
        let [subject, text, html] = [&subject, &text, &html].map(|rendered| Slotted::new(rendered));
        Ok(Prepared { lang, subject, text, html })
    }

    fn subject(&self) -> String {
        text::plain(&self.subject)
    }

    fn before(&self) -> String {
        text::plain(&self.before)
    }

    fn after(&self) -> String {
        text::plain(&self.after)
    }

    fn done(&self) -> String {
        text::plain(&self.done)
    }

    fn is_counted(&self) -> bool {
        self.kind == LetterKind::Closing(Outcome::Counted)
    }

    fn threshold(&self) -> u32 {
        self.threshold
    }

    fn is_reminder(&self) -> bool {
        self.kind == LetterKind::Reminder
    }

    fn link() -> String {
        Slot::Link.value()
    }
}

/// The close as it stands inside a sentence: "Friday 13 March, 18:00, Moscow time", «13 марта (пятница), 18:00 по
/// Москве», which Russian can put behind «до» as it is.
fn closing_date(lang: Lang, wave: &Wave) -> String {
    let local = local_time::to_local(wave.time_zone, wave.closes_at);
    let phrase = lang.say("mail-closing-date").with("weekday", weekday(lang, local.date()));
    let phrase = phrase.with("date", day_date(lang, local.date())).with("time", time_of_day(local));
    phrase.with("zone", words::zone(wave.time_zone, wave.closes_at)).to_string()
}

impl Prepared {
    /// The mail to one reader.
    #[must_use]
    pub fn to(&self, reader: Reader) -> Written {
        let (name, first_name) = (harmless(reader.name), harmless(reader.first_name));
        let fill = |slotted: &Slotted, in_form: fn(&str) -> String| {
            let values = [reader.link, &name, &first_name].map(in_form);
            slotted.fill(|slot| match slot {
                Slot::Link => &values[0],
                Slot::Name => &values[1],
                Slot::FirstName => &values[2],
            })
        };
        Written {
            subject: fill(&self.subject, str::to_owned),
            text: fill(&self.text, text::apart),
            html: fill(&self.html, escaped),
        }
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    // Writing to a string never fails.
    let _ = Html.write_escaped_str(&mut escaped, text);
    escaped
}

/// A name as it can stand in a mail: on one line and without marks that turn the reading direction. One that mail
/// programs would make a link of is left out: a mail has its own links and no others.
fn harmless(name: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let name = one_line(&name.replace(turns, ""));
    if is_like_an_address(&name) { String::new() } else { name }
}

/// Whether mail programs may take a text for an address: "evil.example", "https://…", "a@b".
fn is_like_an_address(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let inside = |three: &[char]| three[1] == '.' && three[0].is_alphanumeric() && three[2].is_lowercase();
    text.contains("//") || text.contains('@') || letters.windows(3).any(inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_harmless() {
        assert_eq!(harmless("Anna\r\nBcc: x"), "Anna Bcc: x");
        assert_eq!(harmless("\u{202e}annA\u{2069}"), "annA");
        assert_eq!(harmless("מרים"), "מרים");
        for name in ["J. R. R. Tolkien", "J.R.R. Tolkien", "O'Brien", "Dr. No", "Иванов И.И.", "Ann/Bob"] {
            assert_eq!(harmless(name), name);
        }
        for name in ["https://evil.example/", "evil.example", "//x", "anna@example.com", "WWW.evil.test"] {
            assert_eq!(harmless(name), "", "{name}");
        }
    }
}
