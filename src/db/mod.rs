//! The database: one closure per request, plain functions inside.
//!
//! Knows how to run a closure against SQLite or PostgreSQL, how ids and times are stored,
//! and how the tables are made. Refuses to know what any table means.

mod conn;
mod id;
mod maintenance;
mod migrations;
mod moment;
mod pool;
pub mod sql_types;
mod writer;

pub use conn::{Backend, Conn, DatabaseUrl, UrlError};
pub(crate) use conn::{load_to_change, on_backend};
pub use diesel::result::Error;
pub use id::{
    AccountId, ActionId, AuditId, BatchId, ChangeId, CommentId, DepartmentId, Id, ImportId, InvitationId, LinkId,
    MailId, PersonId, SurveyId, WaveId, named,
};
pub use migrations::MigrationState;
pub use moment::{Moment, cut};
pub use pool::{Db, OpenError};

/// What every query returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;
