//! Commands and replies (RFC 5321, 4.2), each within a time.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::time::timeout;

use super::SmtpConfig;
use super::config::Credentials;
use super::stream::{self, Stream};

/// The longest line of a reply that is read, in bytes; RFC 5321 allows 512.
const LONGEST_LINE: u64 = 4_096;
/// The most lines of a reply that are read.
const MOST_LINES: usize = 100;
/// The longest words of a server that are kept, in characters.
const LONGEST_WORDS: usize = 300;

/// What became of one command.
#[derive(Debug)]
pub(super) enum Trouble {
    /// A reply that is no.
    Reply(u16, String),
    /// No reply.
    Broken(String),
}

impl Trouble {
    pub(super) fn words(self) -> String {
        match self {
            Self::Reply(_, words) | Self::Broken(words) => words,
        }
    }
}

/// A reply: its code and its lines without it.
struct Reply {
    code: u16,
    lines: Vec<String>,
}

/// What a server can do, as far as we make use of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Abilities {
    pub starttls: bool,
    /// Takes several commands at once (RFC 2920).
    pub pipelining: bool,
    /// Takes addresses beyond ASCII (RFC 6531).
    pub smtputf8: bool,
    /// The ways to sign in, in capitals.
    auth: Vec<String>,
}

impl Abilities {
    fn from(lines: &[String]) -> Self {
        let mut can = Self::default();
        for line in lines {
            let line = line.to_ascii_uppercase();
            let mut words = line.split([' ', '=']);
            match words.next().unwrap_or_default() {
                "STARTTLS" => can.starttls = true,
                "PIPELINING" => can.pipelining = true,
                "SMTPUTF8" => can.smtputf8 = true,
                "AUTH" => can.auth.extend(words.map(str::to_owned)),
                _ => {}
            }
        }
        can
    }
}

/// A conversation with a server.
pub(super) struct Dialogue {
    stream: BufReader<Stream>,
    patience: Duration,
    pub(super) can: Abilities,
}

impl Dialogue {
    /// Hears the greeting and says hello.
    pub(super) async fn begin(stream: Stream, patience: Duration, hello: &str) -> Result<Self, Trouble> {
        let mut dialogue = Self { stream: BufReader::new(stream), patience, can: Abilities::default() };
        dialogue.expect().await?;
        dialogue.hello(hello).await?;
        Ok(dialogue)
    }

    async fn hello(&mut self, name: &str) -> Result<(), Trouble> {
        self.speak(&format!("EHLO {name}\r\n")).await?;
        let reply = self.expect().await?;
        self.can = Abilities::from(reply.lines.get(1..).unwrap_or_default());
        Ok(())
    }

    /// Encrypts the conversation, and says hello again.
    pub(super) async fn encrypt(mut self, config: &SmtpConfig, hello: &str) -> Result<Self, Trouble> {
        self.command("STARTTLS\r\n").await?;
        // What was said before the encryption could have been said by anyone.
        if !self.stream.buffer().is_empty() {
            return Err(Trouble::Broken("the server goes on talking before the encryption begins".to_owned()));
        }
        let Stream::Plain(stream) = self.stream.into_inner() else {
            return Err(Trouble::Broken("the conversation is encrypted already".to_owned()));
        };
        let stream =
            stream::encrypt(stream, config).await.map_err(|error| Trouble::Broken(tidy(&error.to_string())))?;
        let mut dialogue = Self { stream: BufReader::new(stream), patience: self.patience, can: Abilities::default() };
        dialogue.hello(hello).await?;
        Ok(dialogue)
    }

    /// Signs in (RFC 4954) by PLAIN where the server has it, else by LOGIN.
    pub(super) async fn sign_in(&mut self, credentials: &Credentials) -> Result<(), Trouble> {
        let Credentials { user, password } = credentials;
        let has = |way: &str| self.can.auth.iter().any(|offered| offered == way);
        if has("PLAIN") {
            let token = STANDARD.encode(format!("\0{user}\0{password}"));
            return self.command(&format!("AUTH PLAIN {token}\r\n")).await;
        }
        if !has("LOGIN") {
            return Err(Trouble::Broken("the server offers neither AUTH PLAIN nor AUTH LOGIN".to_owned()));
        }
        self.speak("AUTH LOGIN\r\n").await?;
        for answer in [user, password] {
            self.expect().await?;
            self.speak(&format!("{}\r\n", STANDARD.encode(answer))).await?;
        }
        self.expect().await.map(drop)
    }

