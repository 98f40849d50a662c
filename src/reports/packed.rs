//! How a row of the table is stored: as one text, since a report may have thousands of rows and is read anew for every
//! page, and JSON takes several times as long over many small things as over one text.
//!
//! `7|group|<department>|20 3 4 5;18 2 2 2;|5,4|SalesRiga`: the group's number; what the row stands for; the department's
//! id, or nothing; figures, or nothing; how many bytes each name of the path has; and the names.

use std::fmt::{self, Write as _};

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::published::{Figures, Row, RowKind};
use super::tally::CHOICES;
use super::{Counts, Distribution, GroupPath};

/// A row that is stored as one text.
pub(super) struct PackedRow(Row);

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

/// A number at the beginning of a text, and what follows it. By bytes: a page reads tens of thousands of numbers.
fn number(text: &[u8]) -> Result<(u32, &[u8]), Broken> {
    let (mut number, mut rest) = (0_u32, text);
    while let [digit @ b'0'..=b'9', after @ ..] = rest {
        number = number.checked_mul(10).and_then(|tens| tens.checked_add(u32::from(digit - b'0'))).ok_or(Broken)?;
        rest = after;
    }
    if rest.len() == text.len() { Err(Broken) } else { Ok((number, rest)) }
}

/// So many numbers, or none at all, up to the next semicolon; the last list ends with the text.
fn read<const COUNT: usize>(text: &mut &[u8], is_last: bool) -> Result<Option<[u32; COUNT]>, Broken> {
    let is_end = |rest: &[u8]| if is_last { rest.is_empty() } else { rest.first() == Some(&b';') };
    let (mut numbers, mut rest, is_none) = ([0; COUNT], *text, is_end(text));
    for (at, place) in numbers.iter_mut().enumerate().filter(|_| !is_none) {
        if at > 0 {
            rest = rest.strip_prefix(b" ").ok_or(Broken)?;
        }
        (*place, rest) = number(rest)?;
    }
    if !is_end(rest) {
        return Err(Broken);
    }
    *text = rest.get(1..).unwrap_or_default();
    Ok((!is_none).then_some(numbers))
}

/// Three lists of numbers, of which the last two may be empty: counts, those of the wave before, and answers by score.
/// `20 3 4 5;18 2 2 2;` has no distribution.
fn read_figures(text: &str) -> Result<Figures, Broken> {
    let mut text = text.as_bytes();
    let counts = unpack(read(&mut text, false)?.ok_or(Broken)?);
    let before = read(&mut text, false)?.map(unpack);
    let distribution: Option<Distribution> = read::<CHOICES>(&mut text, true)?;
    Ok(Figures { counts, before, distribution })
}

fn write_figures(text: &mut String, figures: &Figures) {
    let Figures { counts, before, distribution } = figures;
    write(text, &pack(*counts));
    text.push(';');
    write(text, before.map(pack).as_ref().map_or(&[][..], |numbers| &numbers[..]));
    text.push(';');
    write(text, distribution.as_ref().map_or(&[][..], |numbers| &numbers[..]));
}

/// The words for what a row stands for.
const KINDS: [(RowKind, &str); 3] =
    [(RowKind::Group, "group"), (RowKind::Others, "others"), (RowKind::Direct, "direct")];

/// What stands before the next bar.
fn part<'a>(rest: &mut &'a str) -> Result<&'a str, Broken> {
    let at = rest.bytes().position(|byte| byte == b'|').ok_or(Broken)?;
    let (part, after) = rest.split_at(at);
    *rest = &after[1..];
    Ok(part)
}

fn read_row(text: &str) -> Result<Row, Broken> {
    let mut rest = text;
    let group = part(&mut rest)?.parse().map_err(|_| Broken)?;
    let word = part(&mut rest)?;
    let (kind, _) = KINDS.into_iter().find(|(_, its)| *its == word).ok_or(Broken)?;
    let department = match part(&mut rest)? {
        "" => None,
        id => Some(id.parse().map_err(|_| Broken)?),
    };
    let figures = match part(&mut rest)? {
        "" => None,
        figures => Some(read_figures(figures)?),
    };
    let lengths = part(&mut rest)?;
    let path = read_path(rest, lengths.as_bytes())?;
    Ok(Row { group, kind, path, department, figures })
}

