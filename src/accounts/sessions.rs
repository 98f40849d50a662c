//! Sessions in the database, so that they can be revoked. Only the hash of a session's key is stored.

pub mod store;
