//! How a score reads: three bands, a legend and never a verdict on people.

use super::Score;

/// A score below this, in points, is alarming; from here to 0 it is at risk.
const AT_RISK_FROM: i64 = -10;

/// The band of a score by what the sources say of employees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Band {
    /// Below −10: look into engagement.
    Alarming,
    /// −10 to 0: people and ideas may leave.
    AtRisk,
    /// Above 0, and it should grow.
    Healthy,
}

impl Band {
    /// The band of a score as the screen shows it, so that number and word never disagree.
    ///
    /// ```
    /// use candor::reports::{Band, Score};
    /// let band = |balance| Band::of(Score::new(balance, 1_000).unwrap());
    /// assert_eq!([-106, -104, 0, 4, 5].map(band), [
    ///     Band::Alarming, Band::AtRisk, Band::AtRisk, Band::AtRisk, Band::Healthy,
    /// ]);
    /// ```
    #[must_use]
    pub fn of(score: Score) -> Self {
        match score.whole() {
            1.. => Self::Healthy,
            AT_RISK_FROM..=0 => Self::AtRisk,
            _ => Self::Alarming,
        }
    }
}
