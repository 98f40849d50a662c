//! What a report shows, read as a reader reads it. A column that this reader does not know fails the test: somebody has
//! to think about what it tells.

use std::collections::HashMap;
use std::io::Cursor;

use calamine::{Reader, Xlsx};
use candor::reports::{Counts, Interval, Score};
use serde_json::Value;

use crate::app::Response;

/// Promoters, passives, detractors and silent of some people.
pub type Kinds = [i64; 4];

pub const EVERYONE: Kinds = [1, 1, 1, 1];
pub const RESPONDENTS: Kinds = [1, 1, 1, 0];
pub const PROMOTERS: Kinds = [1, 0, 0, 0];
pub const PASSIVES: Kinds = [0, 1, 0, 0];
pub const DETRACTORS: Kinds = [0, 0, 1, 0];
pub const SILENT: Kinds = [0, 0, 0, 1];
pub const BALANCE: Kinds = [1, 0, -1, 0];
pub const KINDS: [Kinds; 4] = [PROMOTERS, PASSIVES, DETRACTORS, SILENT];

/// What a line is about: a group by its path, or what the groups shown inside of it leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Of {
    Group(String),
    Rest(String),
}

/// A line of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub of: Of,
    /// Figures that stand there: how many people of which kinds.
    pub figures: Vec<(Kinds, i64)>,
    /// The score of the wave before, in points: between these.
    pub before: Option<(f64, f64)>,
    /// Promoters, passives, detractors and silent of the wave before.
    pub was: Option<Kinds>,
    /// Answers by score.
    pub distribution: Option<Vec<i64>>,
}

impl Line {
    pub fn kinds(&self) -> Option<Kinds> {
        let of = |kind: Kinds| self.figures.iter().find(|(known, _)| *known == kind).map(|(_, people)| *people);
        Some([of(PROMOTERS)?, of(PASSIVES)?, of(DETRACTORS)?, of(SILENT)?])
    }

    pub fn is_shown(&self) -> bool {
        !self.figures.is_empty()
    }

    fn counts(&self) -> Counts {
        let [promoters, passives, detractors, silent] =
            self.kinds().unwrap_or_default().map(|people| u32::try_from(people).unwrap());
        Counts { headcount: promoters + passives + detractors + silent, promoters, passives, detractors }
    }
}

/// The counts of people in the columns that name them.
const PEOPLE: [(&str, Kinds); 6] = [
    ("Invited", EVERYONE),
    ("Answered", RESPONDENTS),
    ("Promoters", PROMOTERS),
    ("Passives", PASSIVES),
    ("Detractors", DETRACTORS),
    ("Silent", SILENT),
];

/// What the document for programs calls them.
const MEMBERS: [&str; 6] = ["headcount", "respondents", "promoters", "passives", "detractors", "silent"];

/// What it calls figures that follow from them, beside the columns that have the same.
const DERIVED: [(&str, &str); 4] = [
    ("score", "Score"),
    ("score_if_silent_were_detractors", "Score if all silent were detractors"),
    ("score_if_silent_were_promoters", "Score if all silent were promoters"),
    ("respondents_score", "Respondents’ eNPS"),
];

/// Columns that must follow from the people of the same line, and so tell nothing besides.
#[expect(clippy::option_option, reason = "no such column, and a column that is empty for these people")]
fn derived(heading: &str, counts: &Counts) -> Option<Option<f64>> {
    let (range, interval) = (counts.range(), Interval::of(counts));
    Some(match heading {
        "Response rate, %" => counts.response_rate().map(|rate| 100.0 * rate),
        "Score" => counts.score().map(Score::value),
        "Score if all silent were detractors" => range.map(|ends| ends.0.value()),
        "Score if all silent were promoters" => range.map(|ends| ends.1.value()),
        "Respondents’ eNPS" => counts.respondents_score().map(Score::value),
        "95% interval from" => interval.map(|ends| ends.low),
        "95% interval to" => interval.map(|ends| ends.high),
        _ => return None,
    })
}

/// The lines of a table by heading, as CSV and XLSX have it.
pub fn table(rows: &[HashMap<String, String>]) -> Vec<Line> {
    rows.iter().map(line).collect()
}

