//! What comes back when mail does not arrive: return addresses, and the reports that are sent to them.
//!
//! Knows the forms in which mail systems report (RFC 3464, RFC 5965, and what each writes instead) and the places
//! where reports wait. Refuses to know what was sent, and believes nothing that a report says about whom it is for:
//! only the address that it was sent to tells that, which nobody else can write.

mod address;
mod automatic;
mod imap;
mod maildir;
mod pop3;
mod prose;
mod report;
mod source;
mod status;
mod stream;

pub use address::{MAX_TOKEN, ReturnAddress, ReturnAddressError};
pub use report::{MOST_BYTES, Report, Verdict, read};
pub use source::{Mailbox, ReadError, Settled, Source, SourceError};
