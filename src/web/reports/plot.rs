//! The rows of the dot plot. There may be thousands of them, so the template writes one of each shape, and the others are
//! put together from its pieces.

use std::borrow::Cow;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{self, Poll};
use std::{fmt, mem};

use actix_web::body::{BodySize, MessageBody};
use actix_web::http::StatusCode;
use actix_web::web::Bytes;
use anyhow::Context;
use askama::Template;

use super::chart::Lane;
use super::groups::Table;
use super::{figures, words};
use crate::i18n::Lang;
use crate::reports::{Counts, Figures, Interval, PublishedReport, Row, RowKind};
use crate::web;
use crate::web::cut::{Cut, Field, mark};
use crate::web::page::written;

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

/// A page with such a table.
pub trait Tabled: Template {
    /// What its rows are made from, once the page around them is written.
    fn into_table(self) -> (Table, PublishedReport);
}

/// A page with the rows of its table, which are written while it is sent: thousands of them are never held at once.
pub fn html(page: impl Tabled, lang: Lang) -> web::Result {
    let written_page = page.render().context("a page cannot be written")?;
    let Some((before, after)) = written_page.split_once(ROWS) else {
        return Ok(written(StatusCode::OK, written_page));
    };
    let (table, report) = page.into_table();
    let shapes = Shapes::of(lang, table.is_compared)?;
    let (begun, after) = (before.to_owned(), Some(after.to_owned()));
    Ok(written(StatusCode::OK, Rows { lang, table, report, shapes, next: 0, begun, after }))
}

/// A body that writes its rows piece by piece.
struct Rows {
    lang: Lang,
    table: Table,
    report: PublishedReport,
    shapes: Shapes,
    /// The row that comes next.
    next: usize,
    /// What the next piece begins with.
    begun: String,
    /// What follows the last row; none once all is written.
    after: Option<String>,
}

impl Rows {
    fn piece(&mut self) -> Option<Bytes> {
        self.after.as_ref()?;
        let mut piece = mem::take(&mut self.begun);
        piece.reserve((PIECE + MOST_OF_A_ROW).saturating_sub(piece.len()));
        let is_flat = self.table.is_flat();
        while let Some(row) = self.table.row(&self.report, self.next) {
            write(&mut piece, &self.shapes, self.lang, row, is_flat);
            self.next += 1;
            if piece.len() >= PIECE {
                return Some(piece.into());
            }
        }
        piece.push_str(&self.after.take()?);
        Some(piece.into())
    }
}

impl MessageBody for Rows {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(self: Pin<&mut Self>, _: &mut task::Context<'_>) -> Poll<Option<Result<Bytes, Infallible>>> {
        Poll::Ready(self.get_mut().piece().map(Ok))
    }
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
    set(Spot::Group, Field::Ours(group.format(row.group)));
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
        set(Spot::Answered, Field::Ours(&self.answered));
        set(Spot::Headcount, Field::Ours(&self.headcount));
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
