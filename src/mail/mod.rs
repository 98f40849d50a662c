//! Mail: a queue in the database and the ways out of it.
//!
//! Knows messages, rows and servers. Refuses to know what an invitation is: the queue holds
//! (kind, reference), and features hand in a [`Compose`] that writes the message at the moment of sending.

pub mod bounce;
mod compose;
mod courier;
mod deliver;
mod failure;
mod held;
mod message;
pub mod outbox;
mod retry;
mod smtp;
mod store;
mod transport;
mod wire;

pub use bounce::{ReturnAddress, ReturnAddressError};
pub use compose::{Compose, Composed, Ended};
pub use deliver::{Delivered, Post, deliver_due, run};
pub use failure::{Failure, FailureKind};
pub use message::{Mailbox, Message};
pub use smtp::{SmtpConfig, SmtpUrlError};
pub use transport::{Captured, SendError, Transport};
