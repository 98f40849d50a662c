//! Ballots: casting, sealing and keeping answers until the count, and reminding those who are silent.
//!
//! Knows sealed bytes and spent marks. Refuses to know a person: a token names its group, nothing here
//! is joined with people or invitations, and no row outside `ballots` changes when someone answers.

mod answer;
mod ballot;
mod cancel;
mod cancel_mail;
mod cast;
mod mail;
pub mod rates;
mod remind;
mod scrub;
mod seal;
pub mod store;

pub use answer::{Answer, AnswerError, HIGHEST_SCORE};
pub use ballot::{Ballot, BrokenBallot, DoesNotFit};
pub use cancel::{CancelError, cancel, finish_ended};
pub use cancel_mail::{CancelledMail, cancel_mail};
pub use cast::{CastError, cast, check};
pub use mail::{REMINDER, ReminderMail};
pub use remind::queue_due;
pub use scrub::{empty_box, scrub_due, scrub_later, scrub_waits};
pub use seal::{Seal, Spent};
