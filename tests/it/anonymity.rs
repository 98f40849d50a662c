//! Anonymity, by attack: each test looks for what must not be there, and shows with a planted leak that it would
//! have been found.

mod destroyed;
pub mod dump;
mod glances;
mod interference;
pub mod markers;
mod traces;
mod worlds;
