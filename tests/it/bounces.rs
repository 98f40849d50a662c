//! What comes back: read as each mail system writes it, and counted only where it says so itself.

mod reading;
