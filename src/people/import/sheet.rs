//! A file cut into rows, with its heading found; what its columns hold is still open.

use super::columns::unclear;
use super::delimiter::{delimiter, without_mark};
use super::heading::recognise_all;
use super::mapping::{Headings, Mapping};
use super::parse::read_rows;
use super::rows::{Row, rows};
use super::text::decode;
use super::{Column, Encoding, FileError, HEADING_AMONG, MAX_BYTES, MAX_COLUMNS, Roster, Unclear};
use crate::email::Address;

/// First values shown of a column.
const SAMPLES: usize = 3;
/// Rows in which first values are looked for.
const SAMPLED_ROWS: usize = 200;
/// The longest value shown of a column, in characters.
const SAMPLE_LENGTH: usize = 40;

/// A file cut into rows.
#[derive(Debug)]
pub struct Sheet {
    rows: Vec<Row>,
    headings: Vec<String>,
    /// How its bytes stand for letters.
    pub encoding: Encoding,
    /// Whether the bytes leave no doubt about it.
    pub is_certain: bool,
    /// What stands between its cells: a comma, a semicolon or a tab.
    pub delimiter: u8,
}

impl Sheet {
    /// Cuts a file into rows.
    ///
    /// # Errors
    /// When the file as a whole cannot be used, or its encoding must be asked for.
    pub fn read(bytes: &[u8], chosen: Option<Encoding>) -> Result<Self, FileError> {
        if bytes.len() > MAX_BYTES {
            return Err(FileError::TooBig);
        }
        let text = decode(bytes, chosen)?;
        let delimiter = delimiter(&text.content);
        let mut rows = rows(without_mark(&text.content), delimiter)?;
        let place = heading_among(&rows).ok_or(FileError::Empty)?;
        let heading = rows.drain(..=place).next_back().ok_or(FileError::Empty)?;
        let headings: Vec<String> = (0..heading.width()).map(|place| heading.cell(place).to_owned()).collect();
        if rows.is_empty() {
            return Err(FileError::NoPeople);
        }
        if headings.len() > MAX_COLUMNS {
            return Err(FileError::TooManyColumns);
        }
        if headings.iter().any(|heading| Address::parse(heading).is_ok()) {
            return Err(FileError::NoHeadings { row: heading.number });
        }
        Ok(Self { rows, headings, encoding: text.encoding, is_certain: text.is_certain, delimiter })
    }

    /// The headings, as written.
    #[must_use]
    pub fn headings(&self) -> Vec<&str> {
        self.headings.iter().map(String::as_str).collect()
    }

    /// The headings, as a mapping knows them.
    #[must_use]
    pub fn names(&self) -> Headings {
        Headings::new(&self.headings())
    }

    /// What the columns hold by their headings.
    #[must_use]
    pub fn recognised(&self) -> Vec<Option<Column>> {
        recognise_all(&self.headings())
    }

    /// What the columns hold: by a mapping, or by their headings.
    #[must_use]
    pub fn meanings(&self, mapping: Option<&Mapping>) -> Vec<Option<Column>> {
        mapping.map_or_else(|| self.recognised(), |mapping| self.names().meanings(mapping))
    }

    /// What the columns seem to hold, to begin with where that is asked: a column of addresses is one, whatever its
    /// heading.
    #[must_use]
    pub fn guessed(&self) -> Vec<Option<Column>> {
        let mut found = self.recognised();
        if !found.contains(&Some(Column::Email))
            && let Some(place) = (0..found.len()).find(|place| found[*place].is_none() && self.holds_addresses(*place))
        {
            found[place] = Some(Column::Email);
        }
        found
    }

    fn holds_addresses(&self, place: usize) -> bool {
        let samples = self.samples(place);
        !samples.is_empty() && samples.iter().all(|text| Address::parse(text).is_ok())
    }

    /// The first values of a column that differ.
    #[must_use]
    pub fn samples(&self, place: usize) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for row in self.rows.iter().take(SAMPLED_ROWS) {
            let cell = row.cell(place);
            let mut text: String = cell.chars().filter(|c| !c.is_control()).take(SAMPLE_LENGTH).collect();
            if cell.chars().nth(SAMPLE_LENGTH).is_some() {
                text.push('…');
            }
            if !text.is_empty() && !found.contains(&text) {
                found.push(text);
            }
            if found.len() == SAMPLES {
                break;
            }
        }
        found
    }

    /// Whether the headings say by themselves that the columns hold this. What is recognised and not kept counts as
    /// ignored.
    #[must_use]
    pub fn is_recognised_as(&self, meanings: &[Option<Column>]) -> bool {
        let kept = |column: &Option<Column>| column.filter(|column| *column != Column::NotKept);
        self.recognised().iter().map(kept).eq(meanings.iter().map(kept))
    }

    /// Reads the rows.
    ///
    /// # Errors
    /// When it is unclear what the columns hold. Bad rows are no error: they are in [`Roster::problems`].
    pub fn roster(&self, meanings: &[Option<Column>]) -> Result<Roster, FileError> {
        read_rows(&self.rows, &self.headings(), meanings)
    }
}

/// The heading among the first rows: titles and dates may stand above it.
fn heading_among(rows: &[Row]) -> Option<usize> {
    let first = &rows[..rows.len().min(HEADING_AMONG)];
    let meanings = |row: &Row| recognise_all(&row.cells.iter().collect::<Vec<_>>());
    let is_whole = |row: &Row| unclear(&meanings(row)).iter().all(|unclear| matches!(unclear, Unclear::Twice { .. }));
    let whole = first.iter().position(is_whole);
    let some = || first.iter().position(|row| meanings(row).iter().flatten().count() > 1);
    let wide = || first.iter().position(|row| row.width() > 1);
    whole.or_else(some).or_else(wide).or((!rows.is_empty()).then_some(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(text: &str) -> Sheet {
        Sheet::read(text.as_bytes(), None).unwrap()
    }

    #[test]
    fn titles_may_stand_above_the_heading() {
        let found = sheet("Список сотрудников\nна 1 марта\n\nФИО;Почта\nАнна;a@example.com\n");
        assert_eq!(found.headings(), ["ФИО", "Почта"]);
        let roster = found.roster(&found.recognised()).unwrap();
        assert_eq!(roster.people[0].row, 5);
        assert_eq!(sheet("Report\nWho,Where to\nAnn,a@example.com\n").headings(), ["Who", "Where to"]);
    }

    #[test]
    fn a_file_without_headings_loses_nobody() {
        let read = |text: &str| Sheet::read(text.as_bytes(), None).map(drop);
        assert_eq!(read("Ann,ann@example.com\nBob,bob@example.com\n"), Err(FileError::NoHeadings { row: 1 }));
    }

    #[test]
    fn a_column_of_addresses_is_proposed_as_such() {
        let found = sheet("Who,Contact,Note\nAnn,ann@example.com,\nBob,bob@example.com,x\n");
        assert_eq!(found.guessed(), [None, Some(Column::Email), None]);
        assert_eq!(found.samples(2), ["x"]);
    }
}
