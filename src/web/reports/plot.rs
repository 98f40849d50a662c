//! The rows of the dot plot. There may be thousands of them, so the template writes one of each shape, and the others are
//! put together from its pieces.

use std::borrow::Cow;
use std::{fmt, mem};

use actix_web::http::StatusCode;
use actix_web::web::Bytes;
use anyhow::Context;
use askama::Template;

use super::chart::Lane;
use super::groups::Table;
use super::{figures, words};
use crate::i18n::Lang;
use crate::reports::{Counts, Figures, Interval, PublishedReport, Row, RowKind};
use crate::web::Result;
use crate::web::cut::{Cut, Field, mark};
use crate::web::page::written;
use crate::web::pieces::Pieces;

/// Where a page has the rows; nobody can write this in a text, where it would be escaped.
const ROWS: &str = "<!--rows-->";
/// Bytes of a piece of the page, about; a row has less.
const PIECE: usize = 32 * 1024;
const MOST_OF_A_ROW: usize = 4 * 1024;

/// What differs from row to row, by the names that the template has for it.
#[derive(Debug, Clone, Copy)]
enum Spot {
    /// `group` or `rest`, and the group's number: where links to the row lead.
    Kind,
    Group,
    Class,
    Name,
    /// The names above it, where it does not stand below them.
    Above,
    Answered,
    Headcount,
    /// Of a hundred.
    Rate,
    /// Places on the lane.
    From,
    To,
    Dot,
    Ring,
    WhiskerLow,
    WhiskerHigh,
    /// Points.
    Score,
    Worst,
    Best,
    Respondents,
    Low,
    High,
    Change,
}

/// How many there are.
const SPOTS: usize = Spot::Change as usize + 1;

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", mark(*self as usize))
    }
}

impl Spot {
    /// Its mark as an argument of a text.
    fn text(self) -> String {
        self.to_string()
    }
}

/// What rows have that others have not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Nothing may be told.
    Hidden,
    /// Everyone answered, so the score is exact.
    Exact,
    /// Some were silent, so it lies in a range.
    Open,
}

/// A row with marks.
#[derive(Template)]
#[template(path = "reports/_row.html")]
struct Sample {
    lang: Lang,
    shape: Shape,
    has_above: bool,
    is_compared: bool,
}

impl Sample {
    fn lane(&self) -> Lane<Spot> {
        Lane {
            silent: (self.shape == Shape::Open).then_some((Spot::From, Spot::To)),
            score: Spot::Dot,
            ring: Spot::Ring,
            low: Spot::WhiskerLow,
            high: Spot::WhiskerHigh,
        }
    }
}

/// The pieces of all shapes, without and with what is above.
struct Shapes([[Cut; 3]; 2]);

impl Shapes {
    fn of(lang: Lang, is_compared: bool) -> anyhow::Result<Self> {
        let cut = |shape, has_above| {
            let written = Sample { lang, shape, has_above, is_compared }.render();
            written.map(|row| Cut::of(&row)).context("a row cannot be written")
        };
        let all = |has_above| {
            let one = |shape| cut(shape, has_above);
            anyhow::Ok([one(Shape::Hidden)?, one(Shape::Exact)?, one(Shape::Open)?])
        };
        Ok(Self([all(false)?, all(true)?]))
    }

    fn cut(&self, shape: Shape, has_above: bool) -> &Cut {
        &self.0[usize::from(has_above)][shape as usize]
    }
}

/// A page with the rows of its table.
pub fn html(page: &impl Template, lang: Lang, table: &Table, report: &PublishedReport) -> Result {
    let written_page = page.render().context("a page cannot be written")?;
    let Some((before, after)) = written_page.split_once(ROWS) else {
        return Ok(written(StatusCode::OK, written_page));
    };
    let shapes = Shapes::of(lang, table.is_compared)?;
    let mut pieces = Vec::new();
    let mut piece = before.to_owned();
    for row in table.rows(report) {
        if piece.len() >= PIECE {
            pieces.push(Bytes::from(mem::replace(&mut piece, String::with_capacity(PIECE + MOST_OF_A_ROW))));
        }
        write(&mut piece, &shapes, lang, row, table.is_flat());
    }
    piece.push_str(after);
    pieces.push(piece.into());
    Ok(written(StatusCode::OK, pieces.into_iter().collect::<Pieces>()))
}

