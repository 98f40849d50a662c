//! The command line.

use std::net::TcpListener;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Parser, Subcommand};

use crate::clock::Clock;
use crate::config::Config;
use crate::mail::Transport;
use crate::server;

#[derive(Parser)]
#[command(name = "candor", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the application
    Serve(Config),
}

/// Runs the command that was asked for.
#[must_use]
pub fn run() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Serve(config) => serve(config),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("candor: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn serve(config: Config) -> anyhow::Result<()> {
    let app = server::prepare(config, Clock::system(), Transport::None)?;
    let socket = TcpListener::bind(app.config.listen)
        .with_context(|| format!("cannot listen on {}: choose another address with --listen", app.config.listen))?;
    actix_web::rt::System::new().block_on(async { server::listen(&app, socket)?.await })?;
    Ok(())
}
