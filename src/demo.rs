//! The demonstration: an invented company with a year and a half of surveys behind it, made by the same functions
//! that the product uses, on a clock that is moved through that time. Mail is captured, its people answer by the
//! links in their letters, the visitor moves the clock on; everything is gone at the end.

mod comments;
mod company;
mod crowd;
mod dice;
mod event;
mod names;
mod returned;
mod serve;
mod stage;
mod story;

pub use event::{Event, What};
pub use serve::serve;
pub use stage::Stage;
pub use story::Progress;

use std::net::TcpListener;
use std::path::Path;

use anyhow::Context;

use crate::config::Config;
use crate::{keys, server};

/// The address of the demonstration's account.
pub const ACCOUNT: &str = "admin@example.com";
/// The length of its password, which is made anew each time.
const PASSWORD_LENGTH: usize = 14;

/// Fills a demonstration in a temporary folder and serves it until a signal comes.
///
/// # Errors
/// One line that says what is wrong.
pub fn run(mut config: Config) -> anyhow::Result<()> {
    server::log::start(&config.log)?;
    let socket = TcpListener::bind(config.listen)
        .with_context(|| format!("cannot listen on {}: choose another address with --listen", config.listen))?;
    config.listen = socket.local_addr()?;
    let password: String = keys::random_token().chars().filter(char::is_ascii_alphanumeric).collect();
    let password = &password[..PASSWORD_LENGTH.min(password.len())];
    println!("A demonstration with invented people; mail is captured, and everything is gone when you stop it.");
    println!("  Address:  {}", config.public_url());
    println!("  Account:  {ACCOUNT}");
    println!("  Password: {password}");
    actix_web::rt::System::new().block_on(serve(&config, &socket, password, |line| println!("{line}")))
}

/// The configuration of a demonstration in a folder: nothing of the machine's own database, keys and mail server.
fn in_folder(config: &Config, folder: &Path) -> Config {
    Config {
        data: folder.join("data"),
        keys: Some(folder.join("keys")),
        database_url: None,
        smtp_url: None,
        ..config.clone()
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::db::DatabaseUrl;

    #[derive(Parser)]
    struct Arguments {
        #[command(flatten)]
        config: Config,
    }

    #[test]
    fn the_demonstration_keeps_nothing_of_the_machine_it_runs_on() {
        let real = ["candor", "--database-url=sqlite:/nowhere/real.db", "--smtp-url=smtp://real", "--keys=/nowhere"];
        let config = in_folder(&Arguments::parse_from(real).config, Path::new("/a/folder"));
        assert_eq!(config.database().unwrap(), DatabaseUrl::Sqlite("/a/folder/data/candor.db".into()));
        assert!(config.smtp_url.is_none());
        assert_eq!(config.keys_folder(), Path::new("/a/folder/keys"));
    }
}
