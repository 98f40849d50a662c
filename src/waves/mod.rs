//! Waves: when whom is asked what, from draft to closed, and the tree frozen at the launch.
//!
//! Knows time zones, states and texts. Refuses to know who answered or what.

pub mod store;
mod tree;
mod wave;

pub use tree::{Group, Tree};
pub use wave::{CommentsBy, Wave, WaveState};
