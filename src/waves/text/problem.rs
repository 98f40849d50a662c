//! What is wrong with a text that an admin wrote, or may be.

use pulldown_cmark::{Event, Options, Parser, Tag};

use super::field::{Field, Piece, pieces};
use crate::i18n::{Message, say};

/// How much of an address is named, in characters.
const SHOWN: usize = 60;

/// What a text can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A line above a mail.
    Subject,
    /// The text of a mail with a link.
    Linked,
    /// A text without a link.
    Linkless,
}

/// What is wrong with a text, or may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Something in braces that is no field, and what it may have meant.
    Unknown {
        /// As it stands in the text.
        written: String,
        /// What it may have meant.
        meant: Option<Field>,
    },
    /// The link, where none can stand.
    NoLinkHere,
    /// The link, a second time.
    LinkAgain,
    /// Words after the link on its line: they would stand above the button without it.
    LinkInside,
    /// Another address than the link's.
    Address(String),
    /// A picture.
    Picture,
}

impl Problem {
    /// Whether the text cannot be kept like this: a mail has one link, and nothing in it is fetched.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        matches!(self, Self::Address(_) | Self::Picture)
    }

    /// What is wrong, and what to do.
    #[must_use]
    pub fn message(&self) -> Message {
        match self {
            Self::Unknown { written, meant: Some(field) } => {
                say("letter-field-meant").with("written", written).with("meant", field.written())
            }
            Self::Unknown { written, meant: None } => say("letter-field-unknown").with("written", written),
            Self::NoLinkHere => say("letter-no-link-here").with("link", Field::Link.written()),
            Self::LinkAgain => say("letter-link-again").with("link", Field::Link.written()),
            Self::LinkInside => say("letter-link-inside").with("link", Field::Link.written()),
            Self::Address(address) => say("letter-address").with("address", address),
            Self::Picture => say("letter-picture"),
        }
    }
}

/// What is wrong with a text, or may be; each thing once.
#[must_use]
pub fn problems(text: &str, place: Place) -> Vec<Problem> {
    let mut found = about_fields(text, place);
    found.extend(about_addresses(text, place));
    let mut seen = Vec::new();
    found.retain(|problem| {
        let is_new = !seen.contains(problem);
        if is_new {
            seen.push(problem.clone());
        }
        is_new
    });
    found
}

fn about_fields(text: &str, place: Place) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut links = 0;
    for line in text.lines() {
        let pieces = pieces(line);
        for (at, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Unknown(written) => {
                    let meant = Field::meant_by(written);
                    found.push(Problem::Unknown { written: (*written).to_owned(), meant });
                }
                Piece::Field(Field::Link) if place != Place::Linked => found.push(Problem::NoLinkHere),
                Piece::Field(Field::Link) => {
                    links += 1;
                    let has_words = |piece: &Piece| match piece {
                        Piece::Words(words) => words.chars().any(char::is_alphanumeric),
                        _ => true,
                    };
                    if links > 1 {
                        found.push(Problem::LinkAgain);
                    } else if pieces[at + 1..].iter().any(has_words) {
                        found.push(Problem::LinkInside);
                    }
                }
                _ => {}
            }
        }
    }
    found
}

fn about_addresses(text: &str, place: Place) -> Vec<Problem> {
    let is_address = |word: &&str| {
        let word = word.to_lowercase();
        ["http://", "https://", "www."].iter().any(|start| word.contains(start))
    };
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '[' | ']'));
    let mut found: Vec<Problem> = words.filter(is_address).map(|word| Problem::Address(shown(word))).collect();
    if place == Place::Subject {
        return found;
    }
    for event in Parser::new_ext(text, Options::empty()) {
        match event {
            Event::Start(Tag::Image { .. }) => found.push(Problem::Picture),
            Event::Start(Tag::Link { dest_url, .. }) if !leads_nowhere_else(&dest_url) => {
                found.push(Problem::Address(shown(&dest_url)));
            }
            _ => {}
        }
    }
    found
}

/// Whether a link is that of the survey, or names a mailbox.
fn leads_nowhere_else(address: &str) -> bool {
    let is_field = pieces(&address.replace("%7B", "{").replace("%7D", "}"))[..] == [Piece::Field(Field::Link)];
    is_field || address.starts_with("mailto:") || address.contains('@') && !address.contains('/')
}

fn shown(address: &str) -> String {
    let mut shown: String = address.chars().take(SHOWN).collect();
    if address.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_fields_are_named_with_what_they_meant() {
        let unknown = |written: &str, meant| Problem::Unknown { written: written.to_owned(), meant };
        assert_eq!(
            problems("Hello {fist_name}, {fist_name} {weather}\n\n{link}", Place::Linked),
            [unknown("{fist_name}", Some(Field::FirstName)), unknown("{weather}", None)]
        );
        assert_eq!(problems("Hello {first_name} {company} {closing_date}", Place::Linked), []);
    }

    #[test]
    fn the_link_stands_once_and_where_it_can() {
        assert_eq!(problems("Please: {link}.\n\n{link}", Place::Linked), [Problem::LinkAgain]);
        assert_eq!(problems("Click {link} now", Place::Linked), [Problem::LinkInside]);
        assert_eq!(problems("{link}", Place::Subject), [Problem::NoLinkHere]);
        assert_eq!(problems("[Answer]({link})", Place::Linkless), [Problem::NoLinkHere]);
    }

    #[test]
    fn a_second_link_and_a_picture_are_refused() {
        let refused = |text| problems(text, Place::Linked).iter().any(Problem::is_refused);
        for text in
            ["https://acme.test/x", "see HTTP://acme.test", "www.acme.test", "[a](/x)", "![x](y.png)", "[a]: x\n\n[a]"]
        {
            assert!(refused(text), "{text}");
        }
        for text in ["[HR](mailto:hr@acme.test)", "<hr@acme.test>", "hr@acme.test", "[Go]({link})", "a/b", "1 > 0"] {
            assert!(!refused(text), "{text}");
        }
    }
}
