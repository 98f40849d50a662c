//! A report as a workbook: an overview with charts, the table of groups, the method. Every name is written as text, so
//! none becomes a formula.

pub use rust_xlsxwriter::XlsxError;
use rust_xlsxwriter::{
    Chart, ChartDataLabel, ChartFormat, ChartPatternFill, ChartPatternFillType, ChartPoint, ChartSolidFill, Color,
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
};

use super::columns::{Figure, WORDS, category_key, figures, headings};
use super::tally::{CHOICES, FINE_THRESHOLD};
use super::{Category, PublishedReport, Row};
use crate::i18n::{Lang, full_date};
use crate::waves::local_time;

/// Widths of columns, in characters: of names, of figures, of sentences.
const NAME_WIDTH: f64 = 48.0;
const FIGURE_WIDTH: f64 = 13.0;
const SENTENCE_WIDTH: f64 = 100.0;
/// The same of shares with their category above them: with the themes' names as wide as sentences.
const THEME_WIDTH: f64 = 18.0;
/// How much of a column's width words fill before they are broken, and the height of a line in points: rows are made as
/// high as their words, since not every program works that out.
const FILLED: f64 = 0.85;
const LINE_HEIGHT: f64 = 15.0;
/// A4, by its number in the format.
const A4: u8 = 9;
/// Margins beside the table of groups, in inches, and how large it is printed, of a hundred: as large as lets the columns
/// up to the score and its range stand beside each other. With these figures a new page begins: with what respondents
/// alone say, and with the answers by score.
const MARGIN: f64 = 0.4;
const GROUPS_SCALE: u16 = 59;
const PAGES_BEGIN: [u32; 2] = [10, SCORES];
/// The overview's table begins in this row (from 0), its charts in this column.
const FIRST_ROW: u32 = 3;
const CHART_COLUMN: u16 = 3;
/// Rows that a chart takes.
const CHART_ROWS: u32 = 16;
/// Where the four parts stand among the figures of a row, and where the answers by score begin.
const PARTS: std::ops::RangeInclusive<u32> = 3..=6;
const SCORES: u32 = 14;
/// The colours of the page.
const PROMOTER: Color = Color::RGB(0x001d_5fa6);
const DETRACTOR: Color = Color::RGB(0x00b9_4a08);
const PASSIVE: Color = Color::RGB(0x006a_6f77);
const SILENT: Color = Color::RGB(0x00ec_ece8);
const SILENT_LINE: Color = Color::RGB(0x0083_888f);

/// Writes a report. `name` gives a row's name in the reader's language.
///
/// # Errors
/// When a text is longer than a cell may be.
pub fn write(report: &PublishedReport, lang: Lang, name: impl Fn(&Row) -> String) -> Result<Vec<u8>, XlsxError> {
    let looks = Looks::new();
    let mut workbook = Workbook::new();
    let made = ExcelDateTime::from_timestamp(report.headline.closed_at.and_utc().timestamp())?;
    workbook.set_properties(&DocProperties::new().set_title(&report.headline.title).set_creation_datetime(&made));
    overview(workbook.add_worksheet(), report, lang, &looks)?;
    groups(workbook.add_worksheet(), report, lang, &looks, name)?;
    if report.everyone().is_some() {
        themes(workbook.add_worksheet(), report, lang, &looks)?;
    }
    method(workbook.add_worksheet(), report, lang, &looks)?;
    workbook.save_to_buffer()
}

/// How cells look.
struct Looks {
    title: Format,
    heading: Format,
    /// Above figures, which stand at the right.
    heading_of_figures: Format,
    /// Text that stays text also when it is edited.
    name: Format,
    soft: Format,
    people: Format,
    points: Format,
    share: Format,
}

impl Looks {
    fn new() -> Self {
        let name = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_quote_prefix();
        let heading = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::Bottom)
            .set_border_bottom(FormatBorder::Thin);
        Self {
            title: Format::new().set_bold().set_font_size(14).set_quote_prefix(),
            heading_of_figures: heading.clone().set_align(FormatAlign::Right),
            heading,
            soft: Format::new().set_italic().set_font_color(PASSIVE).set_align(FormatAlign::Top),
            people: Format::new().set_num_format("#,##0").set_align(FormatAlign::Top),
            points: Format::new().set_num_format("0.0").set_align(FormatAlign::Top),
            share: Format::new().set_num_format("0%").set_align(FormatAlign::Top),
            name,
        }
    }

    /// Makes a row as high as words in a column of this width; most need one line, which every row has.
    fn fit(sheet: &mut Worksheet, row: u32, words: &str, width: f64) -> Result<(), XlsxError> {
        let letters = u32::try_from(words.chars().count()).unwrap_or(u32::MAX);
        let lines = (f64::from(letters) / (FILLED * width)).ceil();
        if lines > 1.0 { sheet.set_row_height(row, LINE_HEIGHT * lines).map(drop) } else { Ok(()) }
    }

    /// Makes the row of headings as high as the longest of them in columns of this width.
    fn fit_longest<'a>(
        sheet: &mut Worksheet,
        headings: impl IntoIterator<Item = &'a String>,
        width: f64,
    ) -> Result<(), XlsxError> {
        let longest = headings.into_iter().max_by_key(|heading| heading.chars().count());
        Self::fit(sheet, 0, longest.map_or("", String::as_str), width)
    }

    /// Writes a figure as the number that it is; nothing where there is none.
    fn figure(&self, sheet: &mut Worksheet, row: u32, column: u16, figure: Figure) -> Result<(), XlsxError> {
        match figure {
            Figure::People(people) => sheet.write_number_with_format(row, column, people, &self.people).map(drop),
            Figure::Tenths(Some(tenths)) => {
                let points = f64::from(i32::try_from(tenths).unwrap_or_default()) / 10.0;
                sheet.write_number_with_format(row, column, points, &self.points).map(drop)
            }
            Figure::Tenths(None) => Ok(()),
        }
    }
}

