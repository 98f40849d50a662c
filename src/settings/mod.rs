//! What an admin sets for the whole installation, and small values kept beside it.
//!
//! Knows which values make sense. Refuses to know what they are used for.

mod benchmarks;
mod draft;
mod holidays;
mod notice;
mod pace;
mod store;
mod test_mail;

pub use benchmarks::{Benchmark, Benchmarks, LONGEST_NAME as LONGEST_BENCHMARK, MOST_BENCHMARKS, WrongBenchmark};
pub use draft::{Draft, MAX_TEXT, SMALL_THRESHOLD, THRESHOLDS};
pub use holidays::{Holiday, Holidays, Set, easter};
pub use notice::{MOST_OWN_WORDS, OwnWords};
pub use pace::{MOST_QUIET_HOURS, Pace, PaceDraft, Rest};
pub use store::{
    ClockHold, are_first_steps_aside, benchmarks, bounces_unread, clock_hold, forget_mail_tested, hold_clock, load,
    mail_tested, note_bounces_unread, note_mail_tested, own_words, pace, put_first_steps_aside, release_clock,
    remove_value, remove_value_if, save, save_benchmarks, save_own_words, save_pace, set_value, value,
};
pub use test_mail::{TEST, test_mail, test_message};

use crate::i18n::Lang;
use crate::mail::Mailbox;

/// The settings, with their defaults where nothing was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The company's name, as employees know it. Empty until set.
    pub company: String,
    /// The languages of surveys, the first the default.
    pub languages: Vec<Lang>,
    /// The address that mails come from. Empty until set.
    pub sender_address: String,
    /// The name that mails come from. Empty: the company's.
    pub sender_name: String,
    /// Whom employees ask: an address. Empty until set.
    pub contact: String,
    /// The threshold that a new wave starts with: 3 to 100 respondents.
    pub threshold: i32,
    /// The IANA time zone that a new wave starts with.
    pub time_zone: String,
}

impl Settings {
    /// Whom mails come from: by the sender's name, or the company's where there is none. The address may be empty.
    #[must_use]
    pub fn sender(&self) -> Mailbox {
        let name = if self.sender_name.is_empty() { &self.company } else { &self.sender_name };
        Mailbox { name: name.clone(), address: self.sender_address.clone() }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            company: String::new(),
            languages: Lang::ALL.to_vec(),
            sender_address: String::new(),
            sender_name: String::new(),
            contact: String::new(),
            threshold: 5,
            time_zone: "UTC".to_owned(),
        }
    }
}
