//! Ids: a UUID that knows what it names, so that a person's id is never taken for a wave's.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sqlite::Sqlite;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use super::conn::MultiBackend;
use super::sql_types;

/// The id of a `T`. Made in `keys.rs` ([`crate::keys::random_id`], [`crate::keys::ordered_id`]).
#[derive(AsExpression, FromSqlRow)]
#[diesel(sql_type = sql_types::Uuid)]
pub struct Id<T: 'static>(Uuid, PhantomData<fn() -> T>);

macro_rules! ids {
    ($($(#[$doc:meta])* $id:ident of $what:ident;)+) => {
        /// What ids name; never made.
        pub mod named { $(
            /// Marks an id.
            #[derive(Debug)]
            pub enum $what {}
        )+ }
        $($(#[$doc])* pub type $id = Id<named::$what>;)+
    };
}

ids! {
    /// Someone who runs surveys and signs in.
    AccountId of Account;
    /// An entry of the audit log.
    AuditId of AuditEntry;
    /// A department of today's tree.
    DepartmentId of Department;
    /// Someone on the roster.
    PersonId of Person;
    /// A change of many people at once, for its undo.
    ChangeId of Change;
    /// A roster file that waits to be applied.
    ImportId of Import;
    /// The questions and texts of a wave.
    SurveyId of Survey;
    /// A wave.
    WaveId of Wave;
    /// A link to a report; it opens nothing.
    LinkId of Link;
    /// Something done about a wave's results.
    ActionId of Action;
    /// An invitation; random, since links and spent marks are made from it.
    InvitationId of Invitation;
    /// A row of the outbox.
    MailId of Mail;
    /// Rows of the outbox that belong together.
    BatchId of Batch;
    /// A comment; random, so that it tells no order.
    CommentId of Comment;
}

impl<T> Id<T> {
    /// Takes a UUID for an id.
    #[must_use]
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid, PhantomData)
    }

    /// The UUID itself.
    #[must_use]
    pub const fn uuid(self) -> Uuid {
        self.0
    }

    /// The same UUID taken for another thing's id, where one thing stands for the other (a wave is a batch of mail).
    #[must_use]
    pub const fn cast<U>(self) -> Id<U> {
        Id::from_uuid(self.0)
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Id<T> {}
impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<T> Eq for Id<T> {}
impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}
impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
impl<T> FromStr for Id<T> {
    type Err = uuid::Error;
    fn from_str(text: &str) -> Result<Self, uuid::Error> {
        text.parse().map(Self::from_uuid)
    }
}
impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}
impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Uuid::deserialize(deserializer).map(Self::from_uuid)
    }
}

impl<T> ToSql<sql_types::Uuid, Sqlite> for Id<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        out.set_value(self.0.as_bytes().as_slice());
        Ok(IsNull::No)
    }
}

impl<T> FromSql<sql_types::Uuid, Sqlite> for Id<T> {
    fn from_sql(value: <Sqlite as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let bytes = <Vec<u8> as FromSql<diesel::sql_types::Binary, Sqlite>>::from_sql(value)?;
        Ok(Self::from_uuid(Uuid::from_slice(&bytes)?))
    }
}

#[cfg(feature = "postgres")]
impl<T> ToSql<sql_types::Uuid, diesel::pg::Pg> for Id<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, diesel::pg::Pg>) -> serialize::Result {
        std::io::Write::write_all(out, self.0.as_bytes())?;
        Ok(IsNull::No)
    }
}

#[cfg(feature = "postgres")]
impl<T> FromSql<sql_types::Uuid, diesel::pg::Pg> for Id<T> {
    fn from_sql(value: <diesel::pg::Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::from_uuid(Uuid::from_slice(value.as_bytes())?))
    }
}

impl<T> ToSql<sql_types::Uuid, MultiBackend> for Id<T> {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, MultiBackend>) -> serialize::Result {
        out.set_value((sql_types::Uuid, self));
        Ok(IsNull::No)
    }
}

impl<T> FromSql<sql_types::Uuid, MultiBackend> for Id<T> {
    fn from_sql(value: <MultiBackend as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        value.from_sql::<Self, sql_types::Uuid>()
    }
}
