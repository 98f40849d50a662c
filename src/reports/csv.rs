//! The table of groups as CSV: machine-readable figures, headings in the reader's language, formulas defused.

use super::columns::{Figure, figures, headings};
use super::{PublishedReport, Row};
use crate::i18n::Lang;

/// Tells Excel that the file is UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Writes the table of a report. `name` gives a row's name in the reader's language.
///
/// # Errors
/// When the writer cannot write to memory.
pub fn write(report: &PublishedReport, lang: Lang, name: impl Fn(&Row) -> String) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new().from_writer(BYTE_ORDER_MARK.to_vec());
    writer.write_record(headings(lang).iter().map(|heading| defused(heading)))?;
    for row in &report.rows {
        let mut cells = vec![name(row)];
        match &row.figures {
            Some(of_row) => {
                cells.push(lang.say("csv-shown").to_string());
                cells.extend(figures(of_row).into_iter().map(plain));
            }
            None => cells.push(lang.say("csv-withheld").to_string()),
        }
        cells.resize(headings(lang).len(), String::new());
        let is_figure = |position: usize| position > 1;
        let cells = cells.iter().enumerate();
        writer.write_record(cells.map(|(at, cell)| if is_figure(at) { cell.clone() } else { defused(cell) }))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// A point for the decimals, and a minus that machines know.
fn plain(figure: Figure) -> String {
    match figure {
        Figure::People(people) => people.to_string(),
        Figure::Tenths(None) => String::new(),
        Figure::Tenths(Some(tenths)) => {
            let sign = if tenths < 0 { "-" } else { "" };
            format!("{sign}{}.{}", tenths.abs() / 10, tenths.abs() % 10)
        }
    }
}

/// A cell that no spreadsheet takes for a formula.
///
/// ```
/// use candor::reports::csv::defused;
/// assert_eq!(defused("=1+1"), "'=1+1");
/// assert_eq!(defused("R&D"), "R&D");
/// ```
#[must_use]
pub fn defused(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_one_decimal_and_a_sign_that_machines_know() {
        let tenths = [Some(-218), Some(-1), Some(0), Some(123), None].map(|tenths| plain(Figure::Tenths(tenths)));
        assert_eq!(tenths, ["-21.8", "-0.1", "0.0", "12.3", ""]);
        assert_eq!(plain(Figure::People(1470)), "1470");
    }
}
