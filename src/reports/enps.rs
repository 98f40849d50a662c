//! The score: employee Net Promoter Score over everyone invited.

use serde::{Deserialize, Serialize};

/// What a score from 0 to 10 makes of the one who gave it.
///
/// Source: `PeoplePulse`, "Measuring eNPS": 9–10 promoter, 7–8 passive, 0–6 detractor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Category {
    /// 0–6.
    Detractor,
    /// 7–8; the source also says neutral.
    Passive,
    /// 9–10.
    Promoter,
}

impl Category {
    /// All of them, from the lowest.
    pub const ALL: [Self; 3] = [Self::Detractor, Self::Passive, Self::Promoter];

    /// The category of a score.
    ///
    /// ```
    /// use candor::reports::Category;
    /// assert_eq!([6, 7, 8, 9].map(Category::of), [
    ///     Category::Detractor, Category::Passive, Category::Passive, Category::Promoter,
    /// ]);
    /// ```
    #[must_use]
    pub fn of(score: u8) -> Self {
        match score {
            0..=6 => Self::Detractor,
            7..=8 => Self::Passive,
            _ => Self::Promoter,
        }
    }

    /// The word in the database and in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Detractor => "detractor",
            Self::Passive => "passive",
            Self::Promoter => "promoter",
        }
    }

    /// The category of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.word() == word)
    }
}

/// A group of people: how many were invited, and how those who answered did. In people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Everyone invited, frozen at the launch.
    pub headcount: u32,
    /// Gave 9 or 10.
    pub promoters: u32,
    /// Gave 7 or 8.
    pub passives: u32,
    /// Gave 0 to 6.
    pub detractors: u32,
}

impl Counts {
    /// Those who answered.
    #[must_use]
    pub fn respondents(&self) -> u32 {
        self.promoters + self.passives + self.detractors
    }

    /// Those who were invited and did not answer. They count as neutral.
    #[must_use]
    pub fn silent(&self) -> u32 {
        self.headcount.saturating_sub(self.respondents())
    }

    /// eNPS = 100 · (promoters − detractors) / headcount. None when nobody answered: that is no zero.
    ///
    /// Source: `PeoplePulse`, whose example has 75 employees, of whom 30 gave 9–10, 20 gave 7–8 and 15 gave 0–6:
    ///
    /// ```
    /// use candor::reports::Counts;
    /// let counts = Counts { headcount: 75, promoters: 30, passives: 20, detractors: 15 };
    /// assert_eq!(counts.score().unwrap().whole(), 20);
    /// assert_eq!(counts.silent(), 10);
    /// assert_eq!(Counts { headcount: 75, ..Counts::default() }.score(), None);
    /// ```
    #[must_use]
    pub fn score(&self) -> Option<Score> {
        (self.respondents() > 0).then(|| Score::new(self.balance(), self.headcount)).flatten()
    }

    /// 100 · (promoters − detractors) / respondents: the figure that other companies' benchmarks use.
    ///
    /// ```
    /// use candor::reports::Counts;
    /// let counts = Counts { headcount: 75, promoters: 30, passives: 20, detractors: 15 };
    /// assert_eq!(counts.respondents_score().unwrap().whole(), 23);
    /// ```
    #[must_use]
    pub fn respondents_score(&self) -> Option<Score> {
        Score::new(self.balance(), self.respondents())
    }

    /// What the silent could change: the scores if all of them were detractors, and if all were promoters;
    /// eNPS ∓ 100 · (headcount − respondents) / headcount.
    ///
    /// ```
    /// use candor::reports::Counts;
    /// let counts = Counts { headcount: 75, promoters: 30, passives: 20, detractors: 15 };
    /// let (worst, best) = counts.range().unwrap();
    /// assert_eq!((worst.whole(), best.whole()), (7, 33));
    /// ```
    #[must_use]
    pub fn range(&self) -> Option<(Score, Score)> {
        self.score()?;
        let silent = i64::from(self.silent());
        let at = |balance| Score::new(balance, self.headcount);
        Some((at(self.balance() - silent)?, at(self.balance() + silent)?))
    }

