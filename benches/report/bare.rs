//! The yardstick: a bare page of the same size.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use actix_web::web::{self, Bytes};
use actix_web::{App, HttpResponse, HttpServer};
use anyhow::{Context, Result};

use crate::load::{self, Measured};
use crate::{REQUESTS, WARM_UP};

/// The first argument that makes this program serve a bare page of a size.
pub const PAGE: &str = "bare-page";

/// Serves a page of so many bytes until it is killed; says where.
pub fn serve(bytes: &str) -> Result<()> {
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

/// A bare page under the same load.
pub fn page(bytes: usize) -> Result<Measured> {
    let program = std::env::current_exe()?;
    let mut child = Command::new(program).args([PAGE, &bytes.to_string()]).stdout(Stdio::piped()).spawn()?;
    let mut address = String::new();
    BufReader::new(child.stdout.take().context("no output")?).read_line(&mut address)?;
    let page = load::get("/", "");
    let measured = load::run(address.trim(), &page, WARM_UP).and_then(|_| load::run(address.trim(), &page, REQUESTS));
    child.kill()?;
    child.wait()?;
    measured
}
