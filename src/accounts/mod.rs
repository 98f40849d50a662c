//! Accounts: who runs surveys and signs in.
//!
//! Only doors import this; no feature knows who is asking.

pub mod sessions;
pub mod store;

pub use store::Account;
