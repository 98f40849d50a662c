//! People: the roster and the department tree, whom a wave may invite.
//!
//! Knows names, addresses, departments and how a roster file changes them. Refuses to know
//! what anybody was asked or answered; people who go are marked as left, never deleted.

mod bounce;
mod department;
pub mod edit;
pub mod import;
pub mod many;
mod merge;
mod person;
pub mod reorganise;
pub mod store;
pub mod time_zone;

pub use bounce::{Bounce, Why};
pub use department::{Department, Departments, name_key};
pub use merge::Merge;
pub use person::{Person, search_key};
