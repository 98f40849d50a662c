//! The columns of the table of groups, as every export has them.

use super::tally::CHOICES;
use super::{Category, Figures, Interval, Score};
use crate::i18n::Lang;

/// Columns before those with figures: the group, and whether it is shown.
pub const WORDS: u16 = 2;

/// A figure of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// A number of people.
    People(u32),
    /// Tenths of a point or of a per cent, half rounded away from zero.
    Tenths(Option<i64>),
}

/// The headings of all columns.
pub fn headings(lang: Lang) -> Vec<String> {
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

/// The figures of a row, in the order of the headings; those of the distribution only where it may be told.
pub fn figures(figures: &Figures) -> Vec<Figure> {
    let counts = &figures.counts;
    let range = counts.range();
    let interval = Interval::of(counts);
    let rate = Score::new(i64::from(counts.respondents()), counts.headcount);
    let mut cells = vec![Figure::People(counts.headcount), Figure::People(counts.respondents()), of_score(rate)];
    cells.extend([counts.promoters, counts.passives, counts.detractors, counts.silent()].map(Figure::People));
    cells.extend(
        [counts.score(), range.map(|ends| ends.0), range.map(|ends| ends.1), counts.respondents_score()].map(of_score),
    );
    cells.extend(
        [interval.map(|ends| ends.low), interval.map(|ends| ends.high)].map(|end| Figure::Tenths(end.map(tenths))),
    );
    cells.push(of_score(figures.before.and_then(|before| before.score())));
    cells.extend(figures.distribution.iter().flatten().map(|people| Figure::People(*people)));
    cells
}

/// The name of a category in `locales/`.
#[must_use]
pub fn category_key(category: Category) -> &'static str {
    match category {
        Category::Detractor => "part-detractors",
        Category::Passive => "part-passives",
        Category::Promoter => "part-promoters",
    }
}

fn of_score(score: Option<Score>) -> Figure {
    Figure::Tenths(score.map(Score::tenths))
}

/// Tenths of a figure, half rounded away from zero.
#[expect(clippy::cast_possible_truncation, reason = "points lie between −200 and 200")]
pub fn tenths(figure: f64) -> i64 {
    (figure * 10.0).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_round_half_away_from_zero() {
        let of = |balance, people| of_score(Score::new(balance, people));
        assert_eq!(of(-320, 1470), Figure::Tenths(Some(-218)));
        assert_eq!(of(-1, 800), Figure::Tenths(Some(-1)));
        assert_eq!(of(-1, 80_000), Figure::Tenths(Some(0)));
        assert_eq!(of(49, 400), Figure::Tenths(Some(123)));
        assert_eq!(of(0, 0), Figure::Tenths(None));
        assert_eq!([tenths(-0.04), tenths(0.05), tenths(-99.95)], [0, 1, -1000]);
    }
}
