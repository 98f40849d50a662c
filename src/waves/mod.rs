//! Waves: when whom is asked what, from draft to closed, and the tree frozen at the launch.
//!
//! Knows time zones, states and texts. Refuses to know who answered or what.

pub mod actions;
mod annotate;
mod audience;
mod draft;
pub mod duplicate;
pub mod key_copies;
pub mod local_time;
pub mod pace;
pub mod plan;
mod repace;
mod standing;
pub mod store;
pub mod suggest;
mod survey;
pub mod text;
mod title;
mod transitions;
mod tree;
mod warning;
mod wave;
pub mod words;

pub use annotate::{MAX_NOTE, NoteError, annotate};
pub use audience::{Audience, Invitee};
pub use draft::Draft;
pub use repace::{repace, set_pace};
pub use standing::{Event, Next, Standing};
pub use survey::{Survey, SurveyTexts, TextKind};
pub use title::title_after;
pub use transitions::{
    BackToDraftError, CLOSE_NOTICE_HOURS, CancelError, CloseEarlyError, LaunchRefusal, ScheduleRefusal,
};
pub use tree::{Group, Tree, Turnover};
pub use warning::{ADVISED_THRESHOLD, Surroundings, Warning};
pub use wave::{COMMENT_LIMIT, CommentsBy, LONG_COMMENT_LIMIT, METHOD_VERSION, Wave, WaveState};

/// A name for the lock of whatever looks at several waves at once: planning and launching.
#[must_use]
pub fn all_waves() -> crate::db::WaveId {
    crate::db::WaveId::from_uuid(uuid::Uuid::nil())
}
