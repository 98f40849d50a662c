//! Asking for a password without showing it.

use std::io::{self, BufRead, IsTerminal, Write};

use anyhow::{Context, ensure};
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

use crate::accounts::password::Typed;

/// Reads a new password: the first line of standard input, or twice from the terminal.
///
/// # Errors
/// When there is no terminal to ask on, or the two differ.
pub fn read(from_stdin: bool) -> anyhow::Result<Typed> {
    if from_stdin {
        return line();
    }
    ensure!(io::stdin().is_terminal(), "there is no terminal to ask for the password: use --password-stdin");
    let first = ask("Password: ")?;
    let second = ask("The same again: ")?;
    ensure!(first == second, "the two passwords differ: nothing was changed");
    Ok(first)
}

fn ask(prompt: &str) -> anyhow::Result<Typed> {
    eprint!("{prompt}");
    io::stderr().flush()?;
    let silence = Silence::begin().context("the terminal cannot be kept from showing the password")?;
    let typed = line();
    drop(silence);
    eprintln!();
    typed
}

fn line() -> anyhow::Result<Typed> {
    let mut typed = Typed::default();
    io::stdin().lock().read_line(&mut typed)?;
    Ok(Typed::new(typed.trim_end_matches(['\r', '\n']).to_owned()))
}

/// The terminal shows nothing of what is typed until this is dropped.
struct Silence(Termios);

impl Silence {
    fn begin() -> rustix::io::Result<Self> {
        let before = tcgetattr(io::stdin())?;
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO);
        tcsetattr(io::stdin(), OptionalActions::Flush, &silent)?;
        Ok(Self(before))
    }
}

impl Drop for Silence {
    fn drop(&mut self) {
        if tcsetattr(io::stdin(), OptionalActions::Flush, &self.0).is_err() {
            eprintln!("The terminal does not show what you type: enter stty echo.");
        }
    }
}
