//! The load: connections that stay open, each of which sends its next request when it has the reply to the last.
//! Replies are counted, not kept.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};

use crate::served::Served;
use crate::{CONNECTIONS, company};

/// Threads that ask and read: a page that waits for its readers would be no measure.
const READERS: usize = 2;
/// How often ours and the bare page take turns, so that whatever else the machine does meets both.
const ROUNDS: usize = 5;
/// Requests before those that are measured.
pub const WARM_UP: usize = 20;
/// Bytes read at once; a reply's head is shorter.
const CHUNK: usize = 256 * 1024;

/// What was measured.
pub struct Measured {
    requests: usize,
    seconds: f64,
    /// Requests a second.
    pub speed: f64,
    median: Duration,
    p99: Duration,
    /// Bytes of the longest body.
    pub bytes_each: usize,
    /// The load's part of all processor time.
    share: f64,
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = |time: Duration| time.as_secs_f64() * 1e3;
        write!(
            f,
            "{} of {} bytes in {:.2} s, {:.0} a second, median {:.1} ms, p99 {:.1} ms; {:.0} % of the processor time \
             was the load's",
            self.requests,
            self.bytes_each,
            self.seconds,
            self.speed,
            millis(self.median),
            millis(self.p99),
            self.share * 100.0
        )
    }
}

/// Ours and a bare page, one after the other.
pub struct Round {
    ours: Measured,
    bare: Measured,
}

impl Round {
    /// How fast ours is, as a share of the bare page.
    pub fn ratio(&self) -> f64 {
        self.ours.speed / self.bare.speed
    }
}

impl fmt::Display for Round {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ours: {}\nbare: {}\nratio: {:.3}", self.ours, self.bare, self.ratio())
    }
}

/// A request for a page.
pub fn get(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: en\r\n\r\n").into_bytes()
}

/// The same by whoever has signed in.
pub fn get_as(path: &str, cookie: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: en\r\nCookie: {cookie}\r\n\r\n").into_bytes()
}

/// A form as a browser sends it from our own page.
pub fn post(path: &str, form: &str) -> Vec<u8> {
    let length = form.len();
    format!(
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\nAccept-Language: en\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
    )
    .into_bytes()
}

fn runtime() -> Result<Runtime> {
    Ok(Builder::new_multi_thread().worker_threads(READERS).enable_all().build()?)
}

/// Signs in, and answers the cookie that says so.
pub fn sign_in(server: &Served, email: &str, password: &str) -> Result<String> {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    let request = post("/sign-in", &form.append_pair("email", email).append_pair("password", password).finish());
    let reply = runtime()?.block_on(async {
        let mut stream = TcpStream::connect(&server.address).await?;
        stream.write_all(&request).await?;
        reply(&mut stream, &mut vec![0; CHUNK]).await
    })?;
    let head = reply.head;
    ensure!(head.starts_with("HTTP/1.1 303"), "{head}");
    let cookies = head.lines().filter_map(|line| line.split_once(": "));
    let set = cookies.filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"));
    let kept: Vec<&str> = set.filter_map(|(_, value)| value.split(';').next()).collect();
    ensure!(!kept.is_empty(), "no cookie: {head}");
    Ok(kept.join("; "))
}

/// Sends all requests, and measures how the server does.
pub fn run(server: &Served, requests: Vec<Vec<u8>>) -> Result<Measured> {
    let process = server.process();
    let (own, theirs) = (company::cpu_seconds("self")?, company::cpu_seconds(&process)?);
    let (requests, next) = (Arc::new(requests), Arc::new(AtomicUsize::new(0)));
    let begun = Instant::now();
    let (mut times, bytes_each) = runtime()?.block_on(async {
        let connections: Vec<_> = (0..CONNECTIONS)
            .map(|_| tokio::spawn(converse(server.address.clone(), Arc::clone(&requests), Arc::clone(&next))))
            .collect();
        let (mut times, mut bytes) = (Vec::with_capacity(requests.len()), 0);
        for connection in connections {
            let (those, length) = connection.await??;
            times.extend(those);
            bytes = bytes.max(length);
        }
        Ok::<_, anyhow::Error>((times, bytes))
    })?;
    let seconds = begun.elapsed().as_secs_f64();
    let (own, theirs) = (company::cpu_seconds("self")? - own, company::cpu_seconds(&process)? - theirs);
    times.sort_unstable();
    let at = |part: usize| times.get(times.len() * part / 100).copied().context("no reply");
    let count = u32::try_from(requests.len())?;
    Ok(Measured {
        requests: requests.len(),
        seconds,
        speed: f64::from(count) / seconds,
        median: at(50)?,
        p99: at(99)?,
        bytes_each,
        share: own / (own + theirs),
    })
}

