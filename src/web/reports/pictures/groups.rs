//! Published groups below each other: ranked by score, or by the share that answered.

use super::{Drawn, Kind, TEXT, WIDTH, on_scale, part_of, words};
use crate::reports::{Counts, Interval, Row, RowKind, Score};
use crate::web::drawing::{Anchor, Ink, Picture, Weight, shortened};

/// The height of a row, and of the head above the first.
const ROW: f32 = 26.0;
const HEAD: f32 = 24.0;
/// Names end here, and the scale begins and ends there; figures are flush right at the edge.
const NAMES: f32 = 236.0;
const ENDS: [f32; 2] = [260.0, WIDTH - 62.0];

/// A group that is shown.
pub struct Shown {
    /// Its name with those above it.
    pub name: String,
    /// How its people answered.
    pub counts: Counts,
}

impl Shown {
    fn rate(&self) -> f64 {
        self.counts.response_rate().unwrap_or_default()
    }
}

/// The groups that are shown, of how many that are published.
pub struct Groups {
    /// In the order of the picture.
    pub shown: Vec<Shown>,
    /// How many there are.
    pub all: usize,
}

/// The dot plot: score with the silent's range, and respondents' eNPS with its interval.
pub fn ranked(drawn: &Drawn) -> Option<Picture> {
    let mut groups = groups(drawn)?;
    groups.shown.sort_by_key(|group| std::cmp::Reverse(group.counts.score().map(Score::tenths)));
    let text = told(drawn, &groups, |group| words::score(drawn.lang, &group.counts));
    let mut picture = frame(drawn, Kind::Groups, text, &groups);
    let ([left, right], bottom) = (ENDS, bottom(&groups));
    for points in [-100_i32, -50, 0, 50, 100] {
        let x = on_scale(points.into(), left, right);
        let (ink, width) = if points == 0 { (Ink::Edge, 1.5) } else { (Ink::Line, 1.0) };
        picture.line([x, HEAD, x, bottom], ink, width);
        picture.words([x, HEAD - 8.0], Anchor::Middle, 11.0, Ink::Soft, drawn.lang.number(points.into()));
    }
    let mut top = HEAD;
    for group in &groups.shown {
        lane(&mut picture, &group.counts, top);
        let score = words::score(drawn.lang, &group.counts);
        picture.bold([WIDTH, top + 17.0], Anchor::End, TEXT, Ink::Ink, score);
        top += ROW;
    }
    Some(picture)
}

/// The marks of one group.
fn lane(picture: &mut Picture, counts: &Counts, top: f32) {
    let [left, right] = ENDS;
    let x = |points: f64| on_scale(points, left, right);
    if let Some((worst, best)) = counts.range().filter(|_| counts.silent() > 0) {
        picture.hatched([x(worst.value()), top + 4.0, x(best.value()) - x(worst.value()), 9.0]);
    }
    if let Some(score) = counts.score() {
        picture.dot([x(score.value()), top + 8.5], 4.5, Ink::Ink);
    }
    if let (Some(interval), Some(score)) = (Interval::of(counts), counts.respondents_score()) {
        let (low, high, y) = (x(interval.low), x(interval.high), top + 19.0);
        picture.line([low, y, high, y], Ink::Soft, 1.5);
        picture.line([low, y - 3.0, low, y + 3.0], Ink::Soft, 1.5);
        picture.line([high, y - 3.0, high, y + 3.0], Ink::Soft, 1.5);
        picture.ring([x(score.value()), y], 3.0, Ink::Soft);
    }
}

/// The groups by the share that answered, the largest first. None where there are fewer than two.
pub fn by_rate(drawn: &Drawn) -> Option<Groups> {
    let mut groups = groups(drawn)?;
    groups.shown.sort_by(|one, other| other.rate().total_cmp(&one.rate()));
    Some(groups)
}

