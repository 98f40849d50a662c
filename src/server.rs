//! Starting: from configuration to a listening server.

use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::{App as WebApp, HttpServer};
use anyhow::Context;

use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::Db;
use crate::keys::{self, KeyFolder, Secret};
use crate::mail::Transport;
use crate::web;

/// Puts the tools together: makes the folders and the secret, opens the database, brings its tables to this version.
///
/// # Errors
/// One line that says what is wrong and what to do.
pub fn prepare(config: Config, clock: Clock, transport: Transport) -> anyhow::Result<App> {
    keys::forbid_core_dumps().context("cannot keep keys out of core dumps")?;
    let database = config.database()?;
    std::fs::create_dir_all(&config.data)
        .with_context(|| format!("cannot make the data folder {}", config.data.display()))?;
    let folder = config.keys_folder();
    let keys = KeyFolder::open(&folder).with_context(|| format!("cannot make the key folder {}", folder.display()))?;
    let secret = Secret::open(&config.data)?;
    let db = Db::open(&database)?;
    db.migrate()?;
    Ok(App { db, clock, keys, secret, config, transport })
}

/// The server on a socket that is already bound.
///
/// # Errors
/// When it cannot listen.
pub fn listen(app: &App, socket: TcpListener) -> std::io::Result<Server> {
    let app = app.clone();
    let limits = web::Limits::new(&app.clock);
    let server = HttpServer::new(move || {
        WebApp::new().wrap(from_fn(web::same_origin)).wrap(from_fn(web::finish)).configure(web::routes(&app, &limits))
    });
    Ok(server.listen(socket)?.run())
}
