//! Markdown, restricted to what a mail carries safely: paragraphs, headings, strong, emphasis, lists, line breaks.
//! Raw HTML is shown as text; links and pictures become words, since a mail has one link and fetches nothing.

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag as MarkdownTag, TagEnd, TextMergeStream};

use super::field::{Field, Piece, pieces};
use super::slot::Slot;

/// What may stand between a name and the words around it.
const JOINTS: [char; 10] = [' ', '\u{a0}', ',', '.', '!', ':', ';', '–', '—', '-'];

/// What is the same for every reader of a wave's mail.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The company's name; empty if it has none yet.
    pub company: &'a str,
    /// When the wave closes, in words.
    pub closing_date: &'a str,
}

/// What encloses other parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// A paragraph.
    Paragraph,
    /// A heading, of whatever level.
    Heading,
    /// Strong.
    Strong,
    /// Emphasised.
    Emphasis,
    /// A list with bullets.
    Bullets,
    /// A list with numbers.
    Numbers {
        /// The first of them.
        from: u64,
    },
    /// An item of a list.
    Item,
}

/// A part of a text. Every `Open` has its `Close`, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Begins.
    Open(Tag),
    /// Ends.
    Close(Tag),
    /// Words as they stand.
    Words(String),
    /// Words from elsewhere, kept apart from the reading direction around them.
    Isolated(String),
    /// The reader's name.
    Personal(Personal),
    /// A new line.
    Break,
    /// The button that leads to the answer page; between blocks, never inside one.
    Link,
}

/// The reader's name, with what is only there beside a name: `Hello {first_name},` becomes `Hello,` without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Personal {
    slot: Slot,
    before: String,
    after: String,
    without: String,
}

impl Personal {
    /// What stands before the name; nothing without a name.
    #[must_use]
    pub fn before(&self) -> String {
        self.slot.with(&self.before)
    }

    /// The name.
    #[must_use]
    pub fn value(&self) -> String {
        self.slot.value()
    }

    /// What stands after the name, and what stands there without one.
    #[must_use]
    pub fn after(&self) -> String {
        self.slot.with(&self.after) + &self.slot.without(&self.without)
    }
}

/// Reads a text. The button stands after the block that says `{link}`, or at the end if none does.
#[must_use]
pub fn parse(text: &str, known: Known) -> Vec<Part> {
    let text = tidy(text);
    let mut reader = Reader::new(known);
    for event in TextMergeStream::new(Parser::new_ext(&text, Options::empty())) {
        reader.event(event);
    }
    reader.finish()
}

/// Reads a line such as a subject, which has fields but no Markdown. A `{link}` in it is left out.
#[must_use]
pub fn line(text: &str, known: Known) -> Vec<Part> {
    let words = text.split(|c: char| c.is_whitespace() && c != '\u{a0}' || c.is_control());
    let mut reader = Reader::new(known);
    reader.words(&words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" "));
    reader.parts
}

/// Whatever was typed, with plain line ends and no control characters. A `{link}` on a line of its own is a
/// paragraph of its own.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    for line in text.replace("\r\n", "\n").split(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let is_link = matches!(pieces(line.trim())[..], [Piece::Field(Field::Link)]);
        let line = if is_link { ["\n", line.trim(), "\n\n"].concat() } else { line + "\n" };
        tidied.push_str(&line);
    }
    tidied
}

/// What becomes of the words after a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// They stay.
    AsTheyStand,
    /// Their beginning belongs to the name before them, with which the sentence begins.
    BesideAName,
    /// The sentence begins with them, since the field before has no value.
    BeginTheSentence,
}

struct Reader<'a> {
    known: Known<'a>,
    parts: Vec<Part>,
    /// How many blocks are open.
    depth: usize,
    /// The lists among them.
    lists: Vec<Tag>,
    /// Whether a line begins here.
    at_start: bool,
    next: Next,
    /// Whether the button is due after the block.
    link_due: bool,
    has_link: bool,
    /// The address of a link to a mailbox, to be written behind its words.
    mailbox: Option<String>,
}

