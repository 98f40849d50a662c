//! Places in a written text that differ from reader to reader: found once, filled in many times.

/// What stands around a slot while a template is rendered: a character that no text has, since texts lose their
/// control characters when they are read.
const MARK: char = '\u{1}';

/// What differs from reader to reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// The link to the answer page.
    Link,
    /// The whole name.
    Name,
    /// The first name.
    FirstName,
}

/// What a chunk does: a value, or words for readers that have one, or for those that have none.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Chunk {
    Fixed(String),
    Value(Slot),
    With(Slot, String),
    Without(Slot, String),
}

impl Slot {
    const ALL: [Self; 3] = [Self::Link, Self::Name, Self::FirstName];

    fn letter(self) -> char {
        match self {
            Self::Link => 'l',
            Self::Name => 'n',
            Self::FirstName => 'f',
        }
    }

    /// Stands for the value.
    #[must_use]
    pub fn value(self) -> String {
        format!("{MARK}={}{MARK}", self.letter())
    }

    /// Stands for words that are only there with a value.
    #[must_use]
    pub fn with(self, words: &str) -> String {
        if words.is_empty() { String::new() } else { format!("{MARK}+{}{words}{MARK}", self.letter()) }
    }

    /// Stands for words that are only there without a value.
    #[must_use]
    pub fn without(self, words: &str) -> String {
        if words.is_empty() { String::new() } else { format!("{MARK}-{}{words}{MARK}", self.letter()) }
    }
}

/// A rendered text with its slots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slotted {
    chunks: Vec<Chunk>,
    /// Bytes without the values.
    length: usize,
}

impl Slotted {
    /// Finds the slots in what a template has written.
    ///
    /// ```
    /// use candor::waves::text::{Slot, Slotted};
    /// let text = format!("Hello{}{}!", Slot::FirstName.with(", "), Slot::FirstName.value());
    /// let slotted = Slotted::new(&text);
    /// let to = |name| slotted.fill(|slot| if slot == Slot::FirstName { name } else { "" });
    /// assert_eq!((to("Anna"), to("")), ("Hello, Anna!".to_owned(), "Hello!".to_owned()));
    /// ```
    #[must_use]
    pub fn new(rendered: &str) -> Self {
        let mut chunks = Vec::new();
        // Every second piece is what a slot has written.
        for (place, piece) in rendered.split(MARK).enumerate() {
            let chunk = if place % 2 == 0 { Chunk::Fixed(piece.to_owned()) } else { chunk(piece) };
            chunks.push(chunk);
        }
        Self { length: rendered.len(), chunks }
    }

    /// The text for one reader. Values are put in as they are: whoever fills HTML escapes them.
    pub fn fill<'v>(&self, value: impl Fn(Slot) -> &'v str) -> String {
        let values: usize = Slot::ALL.into_iter().map(|slot| value(slot).len()).sum();
        // The link stands twice at most, the names seldom more.
        let mut text = String::with_capacity(self.length + 2 * values);
        for chunk in &self.chunks {
            match chunk {
                Chunk::Fixed(words) => text.push_str(words),
                Chunk::Value(slot) => text.push_str(value(*slot)),
                Chunk::With(slot, words) if !value(*slot).is_empty() => text.push_str(words),
                Chunk::Without(slot, words) if value(*slot).is_empty() => text.push_str(words),
                Chunk::With(..) | Chunk::Without(..) => {}
            }
        }
        text
    }
}

fn chunk(written: &str) -> Chunk {
    let mut letters = written.chars();
    let (kind, letter) = (letters.next(), letters.next());
    let words = letters.as_str().to_owned();
    match (kind, Slot::ALL.into_iter().find(|slot| Some(slot.letter()) == letter)) {
        (Some('='), Some(slot)) => Chunk::Value(slot),
        (Some('+'), Some(slot)) => Chunk::With(slot, words),
        (Some('-'), Some(slot)) => Chunk::Without(slot, words),
        _ => Chunk::Fixed(written.to_owned()),
    }
}
