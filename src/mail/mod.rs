//! Mail: a queue in the database and the ways out of it.
//!
//! Knows messages, rows and servers. Refuses to know what an invitation is: the queue holds
//! (kind, reference), and features hand in a [`Compose`] that writes the message at the moment of sending.

mod body;
pub mod bounce;
mod compose;
mod dkim;
mod encryption;
mod failure;
mod held;
mod limits;
mod message;
mod network;
pub mod outbox;
mod post;
mod retry;
mod sender;
mod sending;
mod smtp;
mod store;
mod transport;
mod wire;

pub use bounce::{ReturnAddress, ReturnAddressError};
pub use compose::{Compose, Composed, Ended};
pub use failure::{Failure, FailureKind};
pub use limits::Limits;
pub use message::{Mailbox, Message};
pub use post::{Delivered, Post};
pub use sending::{deliver_due, run};
pub use smtp::{SmtpConfig, SmtpUrlError};
pub use transport::{Captured, SendError, Transport};