/// Names by their lengths, which stand between commas.
fn read_path(names: &str, lengths: &[u8]) -> Result<GroupPath, Broken> {
    let each = lengths.split(|byte| *byte == b',').filter(|_| !lengths.is_empty());
    let lengths = each.map(|length| match number(length) {
        Ok((length, [])) => usize::try_from(length).ok(),
        _ => None,
    });
    GroupPath::unpack(names, lengths).ok_or(Broken)
}

fn write_row(row: &Row) -> Result<String, fmt::Error> {
    let mut text = String::new();
    let (_, kind) = KINDS.into_iter().find(|(kind, _)| *kind == row.kind).ok_or(fmt::Error)?;
    write!(text, "{}|{kind}|", row.group)?;
    if let Some(department) = row.department {
        write!(text, "{}", department.uuid().simple())?;
    }
    text.push('|');
    if let Some(figures) = &row.figures {
        write_figures(&mut text, figures);
    }
    let (names, lengths) = row.path.packed();
    let lengths: Vec<String> = lengths.map(|length| length.to_string()).collect();
    write!(text, "|{}|{names}", lengths.join(","))?;
    Ok(text)
}

impl Serialize for PackedRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = write_row(&self.0).map_err(serde::ser::Error::custom)?;
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for PackedRow {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = PackedRow;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a row of a report")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<PackedRow, E> {
                read_row(text).map(PackedRow).map_err(|Broken| E::custom("no row of a report"))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

impl From<Row> for PackedRow {
    fn from(row: Row) -> Self {
        Self(row)
    }
}

impl From<PackedRow> for Row {
    fn from(PackedRow(row): PackedRow) -> Self {
        row
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
        let names = ["Sales", "Касса № 1", "A|B \"C\", 3|", ""];
        for (number, figures) in (0..).zip([Some(all), Some(few), None]) {
            for (kind, _) in KINDS {
                let path = names[..number].iter().collect();
                let department = (number > 0).then(ordered_id);
                let row = Row { group: 7, kind, path, department, figures: figures.clone() };
                let stored = serde_json::to_string(&row).unwrap();
                assert_eq!(serde_json::from_str::<Row>(&stored).unwrap(), row);
            }
        }
    }

    #[test]
    fn figures_that_are_not_whole_are_refused() {
        let lists = ["", ";;", "1 2 3;;", "1 2 3 4", "1 2 3 4;;;", "1 2 3 4;1;", "1 2 3 4;;1 2 3"];
        let numbers = [
            "1 2 3 x;;",
            "1 2 3 4 5;;",
            "1  2 3 4;;",
            " 1 2 3 4;;",
            "1 2 3 4 ;;",
            "1 2 3 4294967296;;",
            "1 2 3 99999999999999999999;;",
        ];
        for text in lists.into_iter().chain(numbers) {
            assert!(read_figures(text).is_err(), "{text}");
        }
        assert!(read_figures("1 2 3 4294967295;;").is_ok());
        assert!(read_figures("4 1 1 1;;").is_ok());
    }

    #[test]
    fn a_row_that_is_not_whole_is_refused() {
        assert!(read_row("7|group||4 1 1 1;;|2,2|ABCD").is_ok());
        let broken = ["", "7|group", "x|group||||", "7|team||||", "7|group|no-id|||", "7|group||4;;||"];
        let lengths = ["3|AB", "1|AB", "x|AB", "1|Ж", "1,|AB", ",1|A", "1,,1|AB", "1 1|AB"];
        let names = lengths.map(|names| format!("7|group|||{names}"));
        for text in broken.map(str::to_owned).into_iter().chain(names) {
            assert!(read_row(&text).is_err(), "{text}");
        }
    }
}
