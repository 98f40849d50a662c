//! From text to rows of cells, numbered as a spreadsheet numbers them.

use csv::{ReaderBuilder, StringRecord};

use super::{FileError, MAX_ROWS};

/// A row with something in it.
#[derive(Debug)]
pub struct Row {
    /// Its number in a spreadsheet: the first is 1, empty rows count, a cell of several lines is in one row.
    pub number: usize,
    /// Its cells.
    pub cells: StringRecord,
    /// Whether something follows a closing quotation mark, so that the cells may be cut wrongly.
    pub stray_quote: bool,
}

impl Row {
    /// A cell without the spaces around it; empty where there is none.
    pub fn cell(&self, index: usize) -> &str {
        self.cells.get(index).unwrap_or_default().trim()
    }

    /// How many cells there are up to the last that has something in it.
    pub fn width(&self) -> usize {
        (0..self.cells.len()).rev().find(|index| !self.cell(*index).is_empty()).map_or(0, |last| last + 1)
    }
}

/// Cuts a text into rows; empty ones are left out.
///
/// # Errors
/// When a quotation mark opens and swallows the rows after it, or there are too many rows.
pub fn rows(text: &str, delimiter: u8) -> Result<Vec<Row>, FileError> {
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut found = Vec::new();
    let (mut number, mut start) = (0, 0);
    let mut cells = StringRecord::new();
    while reader.read_record(&mut cells).map_err(|_| FileError::Binary)? {
        let end = usize::try_from(reader.position().byte()).unwrap_or(text.len());
        let (blank, raw) = without_blank_lines(text.as_bytes(), start, end);
        number += blank + 1;
        start = end;
        let quotes = quotes(raw, delimiter);
        if quotes == Quotes::NeverClosed || quotes == Quotes::TextAfter && lines(raw) > 1 {
            return Err(FileError::QuoteNeverCloses { row: number });
        }
        let row = Row { number, stray_quote: quotes == Quotes::TextAfter, cells: std::mem::take(&mut cells) };
        if row.width() > 0 {
            found.push(row);
        }
        if found.len() > MAX_ROWS + 1 {
            return Err(FileError::TooManyRows);
        }
    }
    Ok(found)
}

/// The reader skips empty lines and may leave the second half of a line break to the next record.
fn without_blank_lines(text: &[u8], start: usize, end: usize) -> (usize, &[u8]) {
    let mut raw = &text[start..end];
    if start > 0 && text[start - 1] == b'\r' {
        raw = raw.strip_prefix(b"\n").unwrap_or(raw);
    }
    let mut blank = 0;
    while let Some(rest) =
        raw.strip_prefix(b"\r\n").or_else(|| raw.strip_prefix(b"\n")).or_else(|| raw.strip_prefix(b"\r"))
    {
        raw = rest;
        blank += 1;
    }
    (blank, raw)
}

fn lines(raw: &[u8]) -> usize {
    let text = raw.trim_ascii_end();
    1 + text.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count()
}

#[derive(Debug, PartialEq, Eq)]
enum Quotes {
    Fine,
    NeverClosed,
    TextAfter,
}

/// Whether every quotation mark that opens a cell also ends it.
fn quotes(raw: &[u8], delimiter: u8) -> Quotes {
    enum At {
        CellStart,
        Plain,
        Quoted,
        AfterQuote,
    }
    let mut at = At::CellStart;
    for byte in raw {
        let ends_cell = *byte == delimiter || matches!(byte, b'\n' | b'\r');
        at = match (at, *byte) {
            (At::Quoted, b'"') => At::AfterQuote,
            (At::CellStart | At::AfterQuote, b'"') | (At::Quoted, _) => At::Quoted,
            _ if ends_cell => At::CellStart,
            (At::AfterQuote, _) => return Quotes::TextAfter,
            (At::CellStart | At::Plain, _) => At::Plain,
        };
    }
    if matches!(at, At::Quoted) { Quotes::NeverClosed } else { Quotes::Fine }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<usize> {
        rows(text, b',').unwrap().iter().map(|row| row.number).collect()
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_numbers_them() {
        assert_eq!(numbers("a,b\n1,2\n3,4\n"), [1, 2, 3]);
        assert_eq!(numbers("a,b\r\n1,2\r\n\r\n3,4"), [1, 2, 4]);
        assert_eq!(numbers("a\r1\r\r2\r"), [1, 2, 4]);
        assert_eq!(numbers("a,b\n\"1\n1\",2\n3,4\n"), [1, 2, 3]);
        assert_eq!(numbers("\n\na,b\n,,\n1,2"), [3, 5]);
    }

    #[test]
    fn a_quotation_mark_that_swallows_rows_is_named() {
        let row_of = |text: &str| rows(text, b',').unwrap_err();
        assert_eq!(row_of("a,b\n1,\"x\n2,y\n"), FileError::QuoteNeverCloses { row: 2 });
        assert_eq!(row_of("a,b\n0,y\n1,\"x\n2,\"y\",z\n"), FileError::QuoteNeverCloses { row: 3 });
    }

    #[test]
    fn quotes_inside_one_row_are_only_that_rows_problem() {
        let found = rows("a,b\n\"x\" y,1\nsay \"hi\",2\n\"he said \"\"hi\"\"\",3\n", b',').unwrap();
        assert_eq!(found.iter().map(|row| row.stray_quote).collect::<Vec<_>>(), [false, true, false, false]);
        assert_eq!(found[3].cell(0), "he said \"hi\"");
    }
}