/// Sends all requests in rounds, each beside as many for a bare page of the same size, and says how each went. Answers
/// the round whose ratio is in the middle.
pub fn beside_bare_page(server: &Served, requests: &[Vec<u8>]) -> Result<Round> {
    let warm_up = run(server, requests.iter().take(WARM_UP).cloned().collect())?;
    let page = Served::page(warm_up.bytes_each)?;
    run(&page, vec![get("/"); WARM_UP])?;
    let mut rounds = Vec::new();
    for part in requests.chunks(requests.len().div_ceil(ROUNDS)) {
        let round = Round { ours: run(server, part.to_vec())?, bare: run(&page, vec![get("/"); part.len()])? };
        println!("{round}");
        rounds.push(round);
    }
    rounds.sort_by(|one, other| one.ratio().total_cmp(&other.ratio()));
    Ok(rounds.swap_remove(rounds.len() / 2))
}

/// One connection: how long each reply took, and the length of the longest body.
async fn converse(
    address: String,
    requests: Arc<Vec<Vec<u8>>>,
    next: Arc<AtomicUsize>,
) -> Result<(Vec<Duration>, usize)> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (mut times, mut longest, mut buffer) = (Vec::new(), 0, vec![0; CHUNK]);
    while let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed)) {
        let begun = Instant::now();
        stream.write_all(request).await?;
        let reply = reply(&mut stream, &mut buffer).await?;
        ensure!(reply.head.starts_with("HTTP/1.1 200"), "{}", reply.head);
        times.push(begun.elapsed());
        longest = longest.max(reply.bytes);
    }
    Ok((times, longest))
}

struct Reply {
    head: String,
    /// Of the body.
    bytes: usize,
}

/// Reads one reply, and forgets its body.
async fn reply(stream: &mut TcpStream, buffer: &mut [u8]) -> Result<Reply> {
    let mut filled = 0;
    let end = loop {
        let read = stream.read(&mut buffer[filled..]).await?;
        ensure!(read > 0, "the server hung up");
        filled += read;
        if let Some(end) = buffer[..filled].windows(4).position(|end| end == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let head = std::str::from_utf8(&buffer[..end])?.to_owned();
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    let bytes = match length {
        Some(bytes) => {
            forget(stream, (end + bytes).saturating_sub(filled), buffer).await?;
            bytes
        }
        None => forget_chunks(stream, end..filled, buffer).await?,
    };
    Ok(Reply { head, bytes })
}

/// Reads so many bytes.
async fn forget(stream: &mut TcpStream, mut left: usize, buffer: &mut [u8]) -> Result<()> {
    while left > 0 {
        let most = left.min(buffer.len());
        let read = stream.read(&mut buffer[..most]).await?;
        ensure!(read > 0, "the server hung up");
        left -= read;
    }
    Ok(())
}

/// Reads a body that comes in chunks, of which some bytes are in the buffer already. Answers how long it is, with what
/// stands around chunks: a few bytes of every 32 KB. Nothing in our pages looks like the end of the last one.
async fn forget_chunks(stream: &mut TcpStream, begun: Range<usize>, buffer: &mut [u8]) -> Result<usize> {
    const LAST: &[u8] = b"\r\n0\r\n\r\n";
    let mut bytes = begun.len();
    let mut tail = buffer[begun].to_vec();
    while !tail.ends_with(LAST) {
        let read = stream.read(buffer).await?;
        ensure!(read > 0, "the server hung up");
        bytes += read;
        tail.extend_from_slice(&buffer[read.saturating_sub(LAST.len())..read]);
        tail.drain(..tail.len().saturating_sub(LAST.len()));
    }
    Ok(bytes)
}
