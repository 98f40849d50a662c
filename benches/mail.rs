//! `cargo bench --bench mail`: how fast invitations go out, measured against what is possible.
//!
//! Two measurements, each of a launched wave whose invitations are composed, sent and noted durably in SQLite:
//! against a server that takes 50 ms a message, where the connections over the latency are what is possible; and
//! against Postfix's `smtp-sink`, where Postfix's own `smtp-source` is the yardstick, before and after.

#[path = "company/mod.rs"]
mod company;

use std::io::{BufRead, BufReader as Lines};
use std::net::TcpListener as Socket;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use candor::app::App;
use candor::db::BatchId;
use candor::invitations::mail::INVITATION;
use candor::mail::outbox::{self, Progress};
use candor::mail::{self, Transport};
use candor::schedule;
use diesel::RunQueryDsl;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Connections, on both sides.
const CONNECTIONS: u32 = 16;
/// What the slow server takes for one message.
const LATENCY: Duration = Duration::from_millis(50);
/// People invited by way of the slow server: a quarter of a minute of what is possible.
const SLOWLY: u32 = 4_800;
/// People invited by way of the fast one.
const FAST: u32 = 100_000;
/// Messages that the yardstick sends, before and after.
const YARDSTICK: u32 = 30_000;
/// When memory is looked at first, in messages sent.
const EARLY: u64 = 10_000;
const GOAL_SLOW: f64 = 0.90;
const GOAL: f64 = 0.50;
/// The first argument that makes this program the slow server.
const SLOW_SERVER: &str = "slow-server";

fn main() -> Result<()> {
    if std::env::args().nth(1).as_deref() == Some(SLOW_SERVER) {
        return slow_server();
    }
    let (source, sink) = (postfix("smtp-source")?, postfix("smtp-sink")?);

    let server = Server::slow()?;
    let slow = Company::found(SLOWLY, &server.address)?.invite()?;
    let possible = f64::from(CONNECTIONS) / LATENCY.as_secs_f64();
    println!("50 ms a message:  {slow}; possible {possible:.0} a second");
    drop(server);

    let server = Server::sink(&sink)?;
    let company = Company::found(FAST, &server.address)?;
    let size = Company::size_of_a_message()?;
    let before = yardstick(&source, &server.address, size)?;
    let fast = company.invite()?;
    let after = yardstick(&source, &server.address, size)?;
    println!("smtp-sink:        {fast}; {size} bytes each");
    println!("smtp-source:      {before:.0} a second before, {after:.0} after");
    println!("CPU per message:  {:.0} µs, of the sending program alone", fast.cpu_micros);
    println!("memory:           {} MB after {EARLY} messages, {} MB after {FAST}", fast.early_mb, fast.late_mb);

    println!("mail_slow ratio {:.2} goal {GOAL_SLOW:.2}", slow.speed / possible);
    println!("mail ratio {:.2} goal {GOAL:.2}", fast.speed / f64::midpoint(before, after));
    Ok(())
}

/// What was measured.
struct Measured {
    people: u32,
    seconds: f64,
    /// Messages a second.
    speed: f64,
    cpu_micros: f64,
    early_mb: u64,
    late_mb: u64,
}

impl std::fmt::Display for Measured {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} messages in {:.2} s, {:.0} a second", self.people, self.seconds, self.speed)
    }
}

/// A Candor with people on its roster and a wave that has just been launched.
struct Company {
    app: App,
    people: u32,
    batch: BatchId,
    _folder: tempfile::TempDir,
}

