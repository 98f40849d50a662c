//! A wave and the states it goes through.

use crate::db::{Moment, SurveyId, WaveId};

/// Where a wave is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaveState {
    /// Being planned.
    Draft,
    /// Opens by itself.
    Scheduled,
    /// Launched; until it is counted, also after its closing time.
    Open,
    /// Counted; the key is destroyed.
    Closed,
    /// Called off; nothing was opened, the key is destroyed.
    Cancelled,
}

impl WaveState {
    /// The word in the database and in URLs.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Scheduled => "scheduled",
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Draft, Self::Scheduled, Self::Open, Self::Closed, Self::Cancelled]
            .into_iter()
            .find(|state| state.word() == word)
    }
}

/// How comments are grouped; chosen before the launch, never both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommentsBy {
    /// By department, where at least ten answered.
    Group,
    /// By promoter, passive and detractor, for the whole wave, at least ten each.
    Category,
}

impl CommentsBy {
    /// The word in the database and in forms.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Category => "category",
        }
    }

    /// The choice of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Group, Self::Category].into_iter().find(|choice| choice.word() == word)
    }
}

/// One run of the survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wave {
    /// Its id, in links and as the name of its key.
    pub id: WaveId,
    /// The questions and texts it uses.
    pub survey: SurveyId,
    /// What admins call it.
    pub title: String,
    /// Where it is in its life.
    pub state: WaveState,
    /// Whom it invites.
    pub audience: super::Audience,
    /// The IANA time zone of its times.
    pub time_zone: chrono_tz::Tz,
    /// The opening as the admin wrote it, in the wave's time zone.
    pub opens_local: chrono::NaiveDateTime,
    /// The close as the admin wrote it, in the wave's time zone.
    pub closes_local: chrono::NaiveDateTime,
    /// The opening, UTC.
    pub opens_at: Moment,
    /// The close, UTC; earlier than planned if an admin decided so.
    pub closes_at: Moment,
    /// The planned close, UTC: the key is destroyed 30 days later at the latest.
    pub planned_close_at: Moment,
    /// Respondents below which nothing of a group is published: 3 or more.
    pub threshold: u32,
    /// The longest comment in characters: 1,000 or 4,000.
    pub comment_limit: u32,
    /// Whether reminders go to everyone alike.
    pub remind_everyone: bool,
    /// Whether everyone invited is told when it has ended.
    pub closing_message: bool,
    /// How comments are grouped.
    pub comments_by: CommentsBy,
    /// The method the score is computed by.
    pub method_version: i32,
    /// Recognises the wave's key; set at the launch.
    pub key_check: Option<Vec<u8>>,
    /// Everyone invited; set at the launch.
    pub headcount: Option<u32>,
    /// People not invited since another open wave has them; set at the launch.
    pub left_out: Option<u32>,
    /// When it was launched.
    pub launched_at: Option<Moment>,
    /// When it was counted or cancelled.
    pub ended_at: Option<Moment>,
}

/// The version of the scoring method (method document) that new waves are launched under.
pub const METHOD_VERSION: i32 = 1;

/// The longest comment in characters.
pub const COMMENT_LIMIT: u32 = 1_000;

/// The longest comment in characters where long comments were chosen.
pub const LONG_COMMENT_LIMIT: u32 = 4_000;

impl Wave {
    /// The length of every ballot's plaintext: 4 KiB, or 16 KiB with long comments.
    #[must_use]
    pub fn ballot_length(&self) -> usize {
        if self.comment_limit <= COMMENT_LIMIT { 4 * 1024 } else { 16 * 1024 }
    }

    /// Whether a cast is accepted now.
    #[must_use]
    pub fn takes_answers(&self, now: Moment) -> bool {
        self.state == WaveState::Open && now < self.closes_at
    }
}
