//! A whole Candor for one test: its own folders, database, clock and port.

use std::net::TcpListener;
use std::sync::atomic::{AtomicU64, Ordering};

use candor::app::App;
use candor::clock::Clock;
use candor::config::Config;
use candor::db::{Backend, Moment};
use candor::mail::Transport;
use clap::Parser;
use serde::Serialize;

/// Writes each test once and runs it on SQLite and on PostgreSQL.
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($app:ident: TestApp) $body:block)+) => { $(
        mod $name {
            use super::*;

            async fn on($app: TestApp) $body

            $(#[$meta])*
            #[actix_web::test]
            async fn sqlite() {
                on(TestApp::start(candor::db::Backend::Sqlite).await).await;
            }

            $(#[$meta])*
            #[cfg(feature = "postgres")]
            #[actix_web::test]
            async fn postgres() {
                on(TestApp::start(candor::db::Backend::Postgres).await).await;
            }
        }
    )+ };
}
pub(crate) use on_both;

/// The moment at which every test begins, unless it says otherwise: a Monday.
pub const START: &str = "2026-03-02T06:00:00";

/// A running Candor and a browser of its own.
pub struct TestApp {
    pub app: App,
    pub address: String,
    pub client: reqwest::Client,
    /// The folder of data and keys; removed at the end.
    pub folder: tempfile::TempDir,
    #[cfg(feature = "postgres")]
    _database: Option<postgres::TestDatabase>,
}

/// A response, read whole.
#[derive(Debug)]
pub struct Response {
    pub status: u16,
    pub text: String,
    pub headers: reqwest::header::HeaderMap,
}

impl Response {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The text of all elements that a selector finds.
    pub fn select(&self, selector: &str) -> Vec<String> {
        let html = scraper::Html::parse_document(&self.text);
        let selector = scraper::Selector::parse(selector).unwrap();
        html.select(&selector).map(|element| element.text().collect::<String>().trim().to_owned()).collect()
    }
}

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    config: Config,
}

/// The configuration of a Candor whose data lies in a folder.
fn configuration(folder: &std::path::Path, address: &str, database_url: Option<&str>) -> Config {
    let data = folder.join("data");
    let mut arguments = vec!["candor".to_owned(), format!("--data={}", data.display()), format!("--listen={address}")];
    arguments.push(format!("--keys={}", folder.join("keys").display()));
    arguments.extend(database_url.map(|url| format!("--database-url={url}")));
    Arguments::parse_from(arguments).config
}

impl TestApp {
    /// Starts on a database with mail captured in memory.
    pub async fn start(backend: Backend) -> Self {
        Self::start_with(backend, Transport::Memory(std::sync::Arc::default())).await
    }

    /// Starts on a database with mail going out by a transport.
    #[expect(clippy::unused_async, reason = "the server starts on the caller's runtime")]
    pub async fn start_with(backend: Backend, transport: Transport) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let socket = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = socket.local_addr().unwrap().to_string();
        #[cfg(feature = "postgres")]
        let database = (backend == Backend::Postgres).then(postgres::TestDatabase::make);
        #[cfg(feature = "postgres")]
        let database_url = database.as_ref().map(|database| database.url.clone());
        #[cfg(not(feature = "postgres"))]
        let database_url: Option<String> = None;
        let config = configuration(folder.path(), &address, database_url.as_deref());
        let start: Moment = START.parse().unwrap();
        let app = candor::server::prepare(config, Clock::manual(start), transport).unwrap();
        assert_eq!(app.db.backend(), backend);
        actix_web::rt::spawn(candor::server::listen(&app, socket).unwrap());
        // No connection is kept: the server may close an idle one at the moment it is used again.
        let client = reqwest::Client::builder()
            .cookie_store(true)
            .pool_max_idle_per_host(0)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        Self {
            app,
            address,
            client,
            folder,
            #[cfg(feature = "postgres")]
            _database: database,
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub async fn get(&self, path: &str) -> Response {
        read(self.client.get(self.url(path)).send().await.unwrap()).await
    }

    /// Sends a form; redirects are not followed.
    pub async fn post(&self, path: &str, form: &(impl Serialize + Sync)) -> Response {
        read(self.client.post(self.url(path)).form(form).send().await.unwrap()).await
    }
}

pub async fn read(response: reqwest::Response) -> Response {
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Response { status, headers, text: response.text().await.unwrap() }
}

/// A number that no other test of this run has.
fn unique() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::SeqCst)
}

#[cfg(feature = "postgres")]
mod postgres {
    use diesel::connection::SimpleConnection;
    use diesel::{Connection, PgConnection};

    /// A database of one test in the server that `tests/run` started.
    pub struct TestDatabase {
        pub url: String,
        server: String,
        name: String,
    }

    impl TestDatabase {
        pub fn make() -> Self {
            #[expect(clippy::disallowed_methods, reason = "only tests read this, and only here")]
            let server = std::env::var("CANDOR_TEST_POSTGRES")
                .expect("CANDOR_TEST_POSTGRES names a PostgreSQL server: run the tests by tests/run");
            let name = format!("candor_test_{}_{}", std::process::id(), super::unique());
            let mut conn = PgConnection::establish(&format!("{server}&dbname=postgres")).unwrap();
            conn.batch_execute(&format!("CREATE DATABASE {name}")).unwrap();
            Self { url: format!("{server}&dbname={name}"), server, name }
        }
    }

    impl Drop for TestDatabase {
        fn drop(&mut self) {
            let Ok(mut conn) = PgConnection::establish(&format!("{}&dbname=postgres", self.server)) else { return };
            let _ = conn.batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
        }
    }
}
