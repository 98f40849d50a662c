//! What the load is sent to, each in a process of its own: the program, and a bare page as its yardstick.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use actix_web::web::{self, Bytes};
use actix_web::{App, HttpResponse, HttpServer};
use anyhow::{Context, Result, ensure};

/// The first argument that makes a benchmark serve a bare page of a size.
pub const PAGE: &str = "bare-page";

/// A server that ends with this.
pub struct Served {
    pub address: String,
    child: Child,
}

impl Served {
    /// The program that is measured, on what lies in a folder, or on the database of an address.
    pub fn program(folder: &Path, database: Option<&str>) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let mut command = Command::new(env!("CARGO_BIN_EXE_candor"));
        command.args(["serve", "--listen", &address, "--data"]).arg(folder.join("data"));
        command.arg("--keys").arg(folder.join("keys"));
        command.args(database.map(|url| format!("--database-url={url}")));
        // It says so once its socket is bound: whoever connects from then on is answered.
        let (mut server, said) = Self::start(&mut command)?;
        ensure!(said.contains(&address), "the program does not listen on {address}: {said}");
        server.address = address;
        Ok(server)
    }

    /// A bare page of so many bytes.
    pub fn page(bytes: usize) -> Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        let (mut server, said) = Self::start(command.args([PAGE, &bytes.to_string()]))?;
        said.trim().clone_into(&mut server.address);
        Ok(server)
    }

    /// Starts a server and waits for its first line.
    fn start(command: &mut Command) -> Result<(Self, String)> {
        let child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let mut server = Self { address: String::new(), child };
        let mut said = String::new();
        BufReader::new(server.child.stdout.take().context("no output")?).read_line(&mut said)?;
        Ok((server, said))
    }

    /// Its number.
    pub fn process(&self) -> String {
        self.child.id().to_string()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Serves a page of so many bytes until it is killed; says where.
pub fn serve_page(bytes: &str) -> Result<()> {
    let page = Bytes::from(vec![b'x'; bytes.parse()?]);
    actix_web::rt::System::new().block_on(async move {
        let server = HttpServer::new(move || {
            let page = page.clone();
            let show = move || {
                let page = page.clone();
                async move { HttpResponse::Ok().content_type("text/html; charset=utf-8").body(page) }
            };
            App::new().route("/", web::get().to(show))
        });
        let server = server.bind("127.0.0.1:0")?;
        println!("{}", server.addrs().first().context("no address")?);
        Ok(server.run().await?)
    })
}
