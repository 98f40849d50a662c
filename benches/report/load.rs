//! The load: connections that stay open, each of which asks again when it has the reply to the last request. Replies
//! are counted, not kept.

use std::fmt;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, ensure};

use crate::CONNECTIONS;

/// Bytes read at once.
const CHUNK: usize = 256 * 1024;

/// What was measured.
pub struct Measured {
    requests: usize,
    seconds: f64,
    /// Requests a second.
    pub speed: f64,
    median: Duration,
    p99: Duration,
    /// Bytes of a page.
    pub bytes_each: usize,
}

impl fmt::Display for Measured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = |time: Duration| time.as_secs_f64() * 1e3;
        let Self { requests, bytes_each, seconds, speed, .. } = self;
        let (median, p99) = (millis(self.median), millis(self.p99));
        write!(f, "{requests} of {bytes_each} bytes in {seconds:.2} s, {speed:.0} a second, ")?;
        write!(f, "median {median:.1} ms, p99 {p99:.1} ms")
    }
}

/// A request for a page by whoever has signed in.
pub fn get(path: &str, cookie: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: en\r\nCookie: {cookie}\r\n\r\n").into_bytes()
}

/// Signs in, and answers the cookie that says so.
pub fn sign_in(address: &str, email: &str, password: &str) -> Result<String> {
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("email", email)
        .append_pair("password", password)
        .finish();
    let request = format!(
        "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    );
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(request.as_bytes())?;
    let head = reply(&mut stream, &mut vec![0; CHUNK])?.head;
    ensure!(head.starts_with("HTTP/1.1 303"), "{head}");
    let cookies = head.lines().filter_map(|line| line.split_once(": "));
    let set = cookies.filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"));
    let kept: Vec<&str> = set.filter_map(|(_, value)| value.split(';').next()).collect();
    ensure!(!kept.is_empty(), "no cookie: {head}");
    Ok(kept.join("; "))
}

/// Asks for the same page so many times.
pub fn run(address: &str, request: &[u8], times: usize) -> Result<Measured> {
    let asked = AtomicUsize::new(0);
    let begun = Instant::now();
    let all = std::thread::scope(|scope| {
        let connections: Vec<_> =
            (0..CONNECTIONS).map(|_| scope.spawn(|| converse(address, request, &asked, times))).collect();
        let each = connections.into_iter().map(|one| one.join().map_err(|_| anyhow!("a connection broke off"))?);
        each.collect::<Result<Vec<_>>>()
    })?;
    let seconds = begun.elapsed().as_secs_f64();
    let bytes_each = all.iter().map(|(_, bytes)| *bytes).max().unwrap_or_default();
    let mut lasted: Vec<Duration> = all.into_iter().flat_map(|(lasted, _)| lasted).collect();
    lasted.sort_unstable();
    let at = |part: usize| lasted.get(lasted.len() * part / 100).copied().context("no reply");
    let speed = f64::from(u32::try_from(lasted.len())?) / seconds;
    Ok(Measured { requests: lasted.len(), seconds, speed, median: at(50)?, p99: at(99)?, bytes_each })
}

/// One connection: how long each reply took, and the length of the longest body.
fn converse(address: &str, request: &[u8], asked: &AtomicUsize, times: usize) -> Result<(Vec<Duration>, usize)> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let (mut lasted, mut longest, mut buffer) = (Vec::new(), 0, vec![0; CHUNK]);
    while asked.fetch_add(1, Ordering::Relaxed) < times {
        let begun = Instant::now();
        stream.write_all(request)?;
        let reply = reply(&mut stream, &mut buffer)?;
        ensure!(reply.head.starts_with("HTTP/1.1 200"), "{}", reply.head);
        lasted.push(begun.elapsed());
        longest = longest.max(reply.bytes);
    }
    Ok((lasted, longest))
}

struct Reply {
    head: String,
    bytes: usize,
}

/// Reads one reply, and forgets its body.
fn reply(stream: &mut TcpStream, buffer: &mut [u8]) -> Result<Reply> {
    let mut filled = 0;
    let end = loop {
        let read = stream.read(&mut buffer[filled..])?;
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
    let bytes = length.unwrap_or_default();
    let mut left = (end + bytes).saturating_sub(filled);
    while left > 0 {
        let read = stream.read(buffer)?;
        ensure!(read > 0, "the server hung up");
        left = left.saturating_sub(read);
    }
    Ok(Reply { head, bytes })
}
