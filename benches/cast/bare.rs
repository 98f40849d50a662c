//! The yardsticks: what the same machine does without us.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;

use actix_web::web::{self, Bytes};
use actix_web::{App, HttpResponse, HttpServer};
use anyhow::{Context, Result};
use candor::ballots::{Spent, store};
use candor::db::{self, WaveId};
use candor::keys::random_bytes;
use candor::mail::Transport;

use crate::database::Database;
use crate::load::{self, Measured};
use crate::{CONNECTIONS, PAGES, company};

/// The first argument that makes this program serve a bare page of a size.
pub const PAGE: &str = "bare-page";

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

/// A bare page under the same load.
pub fn page(bytes: usize) -> Result<Measured> {
    let program = std::env::current_exe()?;
    let mut child = Command::new(program).args([PAGE, &bytes.to_string()]).stdout(Stdio::piped()).spawn()?;
    let mut address = String::new();
    BufReader::new(child.stdout.take().context("no output")?).read_line(&mut address)?;
    let measured = load::run(address.trim(), &child.id().to_string(), vec![load::get("/"); PAGES]);
    child.kill()?;
    child.wait()?;
    measured
}

/// Inserts of rows like ballots a second, so many in a transaction as there are connections, into an empty box.
pub fn inserts(database: &Database, wave: WaveId, length: usize, rows: u32) -> Result<f64> {
    let folder = tempfile::tempdir()?;
    let emptied = database.again()?;
    let app = company::found(company::configuration(folder.path(), emptied.url()), Transport::None)?;
    let rows: Vec<(Spent, Vec<u8>)> = (0..rows).map(|_| (random_bytes(), random_row(length))).collect();
    let count = f64::from(u32::try_from(rows.len())?);
    let begun = Instant::now();
    for group in rows.chunks(CONNECTIONS) {
        let group = group.to_vec();
        app.db.write_now(move |conn| {
            for (spent, sealed) in &group {
                store::insert(conn, wave, spent, sealed)?;
            }
            Ok::<_, db::Error>(())
        })?;
    }
    Ok(count / begun.elapsed().as_secs_f64())
}

fn random_row(length: usize) -> Vec<u8> {
    (0..length.div_ceil(32)).flat_map(|_| random_bytes::<32>()).take(length).collect()
}
