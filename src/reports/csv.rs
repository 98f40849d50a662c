//! The table of groups as CSV: machine-readable figures, headings in the reader's language, formulas defused.

use super::tally::CHOICES;
use super::{Figures, Interval, PublishedReport, Row, Score};
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
            Some(figures) => {
                cells.push(lang.say("csv-shown").to_string());
                cells.extend(figure_cells(figures));
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

fn headings(lang: Lang) -> Vec<String> {
    let keys = [
        "csv-group",
        "csv-state",
        "csv-headcount",
        "csv-respondents",
        "csv-rate",
        "part-promoters",
        "part-passives",
        "part-detractors",
        "part-silent",
        "report-score",
        "csv-low",
        "csv-high",
        "csv-respondents-score",
        "csv-interval-low",
        "csv-interval-high",
        "csv-before",
    ];
    let scores = (0..CHOICES).map(|score| lang.say("csv-gave").with("score", score).to_string());
    keys.into_iter().map(|key| lang.say(key).to_string()).chain(scores).collect()
}

fn figure_cells(figures: &Figures) -> Vec<String> {
    let counts = &figures.counts;
    let range = counts.range();
    let interval = Interval::of(counts);
    let rate = Score::new(i64::from(counts.respondents()), counts.headcount);
    let mut cells: Vec<String> = vec![counts.headcount.to_string(), counts.respondents().to_string(), tenths(rate)];
    let people = [counts.promoters, counts.passives, counts.detractors, counts.silent()];
    cells.extend(people.map(|people| people.to_string()));
    cells.extend(
        [counts.score(), range.map(|ends| ends.0), range.map(|ends| ends.1), counts.respondents_score()].map(tenths),
    );
    cells.extend([interval.map(|ends| ends.low), interval.map(|ends| ends.high)].map(decimal));
    cells.push(tenths(figures.before.and_then(|before| before.score())));
    cells.extend(figures.distribution.iter().flatten().map(u32::to_string));
    cells
}

/// One decimal, half away from zero, a point, and a minus that machines know.
fn tenths(score: Option<Score>) -> String {
    score.map_or_else(String::new, |score| {
        let (sign, tenths) = (if score.tenths() < 0 { "-" } else { "" }, score.tenths().abs());
        format!("{sign}{}.{}", tenths / 10, tenths % 10)
    })
}

fn decimal(figure: Option<f64>) -> String {
    figure.map_or_else(String::new, |figure| {
        let text = format!("{:.1}", (figure * 10.0).round() / 10.0);
        if text == "-0.0" { "0.0".to_owned() } else { text }
    })
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
    fn figures_have_one_decimal_and_round_half_away_from_zero() {
        assert_eq!(tenths(Score::new(-320, 1470)), "-21.8");
        assert_eq!(tenths(Score::new(-1, 800)), "-0.1");
        assert_eq!(tenths(Score::new(-1, 80_000)), "0.0");
        assert_eq!(tenths(Score::new(49, 400)), "12.3");
        assert_eq!(tenths(None), "");
        assert_eq!(decimal(Some(-0.04)), "0.0");
    }
}