impl<'a> Reader<'a> {
    fn new(known: Known<'a>) -> Self {
        Self {
            known,
            parts: Vec::new(),
            depth: 0,
            lists: Vec::new(),
            at_start: true,
            next: Next::AsTheyStand,
            link_due: false,
            has_link: false,
            mailbox: None,
        }
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(words) | Event::Code(words) | Event::Html(words) | Event::InlineHtml(words) => {
                self.lines(&words);
            }
            Event::SoftBreak | Event::HardBreak => self.new_line(),
            // Nothing else comes without extensions, but rules, which a mail has none of.
            _ => {}
        }
    }

    fn start(&mut self, tag: MarkdownTag) {
        match tag {
            MarkdownTag::Paragraph | MarkdownTag::CodeBlock(_) | MarkdownTag::HtmlBlock => {
                self.open_block(Tag::Paragraph);
            }
            MarkdownTag::Heading { .. } => self.open_block(Tag::Heading),
            MarkdownTag::List(from) => {
                let list = from.map_or(Tag::Bullets, |from| Tag::Numbers { from });
                self.lists.push(list);
                self.open_block(list);
            }
            MarkdownTag::Item => self.open_block(Tag::Item),
            MarkdownTag::Strong => self.parts.push(Part::Open(Tag::Strong)),
            MarkdownTag::Emphasis => self.parts.push(Part::Open(Tag::Emphasis)),
            MarkdownTag::Link { link_type, dest_url, .. } => {
                if pieces(&dest_url.replace("%7B", "{").replace("%7D", "}"))[..] == [Piece::Field(Field::Link)] {
                    self.ask_for_link();
                }
                let mailbox = dest_url.strip_prefix("mailto:").filter(|_| link_type != LinkType::Email);
                self.mailbox = mailbox.map(str::to_owned);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::HtmlBlock => self.close_block(Tag::Paragraph),
            TagEnd::Heading(_) => self.close_block(Tag::Heading),
            TagEnd::List(_) => {
                let list = self.lists.pop();
                self.close_block(list.unwrap_or(Tag::Bullets));
            }
            TagEnd::Item => self.close_block(Tag::Item),
            TagEnd::Strong => self.parts.push(Part::Close(Tag::Strong)),
            TagEnd::Emphasis => self.parts.push(Part::Close(Tag::Emphasis)),
            TagEnd::Link => {
                if let Some(mailbox) = self.mailbox.take() {
                    self.push_words(&format!(" ({mailbox})"));
                }
            }
            _ => {}
        }
    }

    fn open_block(&mut self, tag: Tag) {
        self.depth += 1;
        self.parts.push(Part::Open(tag));
        self.begin_line();
    }

    fn close_block(&mut self, tag: Tag) {
        self.depth = self.depth.saturating_sub(1);
        while self.parts.last() == Some(&Part::Break) {
            self.parts.pop();
        }
        // A paragraph that held nothing but the link is none.
        if self.parts.last() == Some(&Part::Open(tag)) {
            self.parts.pop();
        } else {
            self.parts.push(Part::Close(tag));
        }
        self.begin_line();
        if self.depth == 0 && self.link_due {
            self.link_due = false;
            self.parts.push(Part::Link);
        }
    }

    fn begin_line(&mut self) {
        self.at_start = true;
        self.next = Next::AsTheyStand;
    }

    fn new_line(&mut self) {
        self.parts.push(Part::Break);
        self.begin_line();
    }

    /// Words that may have line ends in them, as those of HTML have.
    fn lines(&mut self, words: &str) {
        for (number, line) in words.trim_end_matches('\n').split('\n').enumerate() {
            if number > 0 {
                self.new_line();
            }
            self.words(line);
        }
        if words.ends_with('\n') {
            self.new_line();
        }
    }

    fn words(&mut self, text: &str) {
        for piece in pieces(text) {
            match piece {
                Piece::Words(words) | Piece::Unknown(words) => self.push_words(words),
                Piece::Field(Field::Link) => self.ask_for_link(),
                Piece::Field(Field::ClosingDate) => self.push_words(self.known.closing_date),
                Piece::Field(Field::Company) => self.company(),
                Piece::Field(Field::Name) => self.personal(Slot::Name),
                Piece::Field(Field::FirstName) => self.personal(Slot::FirstName),
            }
        }
    }

    fn ask_for_link(&mut self) {
        self.link_due |= !self.has_link;
        self.has_link = true;
        self.take_joint();
    }

    fn company(&mut self) {
        if !self.known.company.is_empty() {
            self.parts.push(Part::Isolated(self.known.company.to_owned()));
            self.at_start = false;
        } else if self.at_start {
            self.next = Next::BeginTheSentence;
        } else {
            self.take_joint();
        }
    }

    fn personal(&mut self, slot: Slot) {
        let before = if self.at_start { String::new() } else { self.take_joint() };
        self.next = if self.at_start { Next::BesideAName } else { Next::AsTheyStand };
        self.at_start = false;
        self.parts.push(Part::Personal(Personal { slot, before, after: String::new(), without: String::new() }));
    }

    /// Takes what joins the last words to what follows.
    fn take_joint(&mut self) -> String {
        let Some(Part::Words(words)) = self.parts.last_mut() else { return String::new() };
        let kept = words.trim_end_matches([' ', '\u{a0}', ',']).len();
        words.split_off(kept)
    }

    fn push_words(&mut self, words: &str) {
        let rest = match self.next {
            Next::AsTheyStand => words.to_owned(),
            Next::BesideAName => self.beside_the_name(words),
            Next::BeginTheSentence => {
                let (_, first, rest) = beginning(words);
                first.to_uppercase() + rest
            }
        };
        self.next = Next::AsTheyStand;
        self.at_start &= rest.trim().is_empty();
        match self.parts.last_mut() {
            Some(Part::Words(words)) => words.push_str(&rest),
            _ if rest.is_empty() => {}
            _ => self.parts.push(Part::Words(rest)),
        }
    }

    /// Gives the beginning of words to the name before them, and answers the rest.
    fn beside_the_name(&mut self, words: &str) -> String {
        let Some(Part::Personal(name)) = self.parts.last_mut() else { return words.to_owned() };
        let (joint, first, rest) = beginning(words);
        name.after = format!("{joint}{first}");
        name.without = first.to_uppercase();
        rest.to_owned()
    }

    fn finish(mut self) -> Vec<Part> {
        if !self.has_link {
            self.parts.push(Part::Link);
        }
        self.parts
    }
}

/// What joins words to a name before them, the first letter (as a text), and the rest.
fn beginning(words: &str) -> (&str, String, &str) {
    let trimmed = words.trim_start_matches(JOINTS);
    let joint = &words[..words.len() - trimmed.len()];
    let mut letters = trimmed.chars();
    let first = letters.next().map(String::from).unwrap_or_default();
    (joint, first, letters.as_str())
}

#[cfg(test)]
mod tests;
