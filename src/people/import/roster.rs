//! What a roster file says, row by row, and what is wrong with it.

use std::collections::{BTreeMap, HashSet};

use chrono_tz::Tz;

use super::{Column, Unclear};
use crate::email::{Address, AddressError};
use crate::i18n::Lang;
use crate::people::Person;

/// Why a file as a whole cannot be imported, or not before a [`Question`] is answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Nothing in it.
    #[error("the file is empty")]
    Empty,
    /// A heading, and nobody below it.
    #[error("the file has no people in it")]
    NoPeople,
    /// No text: a workbook, perhaps.
    #[error("the file is not text")]
    Binary,
    /// Text, in an encoding that cannot be told; [`super::answer_encoding`] tells.
    #[error("the file's encoding is unknown")]
    UnknownEncoding,
    /// More bytes than [`super::MAX_BYTES`].
    #[error("the file is too big")]
    TooBig,
    /// More rows than [`super::MAX_ROWS`].
    #[error("the file has too many rows")]
    TooManyRows,
    /// A quotation mark swallows the rows after it.
    #[error("a quotation mark in row {row} does not close")]
    QuoteNeverCloses {
        /// The row in which it opens.
        row: usize,
    },
    /// The first row is about a person: a heading is missing.
    #[error("row {row} holds a person where headings are expected")]
    NoHeadings {
        /// The row.
        row: usize,
    },
    /// More columns than [`super::MAX_COLUMNS`].
    #[error("the file has too many columns")]
    TooManyColumns,
    /// It cannot be told what the columns hold; [`super::assign_columns`] tells.
    #[error("the columns are unclear")]
    Columns(Vec<Unclear>),
}

/// What must be asked before a file can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Which encoding it is in.
    Encoding,
    /// What its columns hold.
    Columns,
}

impl FileError {
    /// What to ask, where an answer makes the file usable.
    #[must_use]
    pub fn question(&self) -> Option<Question> {
        match self {
            Self::UnknownEncoding => Some(Question::Encoding),
            Self::Columns(_) => Some(Question::Columns),
            _ => None,
        }
    }
}

/// Someone as a row of the file describes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// The row's number in a spreadsheet.
    pub row: usize,
    /// The number the company knows them by.
    pub employee_id: Option<String>,
    /// Their name.
    pub full_name: String,
    /// Their first name, for greetings; none if the file does not say.
    pub first_name: Option<String>,
    /// Their address.
    pub address: Address,
    /// The levels of their department, the team last; none if the file does not say (then it stays as it is).
    pub path: Option<Vec<String>>,
    /// Their language; none if the file does not say (then it stays as it is).
    pub language: Option<Lang>,
    /// Their time zone.
    pub time_zone: ZoneCell,
}

/// What a file says of someone's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZoneCell {
    /// It has no such column: the zone stays as it is.
    Unsaid,
    /// This one; none where the cell is empty.
    Is(Option<Tz>),
}

impl ZoneCell {
    /// The zone of someone whose zone was another until now.
    #[must_use]
    pub fn instead_of(self, old: Option<Tz>) -> Option<Tz> {
        match self {
            Self::Unsaid => old,
            Self::Is(zone) => zone,
        }
    }
}

impl Incoming {
    /// The first name of someone known, as the file has it. Where the file does not say, theirs stays as long as it is
    /// a part of their name.
    #[must_use]
    pub fn first_name_after(&self, person: &Person) -> Option<String> {
        let kept = || person.first_name.clone().filter(|name| self.full_name.contains(name.as_str()));
        self.first_name.clone().or_else(kept)
    }
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Fewer cells than the heading has.
    TooFewCells(usize, usize),
    /// More cells than the heading has.
    TooManyCells(usize, usize),
    /// Something follows a closing quotation mark.
    StrayQuote,
    /// A character that cannot be shown, such as NUL.
    ControlCharacter(Column),
    /// A letter that was lost before or while the file was read: U+FFFD.
    LostLetter(Column),
    /// Longer than so many characters.
    TooLong(Column, usize),
    /// More levels of departments than [`super::MAX_LEVELS`].
    TooDeep,
    /// No name.
    NoName,
    /// The address, and what is wrong with it.
    Address(String, AddressError),
    /// What stands for the time zone is none, or could be several.
    TimeZone(String),
    /// An employee id that another row has too.
    SameId(String, usize),
    /// An address that another row has too.
    SameAddress(String, usize),
}

/// A row that cannot be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Its number in a spreadsheet.
    pub row: usize,
    /// The name in it, as far as it can be read.
    pub name: String,
    /// What is wrong.
    pub reason: Reason,
}

/// What a roster file says.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    /// The good rows, in the file's order.
    pub people: Vec<Incoming>,
    /// The bad rows, in the file's order.
    pub problems: Vec<Problem>,
    /// Headings that nothing is known of.
    pub ignored: Vec<String>,
    /// Headings of what is recognised and not kept.
    pub not_kept: Vec<String>,
    /// Languages that Candor does not write in, with how many rows name them.
    pub other_languages: BTreeMap<String, usize>,
    /// Employee ids and address keys in bad rows: whoever has them is in the file, and has not left.
    pub(super) mentioned: HashSet<String>,
}

impl Roster {
    /// How many rows the file has below its heading.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.people.len() + self.problems.len()
    }
}
