//! A mailbox on a POP3 server (RFC 1939, RFC 2595). POP3 knows no marks: what is ours is deleted, and what is not is
//! remembered for as long as the program runs.

use std::sync::{Arc, PoisonError};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufStream};

use super::MOST_BYTES;
use super::source::{MOST_AT_ONCE, MOST_REMEMBERED, ReadError, Security, Server, Settled};
use super::stream::{Wire, connect, encrypt, patiently};

/// Bytes of a line of the server's; mail has up to 1,000.
const MOST_LINE: u64 = 64 * 1024;
/// Lines of a message that are asked for: its header has all lines, its body so many.
const MOST_LINES: usize = 4_000;

/// Bytes of a list of messages: about 100,000 of them.
const MOST_LIST: usize = 8 * 1024 * 1024;

/// An open mailbox with what was there when it was opened.
pub struct Pop3 {
    server: Arc<Server>,
    stream: BufStream<Wire>,
    /// Numbers and unique ids; the last is the next.
    waiting: Vec<(u32, String)>,
    current: Option<(u32, String)>,
}

impl Pop3 {
    pub(super) async fn open(server: Arc<Server>) -> Result<Self, ReadError> {
        let stream = BufStream::new(connect(&server).await?);
        let mut pop3 = Self { server: server.clone(), stream, waiting: Vec::new(), current: None };
        pop3.answer("the greeting").await?;
        if server.security == Security::Required {
            pop3.command("STLS", "STLS").await?;
            let encrypted = encrypt(&server, pop3.stream.into_inner()).await?;
            pop3.stream = BufStream::new(encrypted);
        }
        pop3.command(&format!("USER {}", server.user), "signing in").await?;
        pop3.command(&format!("PASS {}", server.password.as_str()), "signing in").await?;
        pop3.command("UIDL", "UIDL").await?;
        let listed = pop3.lines(MOST_LIST).await?;
        let remembered = server.remembered.lock().unwrap_or_else(PoisonError::into_inner);
        let text = String::from_utf8_lossy(&listed);
        let all = text.lines().filter_map(|line| {
            let (number, id) = line.trim().split_once(' ')?;
            Some((number.parse().ok()?, id.to_owned()))
        });
        pop3.waiting = all.filter(|(_, id)| !remembered.contains(id)).take(MOST_AT_ONCE).collect();
        pop3.waiting.reverse();
        drop(remembered);
        Ok(pop3)
    }

    pub(super) async fn next(&mut self) -> Result<Option<Vec<u8>>, ReadError> {
        let Some((number, id)) = self.waiting.pop() else { return Ok(None) };
        self.command(&format!("TOP {number} {MOST_LINES}"), "TOP").await?;
        let raw = self.lines(MOST_BYTES).await?;
        self.current = Some((number, id));
        Ok(Some(raw))
    }

    pub(super) async fn settle(&mut self, settled: Settled) -> Result<(), ReadError> {
        let Some((number, id)) = self.current.take() else { return Ok(()) };
        match settled {
            Settled::Ours => self.command(&format!("DELE {number}"), "DELE").await,
            Settled::NotOurs => {
                let mut remembered = self.server.remembered.lock().unwrap_or_else(PoisonError::into_inner);
                if remembered.len() < MOST_REMEMBERED {
                    remembered.insert(id);
                }
                Ok(())
            }
            Settled::Later => Ok(()),
        }
    }

    /// The server deletes at QUIT.
    pub(super) async fn close(mut self) -> Result<(), ReadError> {
        self.command("QUIT", "QUIT").await
    }

    async fn command(&mut self, line: &str, what: &str) -> Result<(), ReadError> {
        let server = self.server.clone();
        let sent = async {
            self.stream.write_all(format!("{line}\r\n").as_bytes()).await?;
            self.stream.flush().await
        };
        patiently(&server, sent).await?.map_err(|error| ReadError::new(what, error))?;
        self.answer(what).await
    }

    /// `+OK`, or why not.
    async fn answer(&mut self, what: &str) -> Result<(), ReadError> {
        let line = self.line().await?;
        let text = String::from_utf8_lossy(&line);
        if text.starts_with("+OK") { Ok(()) } else { Err(ReadError::new(what, text.trim())) }
    }

    async fn line(&mut self) -> Result<Vec<u8>, ReadError> {
        let server = self.server.clone();
        let mut line = Vec::new();
        let mut limited = (&mut self.stream).take(MOST_LINE);
        let read = patiently(&server, limited.read_until(b'\n', &mut line)).await?;
        read.map_err(|error| ReadError::new("the connection", error))?;
        if line.ends_with(b"\n") { Ok(line) } else { Err(ReadError("the connection broke off".to_owned())) }
    }

    /// The lines of an answer up to the one with a dot alone; as many bytes as are wanted are kept.
    async fn lines(&mut self, most: usize) -> Result<Vec<u8>, ReadError> {
        let mut all = Vec::new();
        loop {
            let line = self.line().await?;
            match line.strip_prefix(b".") {
                Some(b"\r\n" | b"\n") => return Ok(all),
                _ if all.len() >= most => {}
                Some(stuffed) => all.extend(stuffed),
                None => all.extend(line),
            }
        }
    }
}
