//! The reader who knows the tree, with one page, file or picture of a report at a time: its words and figures, and where
//! its marks stand.

use std::collections::HashMap;

use candor::db::Backend;
use scraper::{Html, Selector};

use super::THRESHOLD;
use super::companies::Company;
use super::large::{Wave, beside, exposed, leaky, sets, together, uncover, whole};
use super::rendered::{self, BALANCE, Line, RESPONDENTS};
use super::system::{Cells, System, Told};
use crate::anonymity::random::Random;
use crate::app::{Response, TestApp};
use crate::paper::read_with;

/// Groups of the company: all of them are in every picture.
const GROUPS: usize = 26;

/// Something that is said of a group, or of the rest of one, each between two numbers.
#[derive(Debug, PartialEq)]
struct Seen {
    name: String,
    /// The share of its people who answered, of one.
    rate: Option<[f64; 2]>,
    /// How many of them did.
    answered: Option<i64>,
    /// The score in points.
    points: Option<[f64; 2]>,
}

impl Seen {
    fn rate(name: &str, rate: f64, within: f64) -> Self {
        Self { rate: Some([rate - within, rate + within]), ..Self::nothing(name) }
    }

    fn points(name: &str, points: f64, within: f64) -> Self {
        Self { points: Some([points - within, points + within]), ..Self::nothing(name) }
    }

    fn nothing(name: &str) -> Self {
        Self { name: name.to_owned(), rate: None, answered: None, points: None }
    }
}

/// The group that a name is of, and whether it is the rest of it; none where it is no name.
fn whose(name: &str) -> Option<(i32, bool)> {
    match name {
        "Everyone" => return Some((0, false)),
        "Other departments" | "In no department" => return Some((0, true)),
        _ => {}
    }
    let own = name.rsplit(" / ").next().unwrap();
    let rest = own.strip_prefix("Other teams in ").or_else(|| own.strip_prefix("Directly in "));
    Some((rest.unwrap_or(own).strip_prefix('G')?.parse().ok()?, rest.is_some()))
}

/// A number as English pages write it.
fn number(text: &str) -> Option<f64> {
    text.replace('\u{2212}', "-").replace([',', '+'], "").parse().ok()
}

/// The lines of the document on paper that begin with a group's name.
fn paper(text: &str) -> Vec<Seen> {
    let mut read = Vec::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let named = (1..=words.len().min(16)).rev().find(|end| whose(&words[..*end].join(" ")).is_some());
        let Some((name, said)) = named.map(|end| (words[..end].join(" "), &words[end..])) else { continue };
        match said {
            [] | ["withheld", "to", "protect", "answers"] => {}
            [answered, "of", _, score, ..] => read.push(Seen {
                answered: number(answered).map(|people| whole(people.round())),
                ..Seen::points(&name, number(score).unwrap(), 0.5)
            }),
            [share] if share.ends_with('%') => {
                read.push(Seen::rate(&name, number(share.trim_end_matches('%')).unwrap() / 100.0, 0.005));
            }
            [score] if number(score).is_some() => read.push(Seen::points(&name, number(score).unwrap(), 0.5)),
            // A sentence may begin so.
            _ if name == "Everyone" => {}
            _ => panic!("a line that the reader does not know: {line}"),
        }
    }
    read
}

/// What the words of a picture say below its name: "G1: 20; G2: −5".
fn described(picture: &str) -> Vec<Seen> {
    let html = Html::parse_document(picture);
    let text = html.select(&Selector::parse("desc").unwrap()).next().unwrap().text().collect::<String>();
    let each = text.split("; ").map(|told| told.rsplit_once(": ").unwrap());
    each.map(|(name, figure)| figure_of(name, figure.trim())).collect()
}

fn figure_of(name: &str, figure: &str) -> Seen {
    match figure.strip_suffix('%') {
        Some(share) => Seen::rate(name, number(share.trim()).unwrap() / 100.0, 0.005),
        None => Seen::points(name, number(figure).unwrap(), 0.5),
    }
}

/// Marks of a picture by their attributes, in their order.
fn marks(picture: &str, selector: &str, attributes: &[&str]) -> Vec<Vec<String>> {
    let (html, selector) = (Html::parse_document(picture), Selector::parse(selector).unwrap());
    let found = html.select(&selector).map(|mark| {
        let of = |name: &&str| match *name {
            "" => mark.text().collect::<String>(),
            name => mark.value().attr(name).unwrap_or_default().to_owned(),
        };
        attributes.iter().map(of).collect()
    });
    found.collect()
}

