//! `cargo bench --bench mail`: how fast invitations go out, measured against what is possible.
//!
//! Two measurements, each of a launched wave whose invitations are composed, sent and noted durably in SQLite:
//! against a server that takes 50 ms a message, where the connections over the latency are what is possible; and
//! against Postfix's `smtp-sink`, where Postfix's own `smtp-source` is the yardstick, before and after.

use std::io::{BufRead, BufReader as Lines};
use std::net::TcpListener as Socket;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use candor::app::App;
use candor::audit::Actor;
use candor::clock::Clock;
use candor::config::Config;
use candor::db::BatchId;
use candor::i18n::Lang;
use candor::invitations::launch::launch;
use candor::invitations::mail::INVITATION;
use candor::mail::outbox::{self, Progress};
use candor::mail::{self, Transport};
use candor::people::import::{self, Consent, Upload};
use candor::schedule;
use candor::settings::{self, Settings};
use candor::waves::{Audience, CommentsBy, Draft, Survey, plan};
use chrono::TimeDelta;
use clap::Parser;
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

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    config: Config,
}

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
        let config = configuration(folder.path());
        let transport: Transport = format!("smtp://{server}?connections={CONNECTIONS}").parse()?;
        let app = candor::server::prepare(config, Clock::system(), transport)?;
        let settings = Settings {
            company: "Acme".to_owned(),
            contact: "people@example.com".to_owned(),
            sender_address: "survey@example.com".to_owned(),
            ..Settings::default()
        };
        app.db.write_now(move |conn| settings::save(conn, &settings))?;
        hire(&app, people)?;
        let batch = launch_wave(&app)?;
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
        let (cpu, begun) = (cpu_seconds()?, Instant::now());
        let early_mb = runtime()?.block_on(self.deliver())?;
        let seconds = begun.elapsed().as_secs_f64();
        let cpu = cpu_seconds()? - cpu;
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
            late_mb: memory_mb()?,
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
                early_mb = memory_mb()?;
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

fn configuration(folder: &Path) -> Config {
    let (data, keys) = (folder.join("data"), folder.join("keys"));
    let arguments = ["candor".to_owned(), format!("--data={}", data.display()), format!("--keys={}", keys.display())];
    Arguments::parse_from(arguments).config
}

/// A roster of people in departments of fifty, half of whom read Russian.
fn hire(app: &App, people: u32) -> Result<()> {
    let mut csv = String::from("Employee ID,Full name,Work email,Department,Language\n");
    for number in 0..people {
        let (name, language) =
            if number % 2 == 0 { ("Анна Ёлкина", "ru") } else { ("Anna Winterbottom", "en") };
        let department = number / 50;
        let row = format!("{number},{name} {number},n{number}@example.com,Department {department},{language}\n");
        csv.push_str(&row);
    }
    let now = app.clock.now();
    let roster = import::parse(csv.as_bytes())?;
    let upload = Upload { file_name: "people.csv".to_owned(), content: csv.into_bytes() };
    let preview = app.db.write_now(move |conn| {
        let id = import::upload(conn, &upload, now)?;
        import::preview(conn, id, now)
    })?;
    let consent = Consent { fingerprint: preview.fingerprint, ..Consent::default() };
    let id = preview.id;
    app.db.write_now(move |conn| import::apply(conn, id, &roster, &consent, Actor::CommandLine, now))?;
    Ok(())
}

/// A wave for everyone, with the ready texts.
fn launch_wave(app: &App) -> Result<BatchId> {
    let now = app.clock.now();
    let draft = Draft {
        title: "March".to_owned(),
        audience: Audience::Everyone,
        time_zone: chrono_tz::UTC,
        opens_local: now + TimeDelta::hours(1),
        closes_local: now + TimeDelta::days(14),
        reminders: Vec::new(),
        threshold: 5,
        long_comments: false,
        remind_everyone: false,
        closing_message: true,
        comments_by: CommentsBy::Group,
        survey: Survey::standard(&Lang::ALL),
    };
    let wave = app.db.write_now(move |conn| plan::create(conn, now, &draft, Actor::CommandLine))?;
    let keys = app.keys.clone();
    app.db.write_now(move |conn| launch(conn, &keys, now, wave, Actor::CommandLine))?;
    Ok(wave.cast())
}

/// Processor time of this program so far.
fn cpu_seconds() -> Result<f64> {
    /// Linux counts in hundredths of a second wherever it runs.
    const TICKS: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let (user, system): (f64, f64) = (fields[11].parse()?, fields[12].parse()?);
    Ok((user + system) / TICKS)
}

/// Memory that this program holds now.
fn memory_mb() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("no VmRSS")?;
    let kilobytes: u64 = line.split_whitespace().nth(1).context("no VmRSS")?.parse()?;
    Ok(kilobytes / 1024)
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