fn line(row: &HashMap<String, String>) -> Line {
    let whole = |heading: &str| row[heading].parse::<i64>().ok();
    let figures: Vec<(Kinds, i64)> =
        PEOPLE.iter().filter_map(|(heading, kinds)| Some((*kinds, whole(heading)?))).collect();
    let tenths = |text: &str| text.parse::<f64>().ok().map(|points| (points - 0.05, points + 0.05));
    let distribution: Vec<i64> = (0..=10).filter_map(|score| whole(&format!("Gave {score}"))).collect();
    let mut read = Line {
        of: of(&row["Group"]),
        figures,
        before: tenths(&row["Score in the last wave"]),
        was: None,
        distribution: (distribution.len() == 11).then_some(distribution),
    };
    read.figures.sort_unstable();
    let counts = read.counts();
    for (heading, cell) in row {
        if ["Group", "State", "Score in the last wave"].contains(&heading.as_str()) || heading.starts_with("Gave ") {
            continue;
        }
        if PEOPLE.iter().any(|(known, _)| known == heading) {
            continue;
        }
        follows(heading, cell.parse().ok(), &counts);
    }
    read
}

/// Whether a figure follows from how many people there are of which kind.
fn follows(heading: &str, told: Option<f64>, counts: &Counts) {
    match (derived(heading, counts), told) {
        (None, _) => panic!("a figure that the reader does not know: {heading}"),
        (Some(Some(points)), Some(told)) => assert!((points - told).abs() < 0.0501, "{heading}: {told}, {points}"),
        (Some(None), None) => {}
        (Some(points), told) => panic!("{heading} is {told:?}, not {points:?}"),
    }
}

/// The cells of a workbook's table, as a reader that is not ours has them.
pub fn workbook(bytes: &[u8], sheet: &str) -> Vec<HashMap<String, String>> {
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    let range = workbook.worksheet_range(sheet).unwrap();
    let mut rows = range.rows().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>());
    let headings = rows.next().unwrap();
    rows.map(|row| headings.iter().cloned().zip(row).collect()).collect()
}

/// The lines of the document for programs.
pub fn document(text: &str) -> Vec<Line> {
    let document: Value = serde_json::from_str(text).unwrap();
    only(
        &document,
        &[
            "format",
            "version",
            "wave",
            "state",
            "method_version",
            "threshold",
            "fine_threshold",
            "unreachable",
            "set_aside",
            "before",
            "change",
            "groups",
            "comments",
            "themes",
        ],
    );
    themes(&document["themes"], &document["groups"][0]["figures"]);
    document["groups"].as_array().unwrap().iter().map(group).collect()
}

/// Themes tell a share in steps of at least ten people of a category, and nothing else.
fn themes(themes: &Value, everyone: &Value) {
    for theme in themes.as_array().into_iter().flatten() {
        only(theme, &["names", "at_least"]);
        only(&theme["names"], &["en", "ru"]);
        only(&theme["at_least"], &["promoters", "passives", "detractors"]);
        for (category, share) in theme["at_least"].as_object().unwrap() {
            let (Some(share), people) = (share.as_i64(), whole(&everyone[category])) else { continue };
            let step = [5, 10, 20, 25, 50].into_iter().find(|step| step * people >= 1_000).unwrap();
            assert!(share > 0 && share % step == 0, "{share} % of {people} {category} in steps of {step}");
        }
    }
}

fn group(group: &Value) -> Line {
    only(group, &["kind", "path", "department", "figures"]);
    let path: Vec<&str> = group["path"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    let path = path.join(" / ");
    let of = if group["kind"] == "group" { Of::Group(path) } else { Of::Rest(path) };
    let mut line = Line { of, figures: Vec::new(), before: None, was: None, distribution: None };
    let figures = &group["figures"];
    if figures.is_null() {
        return line;
    }
    line.figures = PEOPLE.iter().zip(MEMBERS).map(|((_, kinds), member)| (*kinds, whole(&figures[member]))).collect();
    line.figures.sort_unstable();
    let counts = line.counts();
    let interval = |end: usize| figures["respondents_interval"][end].as_f64();
    follows("95% interval from", interval(0), &counts);
    follows("95% interval to", interval(1), &counts);
    for (member, heading) in DERIVED {
        follows(heading, figures[member].as_f64(), &counts);
    }
    let others = ["respondents_interval", "distribution", "before"];
    only(figures, &MEMBERS.into_iter().chain(DERIVED.map(|(member, _)| member)).chain(others).collect::<Vec<_>>());
    line.distribution = figures["distribution"].as_array().map(|list| list.iter().map(whole).collect());
    line.was = figures["before"].is_object().then(|| {
        let before = &figures["before"];
        only(before, &["headcount", "promoters", "passives", "detractors"]);
        let [people, promoters, passives, detractors] =
            ["headcount", "promoters", "passives", "detractors"].map(|member| whole(&before[member]));
        [promoters, passives, detractors, people - promoters - passives - detractors]
    });
    line
}

fn whole(value: &Value) -> i64 {
    value.as_i64().unwrap()
}

/// Fails on a member that the reader does not know.
fn only(object: &Value, members: &[&str]) {
    let unknown = object.as_object().unwrap().keys().find(|key| !members.contains(&key.as_str()));
    assert_eq!(unknown, None, "a member that the reader does not know");
}

/// What a name in the export stands for.
fn of(name: &str) -> Of {
    match name {
        "Everyone" => return Of::Group(String::new()),
        "Other departments" | "In no department" => return Of::Rest(String::new()),
        _ => {}
    }
    let (above, own) = name.rsplit_once(" / ").unwrap_or(("", name));
    match own.strip_prefix("Other teams in ").or_else(|| own.strip_prefix("Directly in ")) {
        Some(group) => {
            Of::Rest([above, group].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" / "))
        }
        None => Of::Group(name.to_owned()),
    }
}