/// What is written in a picture.
struct Text {
    left: String,
    /// The height at which it stands.
    height: String,
    words: String,
}

impl Text {
    /// All texts of a picture.
    fn all(picture: &str) -> Vec<Self> {
        let marks = marks(picture, "text", &["x", "y", ""]).into_iter();
        let texts = marks.map(|mark| {
            let [left, height, words] = mark.try_into().unwrap();
            Self { left, height, words }
        });
        texts.collect()
    }

    /// Whether it is a group's name, by its place and its words.
    fn is_name(&self) -> bool {
        self.left == "24.0" && whose(&self.words).is_some()
    }
}

/// A group's name in a picture, the figure beside it, and the height at which they stand.
struct Written {
    name: String,
    figure: String,
    height: f64,
}

fn written(picture: &str) -> Vec<Written> {
    let texts = Text::all(picture);
    let figure = |name: &Text| texts.iter().find(|text| text.height == name.height && text.left != name.left);
    let names = texts.iter().filter(|text| text.is_name());
    let with_figure = |name: &Text| Written {
        name: name.words.clone(),
        figure: figure(name).unwrap().words.clone(),
        height: name.height.parse().unwrap(),
    };
    names.map(with_figure).collect()
}

/// Where −100 and 100 are written above a plot.
fn axis(picture: &str) -> (f64, f64) {
    let texts = marks(picture, "text[text-anchor=middle]", &["x", ""]);
    let at = |label: &str| texts.iter().find(|text| text[1] == label).unwrap()[0].parse::<f64>().unwrap();
    (at("\u{2212}100"), at("100"))
}

/// How much of the axis the silent could move a score over: as much as their share of the people.
fn ranges(picture: &str) -> Vec<Seen> {
    let ((left, right), mut names) = (axis(picture), written(picture));
    names.sort_by(|one, other| one.height.total_cmp(&other.height));
    let seen = marks(picture, "rect[height='9.0']", &["y", "width"]).into_iter().map(|area| {
        let [top, wide] = [0, 1].map(|index| area[index].parse::<f64>().unwrap());
        let Written { name, .. } = names.iter().find(|name| name.height > top).unwrap();
        Seen::rate(name, 1.0 - wide / (right - left), 0.0003)
    });
    seen.collect()
}

/// Where the score's dots stand. Nothing stands beside a name but its own marks.
fn dots(picture: &str) -> Vec<Seen> {
    let (left, right) = axis(picture);
    let dots = marks(picture, "circle[r='4.5']", &["cx"]);
    let (names, rings) = (written(picture), marks(picture, "circle[r='3']", &["cx"]));
    assert_eq!((dots.len(), rings.len()), (names.len(), names.len()));
    let place = |dot: &Vec<String>| (dot[0].parse::<f64>().unwrap() - left) / (right - left) * 200.0 - 100.0;
    names.iter().zip(&dots).map(|(Written { name, .. }, dot)| Seen::points(name, place(dot), 0.04)).collect()
}

/// How wide the bars are, beside the ground behind them.
fn bars(picture: &str) -> Vec<Seen> {
    let names = written(picture);
    // The last areas of a row: the ground of the silent, then the share that answered.
    let areas = marks(picture, "rect[height='13.0']", &["width"]);
    assert_eq!(areas.len(), 2 * names.len());
    let wide = |area: &Vec<String>| area[0].parse::<f64>().unwrap();
    let share = |pair: &[Vec<String>]| wide(&pair[1]) / wide(&pair[0]);
    names
        .iter()
        .zip(areas.chunks(2))
        .map(|(Written { name, .. }, pair)| Seen::rate(name, share(pair), 0.0003))
        .collect()
}