/// The whole wave, a figure a row, and its charts.
fn overview(sheet: &mut Worksheet, report: &PublishedReport, lang: Lang, looks: &Looks) -> Result<(), XlsxError> {
    let headline = &report.headline;
    let name = lang.say("xlsx-overview").to_string();
    let closed = local_time::to_local(headline.time_zone, headline.closed_at).date();
    let closed = lang.say("xlsx-closed").with("people", headline.headcount).with("date", full_date(lang, closed));
    sheet.set_name(&name)?.set_screen_gridlines(false).set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 1);
    sheet.set_column_width(0, NAME_WIDTH)?.set_column_width(1, FIGURE_WIDTH)?;
    sheet.write_string_with_format(0, 0, &headline.title, &looks.title)?;
    sheet.write_string_with_format(1, 0, closed.to_string(), &looks.soft)?;
    let Some(everyone) = report.everyone() else {
        let why = if headline.abandoned { "report-abandoned-short" } else { "report-too-few-short" };
        return sheet.write_string_with_format(FIRST_ROW, 0, lang.say(why).to_string(), &looks.name).map(drop);
    };
    // Only figures: whose they are stands above them.
    let labels = headings(lang).into_iter().skip(WORDS.into());
    for ((row, label), figure) in (FIRST_ROW..).zip(labels).zip(figures(everyone)) {
        sheet.write_string(row, 0, label)?;
        looks.figure(sheet, row, 1, figure)?;
    }
    let parts = [solid(PROMOTER), solid(PASSIVE), solid(DETRACTOR), hatched()];
    let rows = (FIRST_ROW + PARTS.start(), FIRST_ROW + PARTS.end());
    let parts = chart(&name, rows, &lang.say("parts-title").to_string(), &parts);
    sheet.insert_chart(FIRST_ROW, CHART_COLUMN, &parts)?;
    if everyone.distribution.is_some() {
        let rows = (FIRST_ROW + SCORES, FIRST_ROW + SCORES + u32::try_from(CHOICES - 1).unwrap_or_default());
        let bars: Vec<ChartPoint> = (0..).take(CHOICES).map(|score| solid(colour(Category::of(score)))).collect();
        let spread = chart(&name, rows, &lang.say("spread-heading").to_string(), &bars);
        sheet.insert_chart(FIRST_ROW + CHART_ROWS, CHART_COLUMN, &spread)?;
    }
    Ok(())
}

/// A column for each row of the overview's table, in a colour of its own, with its number on it.
fn chart(sheet: &str, rows: (u32, u32), title: &str, points: &[ChartPoint]) -> Chart {
    let mut chart = Chart::new_column();
    chart
        .add_series()
        .set_categories((sheet, rows.0, 0, rows.1, 0))
        .set_values((sheet, rows.0, 1, rows.1, 1))
        .set_points(points)
        .set_gap(40)
        .set_data_label(ChartDataLabel::new().show_value());
    chart.title().set_name(title);
    chart.legend().set_hidden();
    chart.set_alt_text(title);
    chart
}

fn colour(category: Category) -> Color {
    match category {
        Category::Promoter => PROMOTER,
        Category::Passive => PASSIVE,
        Category::Detractor => DETRACTOR,
    }
}

fn solid(colour: Color) -> ChartPoint {
    ChartPoint::new().set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(colour)))
}

fn hatched() -> ChartPoint {
    let hatch = ChartPatternFill::new()
        .set_pattern(ChartPatternFillType::DiagonalStripesWideUpwards)
        .set_background_color(SILENT)
        .set_foreground_color(SILENT_LINE)
        .clone();
    ChartPoint::new().set_format(ChartFormat::new().set_pattern_fill(&hatch))
}