    /// Respondents / headcount, 0 to 1. None when nobody was invited.
    #[must_use]
    pub fn response_rate(&self) -> Option<f64> {
        (self.headcount > 0).then(|| f64::from(self.respondents()) / f64::from(self.headcount))
    }

    /// Promoters less detractors.
    #[must_use]
    pub fn balance(&self) -> i64 {
        i64::from(self.promoters) - i64::from(self.detractors)
    }

    /// Counts one more answer.
    pub fn add(&mut self, category: Category) {
        match category {
            Category::Detractor => self.detractors += 1,
            Category::Passive => self.passives += 1,
            Category::Promoter => self.promoters += 1,
        }
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.headcount += other.headcount;
        self.promoters += other.promoters;
        self.passives += other.passives;
        self.detractors += other.detractors;
    }
}

impl std::ops::SubAssign for Counts {
    fn sub_assign(&mut self, other: Self) {
        self.headcount -= other.headcount;
        self.promoters -= other.promoters;
        self.passives -= other.passives;
        self.detractors -= other.detractors;
    }
}

/// An exact score: a fraction of people, times 100. From −100 to 100.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    balance: i64,
    people: u32,
}

impl Score {
    /// 100 · balance / people; none for nobody.
    #[must_use]
    pub fn new(balance: i64, people: u32) -> Option<Self> {
        (people > 0).then_some(Self { balance, people })
    }

    /// The score in points.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "people are far fewer than 2^53")]
    pub fn value(self) -> f64 {
        100.0 * self.balance as f64 / f64::from(self.people)
    }

    /// The score as the screen shows it: a whole number, half rounded away from zero.
    ///
    /// ```
    /// use candor::reports::Score;
    /// assert_eq!(Score::new(1, 8).unwrap().whole(), 13);
    /// assert_eq!(Score::new(-1, 8).unwrap().whole(), -13);
    /// ```
    #[must_use]
    pub fn whole(self) -> i64 {
        self.scaled(100)
    }

    /// The score as exports write it: tenths of a point, half rounded away from zero.
    ///
    /// ```
    /// use candor::reports::Score;
    /// assert_eq!(Score::new(-320, 1470).unwrap().tenths(), -218);
    /// ```
    #[must_use]
    pub fn tenths(self) -> i64 {
        self.scaled(1000)
    }

    fn scaled(self, scale: i64) -> i64 {
        let people = i64::from(self.people);
        let magnitude = (2 * scale * self.balance.abs() + people) / (2 * people);
        magnitude * self.balance.signum()
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{assert_close, cases, counts};
    use super::*;

    #[test]
    fn the_score_agrees_with_the_worked_cases() {
        for mut case in cases("method") {
            case["psd"] = serde_json::json!([case["promoters"], case["passives"], case["detractors"]]);
            let counts = counts(&case);
            if case["enps"].is_null() {
                assert_eq!((counts.score(), counts.range()), (None, None));
                continue;
            }
            let (worst, best) = counts.range().unwrap();
            assert_close(counts.score().unwrap().value(), &case["enps"]);
            assert_close(worst.value(), &case["worst"]);
            assert_close(best.value(), &case["best"]);
        }
    }

    #[test]
    fn a_score_is_rate_times_respondents_score() {
        let counts = Counts { headcount: 1470, promoters: 217, passives: 325, detractors: 537 };
        let product = counts.response_rate().unwrap() * counts.respondents_score().unwrap().value();
        assert!((counts.score().unwrap().value() - product).abs() < 1e-9);
    }

    #[test]
    fn nobody_invited_has_no_figures() {
        let nobody = Counts::default();
        assert_eq!((nobody.score(), nobody.range(), nobody.respondents_score()), (None, None, None));
        assert_eq!(nobody.response_rate(), None);
    }
}
