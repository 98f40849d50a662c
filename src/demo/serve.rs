//! Serving a demonstration, and another one in its place when the visitor wants to begin again.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::rt;
use anyhow::Context;
use tempfile::TempDir;
use tokio::task::JoinHandle;

use super::{Progress, Stage, in_folder, story};
use crate::config::Config;
use crate::{server, web};

/// How long connections that were taken before the next one came may still ask something.
const GRACE: Duration = Duration::from_secs(2);

/// A demonstration with its server.
struct Showing {
    stage: Arc<Stage>,
    server: JoinHandle<std::io::Result<()>>,
    handle: ServerHandle,
    live: JoinHandle<()>,
    /// Removed with everything in it.
    folder: TempDir,
}

/// Fills a demonstration, tells how far it is in lines, and serves it on a socket that is bound already until a signal comes.
/// When the visitor asks for it, another one is filled meanwhile and then takes its place.
///
/// # Errors
/// One line that says what is wrong.
pub async fn serve(config: &Config, socket: &TcpListener, password: &str, tell: impl Fn(&str)) -> anyhow::Result<()> {
    let mut showing = Showing::open(config, socket, password, |progress| tell(&progress.to_string())).await?;
    tell(&format!("Ready: open {} and sign in. Ctrl+C ends it.", config.public_url()));
    loop {
        tokio::select! {
            ended = &mut showing.server => return Ok(ended??),
            () = showing.stage.asked_again() => {}
        }
        let stage = Arc::clone(&showing.stage);
        let next = tokio::select! {
            ended = &mut showing.server => return Ok(ended??),
            next = Showing::open(config, socket, password, |progress| stage.has_come_to(progress.clone())) => next,
        };
        match next {
            Ok(next) => rt::spawn(std::mem::replace(&mut showing, next).close()),
            Err(error) => {
                tracing::error!("the demonstration could not be made anew: {error:#}");
                stage.go_on();
                continue;
            }
        };
    }
}

impl Showing {
    async fn open(
        config: &Config,
        socket: &TcpListener,
        password: &str,
        tell: impl Fn(&Progress),
    ) -> anyhow::Result<Self> {
        let folder = tempfile::Builder::new().prefix("candor-demo-").tempdir();
        let folder = folder.context("cannot make a temporary folder")?;
        let stage = Arc::new(story::tell(in_folder(config, folder.path()), password, tell).await?);
        let signals = server::Signals::listen().context("cannot listen to signals")?;
        let shared = web::Shared::of_demo(&stage.app, Arc::clone(&stage));
        let server = server::listen_with(&stage.app, &shared, socket.try_clone()?)?;
        let handle = server.handle();
        rt::spawn(server::stop_on_signal(signals, server.handle(), shared));
        let living = Arc::clone(&stage);
        let live = rt::spawn(async move { living.live().await });
        Ok(Self { stage, server: rt::spawn(server), handle, live, folder })
    }

    /// Takes no more connections, answers those that it has, and ends; the socket stays open for whoever comes next.
    async fn close(self) {
        self.live.abort();
        self.handle.pause().await;
        tokio::time::sleep(GRACE).await;
        self.handle.stop(true).await;
        drop(self.folder);
    }
}
