//! Anonymity, by attack: each test looks for what must not be there, and shows with a planted leak that it would
//! have been found.
//!
//! | asked | in |
//! |---|---|
//! | Does anything that could be taken, while the wave is open or later, tie an answer to a person? | `linking` |
//! | Does anything but the sealed ballots depend on who has answered? | `worlds`, `traces`, `glances` |
//! | Does what is left after the count depend on who in a group gave which answer? | `interference` |
//! | Does what was typed stand anywhere in plain text? | `markers` |
//! | Does an old copy open or count anything after the close? | `destroyed` |

pub mod cluster;
mod destroyed;
pub mod dump;
mod glances;
mod interference;
mod linking;
pub mod listening;
mod markers;
mod needles;
pub mod random;
mod tables;
mod traces;
mod worlds;