/// The table of groups under a heading that stays.
fn groups(
    sheet: &mut Worksheet,
    report: &PublishedReport,
    lang: Lang,
    looks: &Looks,
    name: impl Fn(&Row) -> String,
) -> Result<(), XlsxError> {
    let headings = headings(lang);
    sheet.set_name(lang.say("xlsx-groups").to_string())?.set_paper_size(A4).set_landscape();
    sheet.set_freeze_panes(1, 1)?.set_repeat_rows(0, 0)?.set_repeat_columns(0, 0)?.set_column_width(0, NAME_WIDTH)?;
    sheet.set_margins(MARGIN, MARGIN, -1.0, -1.0, -1.0, -1.0).set_print_scale(GROUPS_SCALE);
    sheet.set_vertical_page_breaks(&PAGES_BEGIN.map(|figure| u32::from(WORDS) + figure))?;
    for (column, heading) in (0..).zip(&headings) {
        let look = if column < WORDS { &looks.heading } else { &looks.heading_of_figures };
        sheet.write_string_with_format(0, column, heading, look)?;
        if column > 0 {
            sheet.set_column_width(column, FIGURE_WIDTH)?;
        }
    }
    let (shown, withheld) = (lang.say("csv-shown").to_string(), lang.say("csv-withheld").to_string());
    let mut last = 0;
    // The first column is as wide as names.
    Looks::fit_longest(sheet, headings.iter().skip(1), FIGURE_WIDTH)?;
    for (line, row) in (1..).zip(&report.rows) {
        let name = name(row);
        sheet.write_string_with_format(line, 0, &name, &looks.name)?;
        Looks::fit(sheet, line, &name, NAME_WIDTH)?;
        let state = if row.figures.is_some() { &shown } else { &withheld };
        sheet.write_string_with_format(line, 1, state, &looks.soft)?;
        for (column, figure) in (WORDS..).zip(row.figures.as_ref().map(figures).into_iter().flatten()) {
            looks.figure(sheet, line, column, figure)?;
        }
        last = line;
    }
    sheet.autofilter(0, 0, last, u16::try_from(headings.len()).unwrap_or(u16::MAX) - 1).map(drop)
}

/// Themes by category, as shares that are at least so large; or that there are none to tell.
fn themes(sheet: &mut Worksheet, report: &PublishedReport, lang: Lang, looks: &Looks) -> Result<(), XlsxError> {
    sheet.set_name(lang.say("themes").to_string())?.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    let shares = report.told_themes();
    if shares.is_empty() {
        let none = lang.say("themes-none").with("threshold", FINE_THRESHOLD).to_string();
        sheet.set_column_width(0, SENTENCE_WIDTH)?.write_string_with_format(0, 0, &none, &looks.name)?;
        return Looks::fit(sheet, 0, &none, SENTENCE_WIDTH);
    }
    sheet.set_column_width(0, NAME_WIDTH)?;
    sheet.set_freeze_panes(1, 1)?.set_repeat_rows(0, 0)?;
    sheet.write_string_with_format(0, 0, lang.say("xlsx-theme").to_string(), &looks.heading)?;
    let heading =
        |category| lang.say("xlsx-at-least").with("category", lang.say(category_key(category)).to_string()).to_string();
    let headings = Category::ALL.map(heading);
    for (column, heading) in (1..).zip(&headings) {
        sheet.write_string_with_format(0, column, heading, &looks.heading)?;
        sheet.set_column_width(column, THEME_WIDTH)?;
    }
    Looks::fit_longest(sheet, &headings, THEME_WIDTH)?;
    let mut below = 1;
    for (row, theme) in (1..).zip(shares) {
        sheet.write_string_with_format(row, 0, theme.name(lang), &looks.name)?;
        for (column, category) in (1..).zip(Category::ALL) {
            if let Some(share) = theme.of(category) {
                sheet.write_number_with_format(row, column, f64::from(share) / 100.0, &looks.share)?;
            } else {
                let few = lang.say("themes-not-told").to_string();
                sheet.write_string_with_format(row, column, few, &looks.soft)?;
            }
        }
        below = row + 2;
    }
    let explained = lang.say("themes-by-category-explained").with("threshold", FINE_THRESHOLD).to_string();
    sheet.merge_range(below, 0, below, 3, &explained, &looks.name)?;
    Looks::fit(sheet, below, &explained, SENTENCE_WIDTH)
}

/// How the figures come about.
fn method(sheet: &mut Worksheet, report: &PublishedReport, lang: Lang, looks: &Looks) -> Result<(), XlsxError> {
    sheet
        .set_name(lang.say("xlsx-method").to_string())?
        .set_screen_gridlines(false)
        .set_paper_size(A4)
        .set_landscape()
        .set_column_width(0, SENTENCE_WIDTH)?;
    sheet.write_string_with_format(0, 0, lang.say("method-heading").to_string(), &looks.title)?;
    let sentences = ["method-groups", "method-score", "method-range", "xlsx-interval", "method-change"];
    let protection = lang.say("method-protection").with("threshold", report.threshold).to_string();
    let fine = lang.say("xlsx-fine").with("threshold", report.fine_threshold).to_string();
    let version = lang.say("xlsx-version").with("version", report.headline.method_version).to_string();
    let sentences = sentences.map(|key| lang.say(key).to_string()).into_iter().chain([protection, fine, version]);
    for (row, sentence) in (1..).zip(sentences) {
        sheet.write_string_with_format(row, 0, &sentence, &looks.name)?;
        Looks::fit(sheet, row, &sentence, SENTENCE_WIDTH)?;
    }
    Ok(())
}
