//! How what went wrong with a roster is said.

use crate::i18n::{Message, say};
use crate::people::import::{
    Column, Encoding, Field, FileError, Kind, MAX_BYTES, MAX_COLUMNS, MAX_LEVELS, MAX_ROWS, Reason,
};

/// The headings of the template.
pub const TEMPLATE_HEADINGS: [&str; 8] = [
    "column-employee-id",
    "column-full-name",
    "column-first-name",
    "column-email",
    "column-department",
    "column-team",
    "column-language",
    "column-time-zone",
];

/// What is wrong with a file as a whole, and what to do.
pub fn file_error(error: &FileError) -> Message {
    match error {
        FileError::Empty => say("import-empty"),
        FileError::NoPeople => say("import-no-people"),
        FileError::Binary => say("import-binary"),
        FileError::UnknownEncoding => say("encoding-lead"),
        FileError::Columns(_) => say("columns-unclear"),
        FileError::NoHeadings { row } => say("import-no-headings").with("row", *row),
        FileError::TooManyColumns => say("import-too-many-columns").with("limit", MAX_COLUMNS),
        FileError::TooBig => say("import-too-big").with("limit", MAX_BYTES / 1024 / 1024),
        FileError::TooManyRows => say("import-too-many-rows").with("limit", MAX_ROWS),
        FileError::QuoteNeverCloses { row } => say("import-quote").with("row", *row),
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
        Column::TimeZone => say("column-time-zone"),
    }
}

/// What a column holds, as a choice.
pub fn choice(of: Column) -> Message {
    match of {
        Column::FirstName => say("column-first-name"),
        Column::MiddleName => say("column-middle-name"),
        Column::LastName => say("column-last-name"),
        Column::NotKept => say("preview-column-not-kept"),
        of => column(of),
    }
}

/// The name of an encoding, with what it is known by.
pub fn encoding(encoding: Encoding) -> Message {
    match encoding {
        Encoding::Utf8 => say("encoding-utf-8"),
        Encoding::Utf16Le | Encoding::Utf16Be => say("encoding-utf-16"),
        Encoding::Windows1251 => say("encoding-windows-1251"),
        Encoding::Ibm866 => say("encoding-ibm866"),
        Encoding::Koi8R => say("encoding-koi8-r"),
        Encoding::Windows1252 => say("encoding-windows-1252"),
        Encoding::Windows1250 => say("encoding-windows-1250"),
    }
}

/// What stands between the cells of a file.
pub fn delimiter(delimiter: u8) -> Message {
    match delimiter {
        b';' => say("preview-semicolons"),
        b'\t' => say("preview-tabs"),
        _ => say("preview-commas"),
    }
}

/// Where in a row a problem lies.
pub fn place(reason: &Reason) -> Message {
    match reason {
        Reason::TooFewCells(..) | Reason::TooManyCells(..) | Reason::StrayQuote => say("import-whole-row"),
        Reason::ControlCharacter(which) | Reason::LostLetter(which) | Reason::TooLong(which, _) => column(*which),
        Reason::TooDeep => column(Column::Department),
        Reason::NoName => column(Column::FullName),
        Reason::Address(..) | Reason::SameAddress(..) => column(Column::Email),
        Reason::TimeZone(..) => column(Column::TimeZone),
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
        Reason::LostLetter(_) => say("import-row-lost"),
        Reason::TooLong(_, limit) => say("import-row-long").with("limit", *limit),
        Reason::TooDeep => say("import-row-deep").with("limit", MAX_LEVELS),
        Reason::NoName => say("import-row-empty"),
        Reason::Address(text, error) if text.is_empty() => error.message(),
        Reason::Address(text, error) => say("import-row-address").with("address", text).with("why", error.message()),
        Reason::TimeZone(text) => say("import-row-time-zone").with("text", text),
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
        Field::FirstName => say("column-first-name"),
        Field::Email => say("column-email"),
        Field::Department => say("column-department"),
        Field::Language => say("column-language"),
        Field::TimeZone => say("column-time-zone"),
        Field::EmployeeId => say("column-employee-id"),
    }
}
