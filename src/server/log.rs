//! The program's log: to standard error, as `--log` asks.

use std::backtrace::Backtrace;
use std::io::IsTerminal;

use anyhow::Context;
use tracing::Level;
use tracing_subscriber::filter::{EnvFilter, FilterExt, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

/// Has a panic say where it happened, and nothing of what it was about: its message may quote what somebody typed.
fn hush_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "the program has a fault here: {}", Backtrace::capture());
    }));
}

/// Starts the log. The libraries below are heard only when they warn, whatever is asked for: their finer
/// lines name the addresses of requests, and links to answer pages are among those.
///
/// # Errors
/// When the filter cannot be read.
pub fn start(filter: &str) -> anyhow::Result<()> {
    let asked = EnvFilter::try_new(filter)
        .with_context(|| format!("--log={filter} is not understood: write for example info, warn or candor=debug"))?;
    let ours = filter_fn(|line| line.target().starts_with("candor") || *line.level() <= Level::WARN);
    let lines = fmt::layer().with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    tracing_subscriber::registry().with(lines.with_filter(asked.and(ours))).try_init()?;
    hush_panics();
    Ok(())
}
