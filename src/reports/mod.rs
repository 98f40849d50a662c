//! Reports: what a closed wave may tell, and nothing finer.
//!
//! Knows the method (scores, intervals, changes), which groups may be shown, and what is stored of a wave
//! after its count. Refuses to know who anyone is, and refuses to show what suppression did not publish:
//! every page and export takes a published report and nothing else.

pub mod abandon;
pub mod alarms;
mod band;
pub mod blackout;
mod change;
pub mod closing;
mod columns;
pub mod count;
pub mod csv;
mod enps;
#[cfg(test)]
mod fixture;
mod interval;
pub mod json;
pub mod links;
pub mod lookup;
mod packed;
mod path;
#[cfg(test)]
mod properties;
pub mod publish;
mod published;
pub mod rates;
pub mod reading;
pub mod results;
mod rows;
pub mod store;
pub mod suppression;
mod tally;
mod themes;
pub mod xlsx;

pub use band::Band;
pub use change::{Change, FEW_RESPONDENTS, is_permuted, permutation_p, respondents_z, wave_z};
pub use columns::category_key;
pub use enps::{Category, Counts, Score};
pub use interval::{Adjusted, Interval, Z};
pub use path::GroupPath;
pub use published::{CommentPlace, Facts, Figures, Headline, PublishedReport, Row, RowKind};
pub use suppression::Publication;
pub use tally::{Answer, CHOICES, Distribution, FINE_THRESHOLD, Place, Tallied, UnknownGroup};
pub use themes::{ThemeShares, Themes};