/// The page's table: its words, and where the marks of its plot stand.
fn page(page: &Response) -> [Vec<Seen>; 2] {
    let html = Html::parse_document(&page.text);
    let select = |selector: &str| Selector::parse(selector).unwrap();
    let [rows, name, answered, score, mark] =
        ["table.plot tbody tr[id]", "th bdi", "td.sub", "td.score-cell", "path.at"].map(select);
    let (mut words, mut places) = (Vec::new(), Vec::new());
    for row in html.select(&rows) {
        let text = |selector| row.select(selector).next().map(|cell| cell.text().collect::<String>());
        let Some(points) = text(&score) else { continue };
        let name = text(&name).unwrap();
        let answered = text(&answered).unwrap().split(' ').next().and_then(number);
        words.push(Seen {
            answered: answered.map(|people| whole(people.round())),
            ..Seen::points(&name, number(points.trim()).unwrap(), 0.5)
        });
        let path = row.select(&mark).next().unwrap().value().attr("d").unwrap().to_owned();
        let at: f64 = path.strip_prefix('M').unwrap().split(' ').next().unwrap().parse().unwrap();
        places.push(Seen::points(&name, at / 10.0 - 100.0, 0.051));
    }
    [words, places]
}

/// The page's picture of rates: its words, and how wide its bars are.
fn page_rates(page: &Response) -> [Vec<Seen>; 2] {
    let html = Html::parse_document(&page.text);
    let select = |selector: &str| Selector::parse(selector).unwrap();
    let [rows, name, answered, rate, bar] =
        ["table.rated tbody tr", "th bdi", "td.sub", "td.score-cell", "rect.rate"].map(select);
    let (mut words, mut bars) = (Vec::new(), Vec::new());
    for row in html.select(&rows) {
        let text = |selector| row.select(selector).next().unwrap().text().collect::<String>();
        let (name, answered) = (text(&name), text(&answered));
        let share = |text: &str| number(text.trim().trim_end_matches('%')).unwrap() / 100.0;
        words.push(Seen {
            answered: answered.split(' ').next().and_then(number).map(|people| whole(people.round())),
            ..Seen::rate(&name, share(&text(&rate)), 0.005)
        });
        let width = row.select(&bar).next().unwrap().value().attr("width").unwrap();
        bars.push(Seen::rate(&name, share(width), 0.0001));
    }
    [words, bars]
}

/// The people that each line of a table is about, by group and whether it is the rest of it.
fn people_of(wave: &Wave, index: usize) -> HashMap<(i32, bool), Cells> {
    let named = wave.lines.iter().filter(|line| line.is_shown()).zip(0..);
    let shown: Vec<Cells> = wave
        .lines
        .iter()
        .zip(sets(wave, index, |_| true))
        .filter(|(line, _)| line.is_shown())
        .map(|(_, cells)| cells)
        .collect();
    named.map(|(line, number)| (wave.numbered(&line.of), shown[number].clone())).collect()
}

/// What follows for the people of a wave. Whatever is said must be of a group that the table shows.
fn told(wave: &Wave, index: usize, seen: Vec<Seen>) -> Vec<Told> {
    let people_of = people_of(wave, index);
    let mut told = Vec::new();
    for seen in seen {
        let group = whose(&seen.name).unwrap();
        let cells = people_of.get(&group).unwrap_or_else(|| panic!("{seen:?} is of a group that the table withholds"));
        let people: u32 = cells.iter().map(|cell| wave.company.tree.group(cell.1).unwrap().direct_headcount).sum();
        let people = f64::from(people);
        let mut say = |kinds, [low, high]: [f64; 2]| {
            let (low, high) = (whole((low - 1e-9).ceil()), whole((high + 1e-9).floor()));
            told.push(Told { cells: cells.clone(), kinds, low, high });
        };
        if let Some(rate) = seen.rate {
            say(RESPONDENTS, rate.map(|rate| rate * people));
        }
        if let Some(points) = seen.points {
            say(BALANCE, points.map(|points| points * people / 100.0));
        }
        told.extend(seen.answered.map(|low| Told { cells: cells.clone(), kinds: RESPONDENTS, low, high: low }));
    }
    told
}

/// The figures of lines, as they stand there.
fn exact(wave: &Wave, index: usize, lines: &[Line]) -> Vec<Told> {
    let mut told = Vec::new();
    for (line, cells) in lines.iter().zip(sets(wave, index, |_| true)) {
        let each = line.figures.iter();
        told.extend(each.map(|(kinds, people)| Told {
            cells: cells.clone(),
            kinds: *kinds,
            low: *people,
            high: *people,
        }));
    }
    told
}

impl TestApp {
    async fn picture(&self, wave: &Wave, name: &str) -> String {
        let path = format!("pictures/{name}.svg");
        String::from_utf8(self.report_file(wave.id, &path, "image/svg+xml").await).unwrap()
    }

