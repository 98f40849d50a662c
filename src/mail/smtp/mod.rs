//! A mail server: how to reach it, and one connection to it.
//!
//! Knows SMTP and TLS. Refuses to know the queue, and what any message is about.

mod config;
mod connection;
mod dialogue;
mod stream;

pub use config::{SmtpConfig, SmtpUrlError};
pub(super) use connection::{Connection, Refusal};
