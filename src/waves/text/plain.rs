//! The plain-text twin of a text, written from the same parts as its HTML.

use super::markdown::{Part, Tag};

/// Begins and ends what is kept apart from the reading direction around it: first strong isolate, and its end.
const APART: [char; 2] = ['\u{2068}', '\u{2069}'];

/// Writes parts as plain text, without the button.
#[must_use]
pub fn plain(parts: &[Part]) -> String {
    let mut writer = Writer::default();
    for part in parts {
        writer.part(part);
    }
    writer.text.trim().to_owned()
}

/// A text from elsewhere, kept apart where it is written from right to left; else it is as safe without.
#[must_use]
pub fn apart(text: &str) -> String {
    let [begin, end] = APART;
    if text.chars().any(is_right_to_left) { format!("{begin}{text}{end}") } else { text.to_owned() }
}

/// Whether a letter belongs to a script that is written from right to left (the blocks that Unicode has set aside
/// for them: DerivedBidiClass.txt).
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}')
}

#[derive(Default)]
struct Writer {
    text: String,
    /// The next number of each list that is open; none: bullets.
    lists: Vec<Option<u64>>,
    /// Whether an item has just begun: its first paragraph follows on the same line.
    item_begins: bool,
}

impl Writer {
    fn part(&mut self, part: &Part) {
        match part {
            Part::Open(tag) => self.open(*tag),
            Part::Close(tag) => self.close(*tag),
            Part::Words(words) => self.words(words),
            Part::Isolated(words) => self.words(&apart(words)),
            Part::Personal(name) => self.words(&(name.before() + &name.value() + &name.after())),
            Part::Break => self.new_line(),
            Part::Link => {}
        }
    }

    fn open(&mut self, tag: Tag) {
        match tag {
            Tag::Paragraph | Tag::Heading if self.item_begins => {}
            Tag::Paragraph | Tag::Heading => {
                self.text.push('\n');
                self.new_line();
            }
            Tag::Strong => self.words("*"),
            Tag::Emphasis => self.words("_"),
            Tag::Bullets => self.open_list(None),
            Tag::Numbers { from } => self.open_list(Some(from)),
            Tag::Item => self.item(),
        }
    }

    fn close(&mut self, tag: Tag) {
        match tag {
            Tag::Strong => self.words("*"),
            Tag::Emphasis => self.words("_"),
            Tag::Bullets | Tag::Numbers { .. } => {
                self.lists.pop();
            }
            Tag::Paragraph | Tag::Heading | Tag::Item => self.item_begins = false,
        }
    }

    fn open_list(&mut self, from: Option<u64>) {
        if self.lists.is_empty() {
            self.text.push('\n');
        }
        self.lists.push(from);
        self.item_begins = false;
    }

    fn item(&mut self) {
        let depth = self.lists.len().saturating_sub(1);
        let marker = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "- ".to_owned(),
        };
        self.text.push('\n');
        self.text.push_str(&"  ".repeat(depth));
        self.text.push_str(&marker);
        self.item_begins = true;
    }

    fn words(&mut self, words: &str) {
        self.text.push_str(words);
        self.item_begins = false;
    }

    /// The lines of an item stand under its words.
    fn new_line(&mut self) {
        self.text.push('\n');
        self.text.push_str(&"  ".repeat(self.lists.len()));
    }
}