    /// One command and its reply.
    pub(super) async fn command(&mut self, line: &str) -> Result<(), Trouble> {
        self.speak(line).await?;
        self.heard().await
    }

    /// Says something, one write for all of it.
    pub(super) async fn speak(&mut self, text: impl AsRef<[u8]>) -> Result<(), Trouble> {
        let saying = async {
            self.stream.get_mut().write_all(text.as_ref()).await?;
            self.stream.get_mut().flush().await
        };
        match timeout(self.patience, saying).await {
            Ok(said) => said.map_err(|error| broken(&error)),
            Err(_) => Err(silent(self.patience)),
        }
    }

    /// Waits for a reply that is yes.
    pub(super) async fn heard(&mut self) -> Result<(), Trouble> {
        self.expect().await.map(drop)
    }

    /// [`Dialogue::heard`] within a time of its own.
    pub(super) async fn heard_within(&mut self, patience: Duration) -> Result<(), Trouble> {
        self.expect_within(patience).await.map(drop)
    }

    async fn expect(&mut self) -> Result<Reply, Trouble> {
        self.expect_within(self.patience).await
    }

    async fn expect_within(&mut self, patience: Duration) -> Result<Reply, Trouble> {
        let reply = timeout(patience, self.reply()).await.map_err(|_| silent(patience))??;
        if (200..400).contains(&reply.code) { Ok(reply) } else { Err(refused(reply)) }
    }

    async fn reply(&mut self) -> Result<Reply, Trouble> {
        let (mut lines, mut line) = (Vec::with_capacity(1), Vec::with_capacity(128));
        while lines.len() < MOST_LINES {
            line.clear();
            (&mut self.stream).take(LONGEST_LINE).read_until(b'\n', &mut line).await.map_err(|error| broken(&error))?;
            if line.is_empty() {
                return Err(Trouble::Broken("the server has closed the connection".to_owned()));
            }
            let text = String::from_utf8_lossy(&line);
            let (code, rest) = text.trim_end().split_at_checked(3).ok_or_else(|| nonsense(&text))?;
            let code: u16 = code.parse().map_err(|_| nonsense(&text))?;
            let is_last = !rest.starts_with('-');
            lines.push(rest.get(1..).unwrap_or_default().to_owned());
            if is_last {
                return Ok(Reply { code, lines });
            }
        }
        Err(Trouble::Broken("the server's reply has no end".to_owned()))
    }
}

fn broken(error: &std::io::Error) -> Trouble {
    Trouble::Broken(tidy(&error.to_string()))
}

fn silent(patience: Duration) -> Trouble {
    Trouble::Broken(format!("no answer within {} s", patience.as_secs()))
}

fn nonsense(line: &str) -> Trouble {
    Trouble::Broken(tidy(&format!("this is no mail server's answer: {line}")))
}

/// A reply that is no, in the server's words; an enhanced status code that begins every line is said once.
fn refused(reply: Reply) -> Trouble {
    let mut words = reply.code.to_string();
    let first = reply.lines.first().and_then(|line| line.split(' ').next()).unwrap_or_default();
    let is_code = first.contains('.') && first.chars().all(|c| c.is_ascii_digit() || c == '.');
    for (place, line) in reply.lines.iter().enumerate() {
        let repeated = if place > 0 && is_code { line.strip_prefix(first) } else { None };
        words.push(' ');
        words.push_str(repeated.unwrap_or(line).trim());
    }
    Trouble::Reply(reply.code, tidy(&words))
}

/// The words of a server in one line of bearable length.
fn tidy(words: &str) -> String {
    let line: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).take(LONGEST_WORDS).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}
