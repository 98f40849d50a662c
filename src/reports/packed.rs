//! How a row of the table is stored: its figures as one text of numbers, since a report may have thousands of rows and
//! is read anew for every page, and JSON takes several times as long over a number as over a letter.

use std::fmt::{self, Write as _};

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::published::{Figures, Row, RowKind};
use super::tally::CHOICES;
use super::{Counts, Distribution};
use crate::db::DepartmentId;

/// Group, kind, path, department, and figures.
#[derive(Serialize, Deserialize)]
pub(super) struct PackedRow(i32, RowKind, Vec<String>, Option<DepartmentId>, Option<PackedFigures>);

/// Three lists of numbers, of which the last two may be empty: counts, those of the wave before, and answers by score.
/// `20 3 4 5;18 2 2 2;` has no distribution.
struct PackedFigures(Figures);

/// Headcount, promoters, passives, detractors.
fn pack(counts: Counts) -> [u32; 4] {
    [counts.headcount, counts.promoters, counts.passives, counts.detractors]
}

fn unpack([headcount, promoters, passives, detractors]: [u32; 4]) -> Counts {
    Counts { headcount, promoters, passives, detractors }
}

fn write(text: &mut String, numbers: &[u32]) {
    for (index, number) in numbers.iter().enumerate() {
        let space = if index == 0 { "" } else { " " };
        // Writing to a string cannot fail.
        let _ = write!(text, "{space}{number}");
    }
}

/// A text that is not what it should be.
struct Broken;

/// So many numbers, or none at all. It goes over the text once: a page reads tens of thousands of numbers.
fn read<const COUNT: usize>(text: Option<&[u8]>) -> Result<Option<[u32; COUNT]>, Broken> {
    let text = text.ok_or(Broken)?;
    if text.is_empty() {
        return Ok(None);
    }
    let (mut numbers, mut at, mut is_begun) = ([0_u32; COUNT], 0, false);
    for byte in text {
        match byte {
            b'0'..=b'9' => {
                let number = numbers.get_mut(at).ok_or(Broken)?;
                let more = number.checked_mul(10).and_then(|tens| tens.checked_add(u32::from(byte - b'0')));
                (*number, is_begun) = (more.ok_or(Broken)?, true);
            }
            b' ' if is_begun => (at, is_begun) = (at + 1, false),
            _ => return Err(Broken),
        }
    }
    if is_begun && at + 1 == COUNT { Ok(Some(numbers)) } else { Err(Broken) }
}

impl PackedFigures {
    fn read(text: &str) -> Result<Self, Broken> {
        let mut lists = text.as_bytes().split(|byte| *byte == b';');
        let counts = unpack(read(lists.next())?.ok_or(Broken)?);
        let before = read(lists.next())?.map(unpack);
        let distribution: Option<Distribution> = read::<CHOICES>(lists.next())?;
        if lists.next().is_some() { Err(Broken) } else { Ok(Self(Figures { counts, before, distribution })) }
    }
}

impl Serialize for PackedFigures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Figures { counts, before, distribution } = &self.0;
        let mut text = String::new();
        write(&mut text, &pack(*counts));
        text.push(';');
        write(&mut text, before.map(pack).as_ref().map_or(&[][..], |numbers| &numbers[..]));
        text.push(';');
        write(&mut text, distribution.as_ref().map_or(&[][..], |numbers| &numbers[..]));
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for PackedFigures {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Numbers;
        impl Visitor<'_> for Numbers {
            type Value = PackedFigures;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("three lists of numbers")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<PackedFigures, E> {
                PackedFigures::read(text).map_err(|Broken| E::custom("no three lists of numbers"))
            }
        }
        deserializer.deserialize_str(Numbers)
    }
}

impl From<Row> for PackedRow {
    fn from(Row { group, kind, path, department, figures }: Row) -> Self {
        Self(group, kind, path, department, figures.map(PackedFigures))
    }
}

impl From<PackedRow> for Row {
    fn from(PackedRow(group, kind, path, department, packed): PackedRow) -> Self {
        Self { group, kind, path, department, figures: packed.map(|PackedFigures(figures)| figures) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::ordered_id;

    #[test]
    fn a_row_is_read_as_it_was_stored() {
        let counts = Counts { headcount: 20, promoters: 3, passives: 4, detractors: 5 };
        let all = Figures { counts, before: Some(counts), distribution: Some([1; 11]) };
        let few = Figures { before: None, distribution: None, ..all.clone() };
        for figures in [Some(all), Some(few), None] {
            let path = vec!["Sales".to_owned(), "Касса № 1".to_owned()];
            let row = Row { group: 7, kind: RowKind::Others, path, department: Some(ordered_id()), figures };
            let stored = serde_json::to_string(&row).unwrap();
            assert_eq!(serde_json::from_str::<Row>(&stored).unwrap(), row);
        }
    }

    #[test]
    fn figures_that_are_not_whole_are_refused() {
        let lists = ["", ";;", "1 2 3;;", "1 2 3 4", "1 2 3 4;;;", "1 2 3 4;1;", "1 2 3 4;;1 2 3"];
        let numbers = ["1 2 3 x;;", "1 2 3 4 5;;", "1  2 3 4;;", " 1 2 3 4;;", "1 2 3 4 ;;", "1 2 3 4294967296;;"];
        for text in lists.into_iter().chain(numbers) {
            assert!(PackedFigures::read(text).is_err(), "{text}");
        }
        assert!(PackedFigures::read("1 2 3 4294967295;;").is_ok());
        assert!(PackedFigures::read("4 1 1 1;;").is_ok());
    }
}
