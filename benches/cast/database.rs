//! The databases that are measured, each gone at the end.

use anyhow::Result;

/// Names the server on which databases may be made, as for the tests.
const SERVER: &str = "CANDOR_TEST_POSTGRES";

/// A database.
pub enum Database {
    /// A file in the folder of whoever uses it.
    Sqlite,
    /// One on a server.
    #[cfg(feature = "postgres")]
    Postgres(postgres::Made),
}

impl Database {
    /// A database on the PostgreSQL server that is named, if one is.
    pub fn postgres() -> Result<Option<Self>> {
        #[expect(clippy::disallowed_methods, reason = "only this benchmark reads it")]
        let server = std::env::var(SERVER);
        #[cfg(feature = "postgres")]
        if let Ok(server) = &server {
            return Ok(Some(Self::Postgres(postgres::Made::new(server, 1)?)));
        }
        let _ = server;
        Ok(None)
    }

    /// Another one of the same kind, empty.
    pub fn again(&self) -> Result<Self> {
        match self {
            Self::Sqlite => Ok(Self::Sqlite),
            #[cfg(feature = "postgres")]
            Self::Postgres(made) => Ok(Self::Postgres(postgres::Made::new(made.server(), 2)?)),
        }
    }

    /// Its address, where it is not a file.
    pub fn url(&self) -> Option<&str> {
        match self {
            Self::Sqlite => None,
            #[cfg(feature = "postgres")]
            Self::Postgres(made) => Some(made.url()),
        }
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            #[cfg(feature = "postgres")]
            Self::Postgres(_) => "PostgreSQL",
        }
    }
}

#[cfg(feature = "postgres")]
pub mod postgres {
    use anyhow::Result;
    use diesel::connection::SimpleConnection;
    use diesel::{Connection, PgConnection};

    /// A database that goes with this value.
    pub struct Made {
        server: String,
        name: String,
        url: String,
    }

    impl Made {
        pub fn new(server: &str, number: u32) -> Result<Self> {
            let name = format!("candor_bench_{}_{number}", std::process::id());
            let url = format!("{server}&dbname={name}");
            let made = Self { server: server.to_owned(), name, url };
            made.on_server("CREATE DATABASE")?;
            Ok(made)
        }

        pub fn server(&self) -> &str {
            &self.server
        }

        pub fn url(&self) -> &str {
            &self.url
        }

        fn on_server(&self, what: &str) -> Result<()> {
            let mut conn = PgConnection::establish(&format!("{}&dbname=postgres", self.server))?;
            Ok(conn.batch_execute(&format!("{what} {}", self.name))?)
        }
    }

    impl Drop for Made {
        fn drop(&mut self) {
            // What cannot be removed is named after this program.
            let _ = self.on_server("DROP DATABASE IF EXISTS").map_err(|error| eprintln!("{}: {error}", self.name));
        }
    }
}