fn write(html: &mut String, shapes: &Shapes, lang: Lang, row: &Row, is_flat: bool) {
    let name = match (row.kind, row.path.last()) {
        (RowKind::Group, Some(own)) => Cow::Borrowed(own),
        _ => Cow::Owned(words::row_name(lang, row.kind, &row.path)),
    };
    let above = if is_flat { row.path.above().join(" / ") } else { String::new() };
    let mut group = itoa::Buffer::new();
    let cells = row.figures.as_ref().and_then(|figures| Cells::of(lang, figures));
    let mut fields = [Field::Ours(""); SPOTS];
    let mut set = |spot: Spot, field| fields[spot as usize] = field;
    set(Spot::Kind, Field::Ours(if row.kind == RowKind::Group { "group" } else { "rest" }));
    set(Spot::Group, Field::Text(group.format(row.group)));
    set(Spot::Class, Field::Ours(if is_flat && row.depth() > 0 { "dep" } else { words::level(row) }));
    set(Spot::Name, Field::Text(&name));
    set(Spot::Above, Field::Text(&above));
    let shape = cells.as_ref().map_or(Shape::Hidden, |cells| {
        cells.fill(&mut set);
        if cells.silent.is_some() { Shape::Open } else { Shape::Exact }
    });
    shapes.cut(shape, !above.is_empty()).write(html, &fields);
}

/// The figures of a row as they are written.
struct Cells {
    answered: Cow<'static, str>,
    headcount: Cow<'static, str>,
    rate: u16,
    lane: Lane,
    score: i64,
    /// None where nobody was silent.
    silent: Option<(i64, i64)>,
    respondents: i64,
    low: i64,
    high: i64,
    change: Option<i64>,
}

impl Cells {
    fn of(lang: Lang, figures: &Figures) -> Option<Self> {
        let counts = &figures.counts;
        let (score, (worst, best)) = (counts.score()?.whole(), counts.range()?);
        let interval = Interval::of(counts)?;
        Some(Self {
            answered: figures::count(lang, counts.respondents()),
            headcount: figures::count(lang, counts.headcount),
            rate: hundredths(counts),
            lane: Lane::with(counts, interval)?,
            score,
            silent: (counts.silent() > 0).then(|| (worst.whole(), best.whole())),
            respondents: counts.respondents_score()?.whole(),
            low: whole(interval.low),
            high: whole(interval.high),
            change: figures.before.and_then(|before| before.score()).map(|before| score - before.whole()),
        })
    }

    fn fill<'a>(&'a self, set: &mut impl FnMut(Spot, Field<'a>)) {
        let people = |text: &'a Cow<'static, str>| match text {
            Cow::Borrowed(text) => Field::Ours(text),
            Cow::Owned(text) => Field::Text(text),
        };
        set(Spot::Answered, people(&self.answered));
        set(Spot::Headcount, people(&self.headcount));
        let Lane { silent, score, ring, low, high } = self.lane;
        let (from, to) = silent.unwrap_or_default();
        let places = [
            (Spot::Rate, self.rate),
            (Spot::From, from),
            (Spot::To, to),
            (Spot::Dot, score),
            (Spot::Ring, ring),
            (Spot::WhiskerLow, low),
            (Spot::WhiskerHigh, high),
        ];
        for (spot, place) in places {
            set(spot, Field::Ours(figures::place(place)));
        }
        let (worst, best) = self.silent.unwrap_or_default();
        let points = [
            (Spot::Score, self.score),
            (Spot::Worst, worst),
            (Spot::Best, best),
            (Spot::Respondents, self.respondents),
            (Spot::Low, self.low),
            (Spot::High, self.high),
        ];
        for (spot, points) in points {
            set(spot, Field::Ours(figures::points(points)));
        }
        set(Spot::Change, Field::Ours(self.change.map_or("", figures::change)));
    }
}

/// The response rate of a hundred, half rounded up.
fn hundredths(counts: &Counts) -> u16 {
    let (answered, all) = (u64::from(counts.respondents()), u64::from(counts.headcount.max(1)));
    u16::try_from((200 * answered + all) / (2 * all)).unwrap_or(100)
}

#[expect(clippy::cast_possible_truncation, reason = "points lie between −100 and 100")]
fn whole(points: f64) -> i64 {
    points.round() as i64
}