impl Company {
    fn found(people: u32, server: &str) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let transport: Transport = format!("smtp://{server}?connections={CONNECTIONS}").parse()?;
        let app = company::found(company::configuration(folder.path(), None), transport)?;
        company::hire(&app, people)?;
        let batch = company::launch_wave(&app)?.cast();
        Ok(Self { app, people, batch, _folder: folder })
    }

    /// The size of one message as it is written to a file.
    fn size_of_a_message() -> Result<u64> {
        let folder = tempfile::tempdir()?;
        let transport: Transport = format!("file:{}", folder.path().display()).parse()?;
        let company = Self::found(1, "127.0.0.1:1")?;
        let app = App { transport, ..company.app.clone() };
        runtime()?.block_on(mail::deliver_due(&schedule::post(&app)))?;
        let file = std::fs::read_dir(folder.path())?.next().context("no message was written")??;
        Ok(file.metadata()?.len())
    }

    /// Sends all invitations as the running program does, and measures.
    fn invite(&self) -> Result<Measured> {
        let (cpu, begun) = (company::cpu_seconds("self")?, Instant::now());
        let early_mb = runtime()?.block_on(self.deliver())?;
        let seconds = begun.elapsed().as_secs_f64();
        let cpu = company::cpu_seconds("self")? - cpu;
        let batch = self.batch;
        let progress: Progress = self.app.db.read_now(move |conn| outbox::progress(conn, batch, INVITATION))?;
        ensure!(progress.done == u64::from(self.people), "not everything was sent: {progress:?}");
        let people = f64::from(self.people);
        Ok(Measured {
            people: self.people,
            seconds,
            speed: people / seconds,
            cpu_micros: cpu / people * 1e6,
            early_mb,
            late_mb: company::memory_mb("self", "VmRSS:")?,
        })
    }

    /// Until nothing waits any more. Answers how much memory was in use early on.
    async fn deliver(&self) -> Result<u64> {
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let senders = tokio::spawn(mail::run(schedule::post(&self.app), stopped));
        let early = u64::from(self.people).saturating_sub(EARLY);
        let mut early_mb = 0;
        while self.waiting("LIMIT 1").await? > 0 {
            if early_mb == 0 && self.waiting("").await? <= early {
                early_mb = company::memory_mb("self", "VmRSS:")?;
            }
            tokio::time::sleep(Duration::from_millis(if early_mb == 0 { 250 } else { 10 })).await;
        }
        stop.send(true)?;
        senders.await?;
        Ok(early_mb)
    }

    /// Rows that are not done, counted up to a limit.
    async fn waiting(&self, limit: &str) -> Result<u64> {
        #[derive(diesel::QueryableByName)]
        struct Count {
            #[diesel(sql_type = diesel::sql_types::BigInt)]
            count: i64,
        }
        let query = format!(
            "SELECT COUNT(*) AS count FROM (SELECT 1 FROM outbox WHERE state IN ('queued', 'leased') {limit}) AS waiting"
        );
        let found: Count = self.app.db.read(move |conn| diesel::sql_query(query).get_result(conn)).await?;
        Ok(found.count.unsigned_abs())
    }
}

fn runtime() -> Result<tokio::runtime::Runtime> {
    // As many threads as `schedule` gives to mail.
    Ok(tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?)
}

/// Where one of Postfix's test programs is.
fn postfix(name: &str) -> Result<String> {
    for place in ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/opt/homebrew/sbin", "/usr/libexec/postfix"] {
        let path = format!("{place}/{name}");
        if Path::new(&path).exists() {
            return Ok(path);
        }
    }
    bail!("{name} is missing: install Postfix (Debian, Ubuntu: apt install postfix; Fedora: dnf install postfix)")
}

/// Messages a second of Postfix's own generator, over connections that stay open.
fn yardstick(source: &str, server: &str, size: u64) -> Result<f64> {
    let (connections, messages, size) = (CONNECTIONS.to_string(), YARDSTICK.to_string(), size.to_string());
    let begun = Instant::now();
    let status = Command::new(source)
        .args(["-d", "-s", &connections, "-m", &messages, "-l", &size])
        .args(["-f", "survey@example.com", "-t", "anna@example.com", server])
        .status()?;
    ensure!(status.success(), "smtp-source has failed: {status}");
    Ok(f64::from(YARDSTICK) / begun.elapsed().as_secs_f64())
}

/// A mail server in a process of its own, which ends with this value.
struct Server {
    address: String,
    child: Child,
}

impl Server {
    fn slow() -> Result<Self> {
        let program = std::env::current_exe()?;
        let mut child = Command::new(program).arg(SLOW_SERVER).stdout(Stdio::piped()).spawn()?;
        let mut address = String::new();
        Lines::new(child.stdout.take().context("no output")?).read_line(&mut address)?;
        Ok(Self { address: address.trim().to_owned(), child })
    }

    fn sink(program: &str) -> Result<Self> {
        let address = Socket::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let mut command = Command::new(program);
        if rustix::process::geteuid().is_root() {
            command.args(["-u", "nobody"]);
        }
        let child = command.args([&address, "128"]).spawn()?;
        let server = Self { address, child };
        for _ in 0..100 {
            if std::net::TcpStream::connect(&server.address).is_ok() {
                return Ok(server);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        bail!("smtp-sink does not listen on {}", server.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Says where it listens, and takes [`LATENCY`] for each message until it is killed.
fn slow_server() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?);
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            // Whoever hangs up has had enough.
            tokio::spawn(async move { converse(stream).await.ok() });
        }
    })
}

async fn converse(stream: TcpStream) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let (mut read, mut line) = (BufReader::new(read), Vec::new());
    write.write_all(b"220 slow.example.com ESMTP\r\n").await?;
    let mut is_message = false;
    loop {
        line.clear();
        if read.read_until(b'\n', &mut line).await? == 0 {
            return Ok(());
        }
        let reply: &[u8] = match (is_message, line.get(..4)) {
            (true, _) if line == b".\r\n" => {
                is_message = false;
                tokio::time::sleep(LATENCY).await;
                b"250 2.0.0 taken\r\n"
            }
            (true, _) => continue,
            (false, Some(b"DATA")) => {
                is_message = true;
                b"354 go on\r\n"
            }
            (false, Some(b"EHLO")) => b"250-slow.example.com\r\n250-PIPELINING\r\n250 8BITMIME\r\n",
            (false, Some(b"QUIT")) => return write.write_all(b"221 bye\r\n").await,
            (false, _) => b"250 ok\r\n",
        };
        write.write_all(reply).await?;
    }
}
