//! How what went wrong with a roster is said.

use crate::i18n::{Message, say};
use crate::people::import::{Column, Field, FileError, Kind, MAX_BYTES, MAX_LEVELS, MAX_ROWS, Reason};

/// The headings of the template.
pub const TEMPLATE_HEADINGS: [&str; 6] =
    ["column-employee-id", "column-full-name", "column-email", "column-department", "column-team", "column-language"];

/// What is wrong with a file as a whole, and what to do.
pub fn file_error(error: &FileError) -> Message {
    match error {
        FileError::Empty => say("import-empty"),
        FileError::NoPeople => say("import-no-people"),
        FileError::Binary => say("import-binary"),
        FileError::UnknownEncoding { sample } => say("import-encoding").with("sample", sample),
        FileError::TooBig => say("import-too-big").with("limit", MAX_BYTES / 1024 / 1024),
        FileError::TooManyRows => say("import-too-many-rows").with("limit", MAX_ROWS),
        FileError::QuoteNeverCloses { row } => say("import-quote").with("row", *row),
        FileError::MissingColumn { column: Column::Email, headings } => {
            say("import-no-email-column").with("headings", headings)
        }
        FileError::MissingColumn { headings, .. } => say("import-no-name-column").with("headings", headings),
        FileError::RepeatedColumn { first, second } => {
            say("import-repeated-column").with("first", first).with("second", second)
        }
    }
}

/// The name of a column.
pub fn column(column: Column) -> Message {
    match column {
        Column::EmployeeId => say("column-employee-id"),
        Column::FullName | Column::FirstName | Column::MiddleName | Column::LastName => say("column-full-name"),
        Column::Email => say("column-email"),
        Column::Department => say("column-department"),
        Column::Team => say("column-team"),
        Column::Language | Column::NotKept => say("column-language"),
    }
}

/// Where in a row a problem lies.
pub fn place(reason: &Reason) -> Message {
    match reason {
        Reason::TooFewCells(..) | Reason::TooManyCells(..) | Reason::StrayQuote => say("import-whole-row"),
        Reason::ControlCharacter(which) | Reason::TooLong(which, _) => column(*which),
        Reason::TooDeep => column(Column::Department),
        Reason::NoName => column(Column::FullName),
        Reason::Address(..) | Reason::SameAddress(..) => column(Column::Email),
        Reason::SameId(..) => column(Column::EmployeeId),
    }
}

/// What is wrong with a row.
pub fn reason(reason: &Reason) -> Message {
    match reason {
        Reason::TooFewCells(cells, expected) | Reason::TooManyCells(cells, expected) => {
            say("import-row-cells").with("cells", *cells).with("expected", *expected)
        }
        Reason::StrayQuote => say("import-row-quote"),
        Reason::ControlCharacter(_) => say("import-row-control"),
        Reason::TooLong(_, limit) => say("import-row-long").with("limit", *limit),
        Reason::TooDeep => say("import-row-deep").with("limit", MAX_LEVELS),
        Reason::NoName => say("import-row-empty"),
        Reason::Address(text, error) if text.is_empty() => error.message(),
        Reason::Address(text, error) => say("import-row-address").with("address", text).with("why", error.message()),
        Reason::SameId(value, row) | Reason::SameAddress(value, row) => {
            say("import-row-same").with("value", value).with("row", *row)
        }
    }
}

/// What happens to someone, in a word.
pub fn kind(kind: Kind) -> Message {
    match kind {
        Kind::Leaving => say("change-leaving"),
        Kind::Moved => say("change-moved"),
        Kind::Changed => say("change-changed"),
        Kind::Back => say("change-back"),
        Kind::New => say("change-new"),
    }
}

/// How many of a kind, on a tab.
pub fn kind_tab(kind: Kind, count: usize) -> Message {
    let message = match kind {
        Kind::Leaving => say("changes-leaving"),
        Kind::Moved => say("changes-moved"),
        Kind::Changed => say("changes-changed"),
        Kind::Back => say("changes-back"),
        Kind::New => say("changes-new"),
    };
    message.with("count", count)
}

/// The name of what changes about someone.
pub fn field(field: Field) -> Message {
    match field {
        Field::Name => say("column-full-name"),
        Field::Email => say("column-email"),
        Field::Department => say("column-department"),
        Field::Language => say("column-language"),
        Field::EmployeeId => say("column-employee-id"),
    }
}