    /// By source, what it tells of the later of two waves.
    async fn sources(&self, waves: [&Wave; 2]) -> Vec<(&'static str, Vec<Told>)> {
        let wave = waves[1];
        let (ranked, rates) = (self.picture(wave, "groups").await, self.picture(wave, "response-rates").await);
        let text =
            read_with("pdftotext", &["-layout"], &self.report_file(wave.id, "report.pdf", "application/pdf").await);
        let shown = self.report_page(wave.id).await;
        let ([words, places], [answered, lengths]) = (page(&shown), page_rates(&shown));
        let linked = self.get(&self.link_to(wave.id).await).await;
        let [read_along, linked] = page(&linked);
        let labels = |picture: &str| written(picture).iter().map(|text| figure_of(&text.name, &text.figure)).collect();
        let seen = [
            ("page", words),
            ("marks of the page", places),
            ("rates of the page", answered),
            ("bars of the page", lengths),
            ("page behind a link", read_along),
            ("marks behind a link", linked),
            ("paper", paper(&text)),
            ("description of the ranked groups", described(&ranked)),
            ("labels of the ranked groups", labels(&ranked)),
            ("dots of the ranked groups", dots(&ranked)),
            ("ranges of the ranked groups", ranges(&ranked)),
            ("description of the rates", described(&rates)),
            ("labels of the rates", labels(&rates)),
            ("bars of the rates", bars(&rates)),
        ];
        for other in ["scale", "parts", "distribution", "trend"] {
            let response = self.get(&format!("/reports/{}/pictures/{other}.svg", wave.id)).await;
            let words = marks(&response.text, "text, desc, title", &[""]).concat().join(" ");
            let is_named = words.split([' ', ':', ';']).any(|word| whose(word).is_some_and(|(group, _)| group > 0));
            assert!(!is_named, "{other} is of everyone: {words}");
        }
        let mut all: Vec<_> = seen.into_iter().map(|(name, seen)| (name, told(wave, 1, seen))).collect();
        let table = rendered::table(&self.report_csv(wave.id).await);
        let workbook = rendered::table(&self.report_workbook(wave.id, "Groups").await);
        let document = rendered::document(&self.get(&format!("/reports/{}/report.json", wave.id)).await.text);
        for (name, lines) in [("CSV", table), ("workbook", workbook), ("document", document)] {
            all.push((name, exact(wave, 1, &lines)));
        }
        let [compared, over_time] = beside(self, waves).await;
        all.extend([("comparison", compared), ("groups over time", over_time)]);
        all
    }
}

/// What everyone knows of two waves, and what one source tells.
fn alone(waves: [&Wave; 2], told: Vec<Told>) -> System {
    let mut system = System { told, ..together(waves) };
    system.known = Vec::new();
    for (index, wave) in waves.iter().enumerate() {
        let everyone = people_of(wave, index).remove(&(0, false)).unwrap();
        system.known.push((everyone, wave.lines[0].kinds().unwrap()));
    }
    system
}

#[actix_web::test]
async fn nothing_small_follows_from_any_page_file_or_picture_of_a_report_nor_from_all_of_them() {
    let app = TestApp::start(Backend::Sqlite).await;
    app.sign_in().await;
    let mut random = Random(11);
    let company = loop {
        let company = Company::draw_of(GROUPS, &mut random);
        if company.needs_cover(THRESHOLD) {
            break company;
        }
    };
    let before = Wave::publish(&app, company.reorganised(&mut random)).await;
    let after = Wave::publish(&app, company).await;
    let waves = [&before, &after];
    let mut system = together(waves);
    for (name, told) in app.sources(waves).await {
        assert!(told.len() > 5, "{name} tells something");
        system.told.extend(told);
    }
    assert_eq!(exposed(waves, &system), None);

    // Each of them would show it alone, if groups that cover for others were shown too.
    let mut bare = Vec::new();
    for _ in 0..2 {
        let company = after.company.clone();
        bare.push(leaky(&app, &after, move |report| uncover(&company, report)).await);
    }
    let waves = [&bare[0], &bare[1]];
    for (name, told) in app.sources(waves).await {
        assert!(exposed(waves, &alone(waves, told)).is_some(), "the reader of {name} would have seen it");
    }
}