/// Bars of the shares that answered.
pub fn rates(drawn: &Drawn) -> Option<Picture> {
    let (groups, rate) = (by_rate(drawn)?, drawn.report.everyone()?.counts.response_rate()?);
    let text = told(drawn, &groups, |group| drawn.lang.percent(group.rate()));
    let mut picture = frame(drawn, Kind::Rates, text, &groups);
    let ([left, right], bottom) = (ENDS, bottom(&groups));
    for share in [0.0, 0.5, 1.0] {
        let x = left + part_of(share, right - left);
        picture.line([x, HEAD, x, bottom], Ink::Line, 1.0);
        picture.words([x, HEAD - 8.0], Anchor::Middle, 11.0, Ink::Soft, drawn.lang.percent(share));
    }
    let mut top = HEAD;
    let everyone = left + part_of(rate, right - left);
    for group in &groups.shown {
        let share = group.rate();
        picture.hatched([left, top + 6.0, right - left, 13.0]);
        picture.area([left, top + 6.0, part_of(share, right - left), 13.0], Ink::Soft);
        picture.line([everyone, top + 6.0, everyone, top + 19.0], Ink::Paper, 5.0);
        picture.line([everyone, top + 3.0, everyone, top + 22.0], Ink::Ink, 2.0);
        picture.bold([WIDTH, top + 17.0], Anchor::End, TEXT, Ink::Ink, drawn.lang.percent(share));
        top += ROW;
    }
    let below = picture.height;
    picture.height += ROW;
    picture.line([left + 1.0, below + 4.0, left + 1.0, below + 20.0], Ink::Ink, 2.0);
    let words = drawn.lang.say("rates-everyone").with("rate", drawn.lang.percent(rate)).to_string();
    picture.words([left + 10.0, below + 17.0], Anchor::Start, 12.0, Ink::Soft, words);
    Some(picture)
}

/// Where the last row ends.
fn bottom(groups: &Groups) -> f32 {
    HEAD + ROW * f32::from(u16::try_from(groups.shown.len()).unwrap_or(u16::MAX))
}

/// An empty picture with the groups' names.
fn frame(drawn: &Drawn, kind: Kind, text: String, groups: &Groups) -> Picture {
    let is_cut = groups.shown.len() < groups.all;
    let below = if is_cut { ROW } else { 6.0 };
    let mut picture = Picture::new(drawn.say(kind.key()), text, [WIDTH, bottom(groups) + below]);
    let mut top = HEAD;
    for group in &groups.shown {
        let name = shortened(&group.name, TEXT, Weight::Regular, NAMES);
        picture.words([0.0, top + 17.0], Anchor::Start, TEXT, Ink::Ink, name);
        picture.line([0.0, top + ROW, WIDTH, top + ROW], Ink::Line, 0.5);
        top += ROW;
    }
    if is_cut {
        let words = drawn.lang.say("picture-cut").with("shown", groups.shown.len()).with("all", groups.all);
        picture.words([0.0, top + 18.0], Anchor::Start, 12.0, Ink::Soft, words.to_string());
    }
    picture
}

/// The published groups, of so many levels that there are not too many; of the first level at least its largest. None
/// where there are fewer than two.
fn groups(drawn: &Drawn) -> Option<Groups> {
    let (rows, all) = chosen(drawn)?;
    let of_row = |row: &Row| {
        let counts = row.figures.as_ref()?.counts;
        Some(Shown { name: words::full_name(drawn.lang, row.kind, &row.path), counts })
    };
    Some(Groups { shown: rows.into_iter().filter_map(of_row).collect(), all })
}

/// The rows of the groups in a picture, and how many are published.
fn chosen<'a>(drawn: &Drawn<'a>) -> Option<(Vec<&'a Row>, usize)> {
    let is_group = |row: &&Row| row.kind == RowKind::Group && row.figures.is_some() && !row.path.is_empty();
    let mut rows: Vec<&Row> = drawn.report.rows.iter().filter(is_group).collect();
    let (all, deepest) = (rows.len(), rows.iter().map(|row| row.path.len()).max()?);
    let up_to = |depth: usize| rows.iter().filter(move |row| row.path.len() <= depth).count();
    let depth = (1..=deepest).rev().find(|depth| up_to(*depth) <= drawn.most_groups).unwrap_or(1);
    rows.retain(|row| row.path.len() <= depth);
    if rows.len() > drawn.most_groups {
        rows.sort_by_key(|row| std::cmp::Reverse(row.figures.as_ref().map(|figures| figures.counts.headcount)));
        rows.truncate(drawn.most_groups);
    }
    (rows.len() > 1).then_some((rows, all))
}

fn told(drawn: &Drawn, groups: &Groups, figure: impl Fn(&Shown) -> String) -> String {
    let each = groups.shown.iter().map(|group| {
        let told = drawn.lang.say("picture-figure").with("name", &group.name);
        told.with("figure", figure(group)).to_string()
    });
    each.collect::<Vec<_>>().join("; ")
}
