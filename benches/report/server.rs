//! The program that is measured, in a process of its own.

use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};

/// How often, and how long after each other, it is looked at whether the program listens.
const LOOKS: u32 = 200;
const BETWEEN: Duration = Duration::from_millis(25);

pub struct Server {
    pub address: String,
    child: Child,
}

impl Server {
    pub fn start(folder: &Path) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let mut command = Command::new(env!("CARGO_BIN_EXE_candor"));
        command.args(["serve", "--listen", &address, "--data"]).arg(folder.join("data"));
        command.arg("--keys").arg(folder.join("keys"));
        let child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut server = Self { address, child };
        let mut said = String::new();
        BufReader::new(server.child.stdout.take().context("no output")?).read_line(&mut said)?;
        for _ in 0..LOOKS {
            if TcpStream::connect(&server.address).is_ok() {
                return Ok(server);
            }
            std::thread::sleep(BETWEEN);
        }
        anyhow::bail!("the program does not listen on {}", server.address)
    }

    pub fn process(&self) -> String {
        self.child.id().to_string()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