/// A row of the page: its group's number, whether it is the rest of it, whether it has figures, and by how much the
/// score moved.
#[derive(Debug, PartialEq, Eq)]
pub struct PageRow {
    pub group: i32,
    pub is_rest: bool,
    pub is_shown: bool,
    pub change: Option<i64>,
}

/// The rows of the page's table. Those that are withheld are looked at as well: but for the name they must be alike.
pub fn page(page: &Response) -> Vec<PageRow> {
    let html = scraper::Html::parse_document(&page.text);
    let select = |selector: &str| scraper::Selector::parse(selector).unwrap();
    let (rows, cells, change) = (select("tr[id]"), select("td"), select("td[data-label='Change']"));
    let mut read = Vec::new();
    for row in html.select(&rows) {
        let Some((kind, group)) = row.value().id().unwrap().split_once('-') else { continue };
        let (true, Ok(group)) = (["group", "rest"].contains(&kind), group.parse()) else { continue };
        let words = row.select(&cells).flat_map(|cell| cell.text()).collect::<String>();
        let is_shown = words.chars().any(|letter| letter.is_ascii_digit());
        assert!(is_shown || words.trim() == "withheld to protect answers", "{words}");
        let change = row.select(&change).next().map(|cell| cell.text().collect::<String>());
        let change = change.and_then(|points| number(points.trim()));
        read.push(PageRow { group, is_rest: kind == "rest", is_shown, change });
    }
    read
}

/// The rows of a table of groups: the group's name and the words of its cells.
fn named(page: &Response, rows: &str) -> Vec<(String, Vec<String>)> {
    assert_eq!(page.status, 200, "{}", page.text);
    let html = scraper::Html::parse_document(&page.text);
    let select = |selector: &str| scraper::Selector::parse(selector).unwrap();
    let (rows, name, cells) = (select(rows), select("th bdi"), select("td"));
    let words = |element: scraper::ElementRef| element.text().collect::<String>().trim().to_owned();
    let read = |row: scraper::ElementRef| {
        (row.select(&name).next().map(words).unwrap(), row.select(&cells).map(words).collect())
    };
    html.select(&rows).map(read).collect()
}

/// A number as English pages write it.
fn number(text: &str) -> Option<i64> {
    text.replace('\u{2212}', "-").replace([',', '+'], "").parse().ok()
}

/// What the page of two waves says of groups: how many answered and the score, before and after.
pub fn comparison(page: &Response) -> Vec<(String, [(i64, i64); 2])> {
    let rows = named(page, "section[aria-labelledby=groups] tbody tr").into_iter();
    rows.map(|(name, cells)| {
        let [before, after, _, was, is, _] = cells.as_slice() else { panic!("a column nobody knows: {cells:?}") };
        let side = |answered: &str, score: &str| {
            (number(answered.split_once(" of ").unwrap().0).unwrap(), number(score).unwrap())
        };
        (name, [side(before, was), side(after, is)])
    })
    .collect()
}

/// Scores of groups over the waves until a report's own, oldest first.
pub fn over_time(page: &Response) -> Vec<(String, Vec<Option<i64>>)> {
    let rows = named(page, "table.heat tbody tr").into_iter();
    rows.map(|(name, cells)| (name, cells.iter().map(|cell| number(cell)).collect())).collect()
}
