//! What someone answered, before it is sealed.

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// The best score there is; the worst is 0.
pub const HIGHEST_SCORE: u8 = 10;

/// A checked answer. Zeroized when dropped.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Answer {
    score: u8,
    comment: String,
}

/// Why an answer cannot be taken as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// The score is none of 0 to 10.
    #[error("a score is a whole number from 0 to 10")]
    ScoreOutOfRange,
    /// The comment has more characters than the wave allows.
    #[error("the comment is {too_many} characters too long")]
    CommentTooLong {
        /// Characters above the limit.
        too_many: usize,
    },
}

impl Answer {
    /// Checks an answer against the wave's limit on comments (in characters), after cleaning the comment:
    /// line breaks become `\n`, other control characters go, white space at both ends goes.
    ///
    /// ```
    /// use candor::ballots::Answer;
    /// let answer = Answer::new(9, " Good\r\npeople\u{7} ", 1_000).unwrap();
    /// assert_eq!(answer.comment(), "Good\npeople");
    /// assert!(Answer::new(11, "", 1_000).is_err());
    /// assert!(Answer::new(5, "тише", 4).is_ok() && Answer::new(5, "громче", 4).is_err());
    /// ```
    ///
    /// # Errors
    /// When the score is above 10 or the comment too long.
    pub fn new(score: u8, comment: &str, comment_limit: u32) -> Result<Self, AnswerError> {
        if score > HIGHEST_SCORE {
            return Err(AnswerError::ScoreOutOfRange);
        }
        let answer = Self { score, comment: clean(comment) };
        let limit = usize::try_from(comment_limit).unwrap_or(usize::MAX);
        match answer.comment.chars().count().checked_sub(limit) {
            Some(too_many) if too_many > 0 => Err(AnswerError::CommentTooLong { too_many }),
            _ => Ok(answer),
        }
    }

    /// The score, 0 to 10.
    #[must_use]
    pub fn score(&self) -> u8 {
        self.score
    }

    /// The cleaned comment; empty for none.
    #[must_use]
    pub fn comment(&self) -> &str {
        &self.comment
    }
}

/// Browsers send line breaks as CR LF and a bell as a bell; a tab parts words.
fn clean(comment: &str) -> String {
    let mut cleaned = Zeroizing::new(String::with_capacity(comment.len()));
    let mut after_return = false;
    for character in comment.chars() {
        match character {
            '\n' if after_return => {}
            '\n' | '\r' => cleaned.push('\n'),
            '\t' => cleaned.push(' '),
            control if control.is_control() => {}
            other => cleaned.push(other),
        }
        after_return = character == '\r';
    }
    cleaned.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_stay_and_become_one_kind() {
        assert_eq!(clean("a\r\nb\rc\nd\r\n\r\ne"), "a\nb\nc\nd\n\ne");
    }

    #[test]
    fn control_characters_go_and_tabs_part_words() {
        assert_eq!(clean("\u{0}a\u{7}b\tc\u{1b}[31m\u{85}d\u{7f}"), "ab c[31md");
    }

    #[test]
    fn white_space_alone_is_no_comment() {
        assert_eq!(clean(" \r\n\t\u{a0} "), "");
    }

    #[test]
    fn hostile_text_is_kept_as_written() {
        for text in ["=1+1", "<script>alert(1)</script>", "\u{202e}abc", "👩‍👩‍👧‍👦", "'; DROP TABLE ballots; --"]
        {
            assert_eq!(clean(text), text);
        }
    }
}
