//! Pages and files as texts that a person can read, and compare with what they were.

use std::fmt::Write as _;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use scraper::{ElementRef, Html, Node, Selector};

/// Attributes that say how, not what: they are the same on every page of a kind.
const PASSED_OVER: [&str; 7] =
    ["role", "aria-hidden", "focusable", "viewbox", "preserveaspectratio", "aria-describedby", "autocomplete"];
/// A hatch is as long as many words.
const LONG: usize = 80;

/// What stands in the middle of a page: each element on a line, under what it stands in.
pub fn page(text: &str) -> String {
    let html = Html::parse_document(text);
    let main = html.select(&Selector::parse("main").unwrap()).next().unwrap();
    let mut outline = String::new();
    element(main, 0, &mut outline);
    outline
}

fn element(of: ElementRef, depth: usize, outline: &mut String) {
    let value = of.value();
    if value.name() == "script" || value.classes().any(|class| class == "defs") {
        return;
    }
    let mut attributes: Vec<_> =
        value.attrs().filter(|(name, _)| !PASSED_OVER.contains(&&*name.to_lowercase())).collect();
    attributes.sort_unstable();
    let mut line = format!("{}{}", "  ".repeat(depth), value.name());
    for (name, value) in attributes {
        match (name, value) {
            ("id", value) => write!(line, "#{value}"),
            ("class", value) => write!(line, ".{}", value.split_whitespace().collect::<Vec<_>>().join(".")),
            (name, "") => write!(line, " {name}"),
            ("d", path) => write!(line, " d={}", short(path)),
            (name, value) => write!(line, " {name}={value}"),
        }
        .unwrap();
    }
    let has_elements = of.children().any(|child| child.value().is_element());
    if !has_elements {
        let text = words(&of.text().collect::<String>());
        let between = if text.is_empty() { "" } else { ": " };
        writeln!(outline, "{line}{between}{text}").unwrap();
        return;
    }
    writeln!(outline, "{line}").unwrap();
    for child in of.children() {
        match child.value() {
            Node::Text(text) if !words(text).is_empty() => {
                writeln!(outline, "{}{}", "  ".repeat(depth + 1), words(text)).unwrap();
            }
            _ => ElementRef::wrap(child).into_iter().for_each(|inner| element(inner, depth + 1, outline)),
        }
    }
}

/// A text with its spaces as single ones.
fn words(text: &str) -> String {
    text.split([' ', '\n', '\r', '\t']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn short(text: &str) -> String {
    if text.chars().count() > LONG { text.chars().take(LONG).chain(['…']).collect() } else { text.to_owned() }
}

/// A picture as it is written, without the many lines of a hatch.
pub fn picture(svg: &str) -> String {
    let mark = |line: &str| match line.split_once(" d=\"") {
        Some((before, path)) => {
            let (path, after) = path.split_once('"').unwrap();
            format!("{before} d=\"{}\"{after}", short(path))
        }
        None => line.to_owned(),
    };
    svg.lines().map(mark).collect::<Vec<_>>().join("\n")
}

/// The words of a document on paper, line by line; how far apart they stand depends on who reads them.
pub fn paper(text: &str) -> String {
    let lines = text.replace('\u{c}', "\n\u{2014}\u{2014} page \u{2014}\u{2014}\n");
    let column =
        |line: &str| line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" | ");
    lines.lines().map(column).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The cells of all sheets, with their types.
pub fn workbook(bytes: &[u8]) -> String {
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    for name in workbook.sheet_names() {
        writeln!(text, "sheet {name}").unwrap();
        for row in workbook.worksheet_range(&name).unwrap().rows() {
            let cells: Vec<String> = row.iter().map(cell).collect();
            writeln!(text, "  {}", cells.join(" | ")).unwrap();
        }
    }
    text
}

fn cell(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => format!("“{text}”"),
        Data::DateTime(time) => format!("day {}", time.as_f64()),
        other => other.to_string(),
    }
}
