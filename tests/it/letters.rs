//! What people read: texts in the form, the letters that arrive, and the links in them.

mod closing;
mod read_back;
mod results;
mod scanners;
mod texts;
