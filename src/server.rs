//! Starting: from configuration to a listening server, and from a signal to an orderly end.

pub mod health;
pub mod log;

use std::fs::DirBuilder;
use std::net::TcpListener;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use actix_web::dev::{Server, ServerHandle};
use actix_web::middleware::from_fn;
use actix_web::{App as WebApp, HttpServer};
use anyhow::{Context, ensure};
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::accounts;
use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::keys::{self, KeyFolder, Secret};
use crate::mail::Transport;
use crate::pauses::Pauses;
use crate::{schedule, web};

/// Seconds that requests in hand are given to end after the first signal.
const SHUTDOWN_SECONDS: u64 = 20;

/// [`open`], and brings the tables to this version.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub fn prepare(config: Config, clock: Clock, transport: Transport) -> anyhow::Result<App> {
    let app = open(config, clock, transport)?;
    app.db.migrate().context("the tables could not be brought to this version")?;
    Ok(app)
}

/// Puts the tools together: makes the folders and the secret where they are missing, opens the database.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub fn open(config: Config, clock: Clock, transport: Transport) -> anyhow::Result<App> {
    keys::forbid_core_dumps().context("cannot keep keys out of core dumps")?;
    #[cfg(feature = "failpoints")]
    config.fail_point.as_deref().into_iter().for_each(crate::failpoints::arm);
    config.check_public_url()?;
    let bounces = config.bounces()?;
    let database = config.database()?;
    let data = config.data.display();
    make_folder(&config.data)
        .with_context(|| format!("cannot make the data folder {data}: choose another with --data"))?;
    let keys = open_keys(&config.keys_folder())?;
    let secret = Secret::open(&config.data).with_context(|| {
        format!("cannot use the data folder {data}: make it writable, or choose another with --data")
    })?;
    let db = Db::open(&database).context("see to DATABASE_URL")?;
    Ok(App { db, clock, keys, secret, config, transport, bounces, pauses: Pauses::default() })
}

fn make_folder(path: &Path) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// The key folder, if nobody but its owner can look into it.
fn open_keys(folder: &Path) -> anyhow::Result<KeyFolder> {
    let path = folder.display();
    let hint = || format!("cannot make the key folder {path}: choose another with --keys");
    let keys = KeyFolder::open(folder).with_context(hint)?;
    let bits = keys.permissions().with_context(|| format!("cannot examine the key folder {path}"))?;
    ensure!(bits & 0o700 == bits, "others can read the key folder {path}: run chmod 700 {path}");
    Ok(keys)
}

/// Serves on a socket that is bound already, with all recurring work, until SIGTERM or SIGINT; then
/// ends the requests in hand, and after them the message in hand.
///
/// # Errors
/// When something cannot be started, or had stopped by itself.
pub fn serve(app: &App, socket: TcpListener) -> anyhow::Result<()> {
    let system = actix_web::rt::System::new();
    // Before anything else: whoever is told to stop while starting still ends in order.
    let signals = system.block_on(async { Signals::listen() })?;
    let running = schedule::start(app)?;
    let served = system.block_on(async {
        announce(app).await?;
        let shared = web::Shared::new(app);
        let server = listen_with(app, &shared, socket)?;
        actix_web::rt::spawn(stop_on_signal(signals, server.handle(), shared));
        server.await.context("the server has stopped")
    });
    let stopped = running.stop();
    served.and(stopped)
}

/// One line with the address, and while there is no account one with the way to make it.
async fn announce(app: &App) -> anyhow::Result<()> {
    println!("Candor listens on http://{}", app.config.listen);
    if let Some(code) = accounts::offer(app).await? {
        eprintln!("There is no account yet. Make the first one at {}/first-run?code={code}", app.config.public_url());
    }
    Ok(())
}

/// The signals that end the program. What comes from when they are listened to on is not lost.
pub(crate) struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    /// Listens from now on; to be called on the runtime that will wait for them.
    ///
    /// # Errors
    /// When the system refuses.
    pub(crate) fn listen() -> std::io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }
}

/// The first signal lets requests in hand end; a second one does not.
pub(crate) async fn stop_on_signal(mut signals: Signals, server: ServerHandle, shared: web::Shared) {
    for is_graceful in [true, false] {
        tokio::select! {
            _ = signals.terminate.recv() => {}
            _ = signals.interrupt.recv() => {}
        }
        shared.close_streams();
        // Not awaited: the second signal may come before the first stop has come to its end.
        drop(server.stop(is_graceful));
    }
}

/// The server on a socket that is already bound.
///
/// # Errors
/// When it cannot listen.
pub fn listen(app: &App, socket: TcpListener) -> std::io::Result<Server> {
    listen_with(app, &web::Shared::new(app), socket)
}

/// The same with what its workers share.
pub(crate) fn listen_with(app: &App, shared: &web::Shared, socket: TcpListener) -> std::io::Result<Server> {
    let (app, shared) = (app.clone(), shared.clone());
    let server = HttpServer::new(move || {
        WebApp::new().wrap(from_fn(web::same_origin)).wrap(from_fn(web::finish)).configure(web::routes(&app, &shared))
    });
    Ok(server.shutdown_timeout(SHUTDOWN_SECONDS).disable_signals().listen(socket)?.run())
}
