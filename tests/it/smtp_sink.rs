//! A mail server for tests, which keeps what it is given and misbehaves as it is told.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use candor::mail::Transport;
use mail_parser::MessageParser;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufStream};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

/// What the server does to a message instead of taking it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Answers so to MAIL.
    Mail(&'static str),
    /// Answers so to RCPT.
    Recipient(&'static str),
    /// Answers so to the whole message.
    Message(&'static str),
    /// Closes the connection instead of answering RCPT.
    DropBeforeData,
    /// Closes the connection when the message has arrived, and does not keep it.
    DropAfterData,
    /// Keeps the message and closes the connection without a word.
    LoseReply,
    /// Never answers RCPT.
    Hang,
    /// Answers RCPT when it is let go.
    Hold,
}

/// A message that was taken.
#[derive(Debug, Clone)]
pub struct Taken {
    /// The envelope's sender.
    pub sender: String,
    pub recipient: String,
    pub raw: Vec<u8>,
}

impl Taken {
    pub fn parsed(&self) -> mail_parser::Message<'_> {
        MessageParser::default().parse(&self.raw).expect("a message that can be read")
    }
}

#[derive(Default)]
struct State {
    taken: Vec<Taken>,
    /// Who gets which fault (`*`: everyone), and how often.
    faults: Vec<(String, Fault, usize)>,
    greylists: bool,
    known: HashSet<String>,
    offers_tls: bool,
    /// User and password that are asked for.
    password: Option<(String, String)>,
    connections: usize,
    encrypted: usize,
    faults_met: usize,
    held: Arc<tokio::sync::Notify>,
}

/// A running server.
pub struct Sink {
    pub address: SocketAddr,
    state: Arc<Mutex<State>>,
    accepting: Option<JoinHandle<()>>,
}

impl Sink {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(Mutex::new(State::default()));
        let accepting = Some(tokio::spawn(accept(listener, state.clone())));
        Self { address, state, accepting }
    }

    /// Goes away: connections are refused.
    pub async fn stop(&mut self) {
        if let Some(accepting) = self.accepting.take() {
            accepting.abort();
            let _ = accepting.await;
        }
    }

    /// Comes back at the same address.
    pub async fn start_again(&mut self) {
        let listener = TcpListener::bind(self.address).await.unwrap();
        self.accepting = Some(tokio::spawn(accept(listener, self.state.clone())));
    }

    pub fn transport(&self) -> Transport {
        self.transport_with("")
    }

    /// With options after the address, such as `?timeout=1`.
    pub fn transport_with(&self, options: &str) -> Transport {
        format!("smtp://{}{options}", self.address).parse().unwrap()
    }

    /// The next `times` messages to this recipient (`*`: to anyone) meet a fault.
    pub fn fail(&self, recipient: &str, fault: Fault, times: usize) {
        self.state.lock().unwrap().faults.push((recipient.to_owned(), fault, times));
    }

    /// Refuses each recipient once, as servers do with senders they do not know.
    pub fn greylist(&self) {
        self.state.lock().unwrap().greylists = true;
    }

    pub fn offer_tls(&self) {
        self.state.lock().unwrap().offers_tls = true;
    }

    pub fn ask_for_password(&self, user: &str, password: &str) {
        self.state.lock().unwrap().password = Some((user.to_owned(), password.to_owned()));
    }

    pub fn taken(&self) -> Vec<Taken> {
        self.state.lock().unwrap().taken.clone()
    }

    /// Who was written to, sorted.
    pub fn recipients(&self) -> Vec<String> {
        let mut recipients: Vec<String> = self.taken().into_iter().map(|taken| taken.recipient).collect();
        recipients.sort();
        recipients
    }

    pub fn connections(&self) -> usize {
        self.state.lock().unwrap().connections
    }

    /// Waits until a message has met a fault.
    pub async fn met_a_fault(&self) {
        while self.state.lock().unwrap().faults_met == 0 {
            tokio::task::yield_now().await;
        }
    }

    /// Lets the message go on that is held.
    pub fn let_go(&self) {
        self.state.lock().unwrap().held.notify_one();
    }

    pub fn encrypted_connections(&self) -> usize {
        self.state.lock().unwrap().encrypted
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        if let Some(accepting) = &self.accepting {
            accepting.abort();
        }
    }
}

async fn accept(listener: TcpListener, state: Arc<Mutex<State>>) {
    let mut conversations = tokio::task::JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        state.lock().unwrap().connections += 1;
        conversations.spawn(begin(stream, state.clone()));
    }
}

/// The certificate is nobody's but the tests'.
fn acceptor() -> TlsAcceptor {
    let certificate = include_bytes!("../fixtures/mail-server/certificate.pem");
    let key = include_bytes!("../fixtures/mail-server/key.pem");
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_slice(certificate).unwrap()],
            PrivateKeyDer::from_pem_slice(key).unwrap(),
        )
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

async fn begin(mut stream: TcpStream, state: Arc<Mutex<State>>) {
    let _ = stream.set_nodelay(true);
    if stream.write_all(b"220 sink.example.com ESMTP\r\n").await.is_err() {
        return;
    }
    let mut plain = Conversation { stream: BufStream::new(stream), state: state.clone(), is_encrypted: false };
    if plain.talk().await == Some(End::StartTls)
        && let Ok(stream) = acceptor().accept(plain.stream.into_inner()).await
    {
        state.lock().unwrap().encrypted += 1;
        Conversation { stream: BufStream::new(stream), state, is_encrypted: true }.talk().await;
    }
}

/// How a conversation ended, other than by breaking off.
#[derive(PartialEq, Eq)]
enum End {
    Quit,
    StartTls,
}

struct Conversation<S: AsyncRead + AsyncWrite> {
    stream: BufStream<S>,
    state: Arc<Mutex<State>>,
    is_encrypted: bool,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Conversation<S> {
    async fn say(&mut self, line: &str) -> Option<()> {
        self.stream.write_all(format!("{line}\r\n").as_bytes()).await.ok()?;
        self.stream.flush().await.ok()
    }

    async fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        (self.stream.read_line(&mut line).await.ok()? > 0).then(|| line.trim_end().to_owned())
    }

    async fn talk(&mut self) -> Option<End> {
        let (mut sender, mut recipient) = (String::new(), String::new());
        loop {
            let line = self.line().await?;
            let word = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
            match word.as_str() {
                "EHLO" => self.greet().await?,
                "STARTTLS" => {
                    self.say("220 go ahead").await?;
                    return Some(End::StartTls);
                }
                "AUTH" => self.check_password(&line).await?,
                "MAIL" => match self.fault("", |fault| matches!(fault, Fault::Mail(_))) {
                    Some(Fault::Mail(words)) => self.say(words).await?,
                    _ => {
                        sender = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                        self.say("250 ok").await?;
                    }
                },
                "RCPT" => {
                    recipient = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                    self.take_recipient(&recipient).await?;
                }
                "DATA" => self.take_message(&sender, &recipient).await?,
                "QUIT" => {
                    self.say("221 bye").await?;
                    return Some(End::Quit);
                }
                "RSET" | "NOOP" => self.say("250 ok").await?,
                _ => self.say("500 what?").await?,
            }
        }
    }

    async fn greet(&mut self) -> Option<()> {
        let (tls, password) = {
            let state = self.state.lock().unwrap();
            (state.offers_tls && !self.is_encrypted, state.password.is_some())
        };
        self.say("250-sink.example.com").await?;
        if tls {
            self.say("250-STARTTLS").await?;
        }
        if password {
            self.say("250-AUTH PLAIN LOGIN").await?;
        }
        self.say("250 8BITMIME").await
    }

    async fn check_password(&mut self, line: &str) -> Option<()> {
        use base64::Engine as _;
        let given = line.split(' ').nth(2).and_then(|text| base64::engine::general_purpose::STANDARD.decode(text).ok());
        let wanted = self.state.lock().unwrap().password.clone();
        let right = wanted.is_some_and(|(user, password)| given == Some(format!("\0{user}\0{password}").into_bytes()));
        self.say(if right { "235 welcome" } else { "535 5.7.8 wrong user or password" }).await
    }

    /// The fault that a recipient meets at this point, once less from now on.
    fn fault(&self, recipient: &str, is_here: impl Fn(&Fault) -> bool) -> Option<Fault> {
        let mut state = self.state.lock().unwrap();
        let meets = |whom: &str| whom == "*" || whom == recipient;
        let found = state.faults.iter_mut().find(|(whom, fault, times)| *times > 0 && meets(whom) && is_here(fault))?;
        found.2 -= 1;
        let fault = found.1;
        state.faults_met += 1;
        Some(fault)
    }

    async fn take_recipient(&mut self, recipient: &str) -> Option<()> {
        let at_recipient =
            |fault: &Fault| matches!(fault, Fault::Recipient(_) | Fault::DropBeforeData | Fault::Hang | Fault::Hold);
        match self.fault(recipient, at_recipient) {
            Some(Fault::Recipient(words)) => return self.say(words).await,
            Some(Fault::Hang) => std::future::pending().await,
            Some(Fault::Hold) => {
                let held = self.state.lock().unwrap().held.clone();
                held.notified().await;
            }
            Some(_) => return None,
            None => {}
        }
        let is_new = {
            let mut state = self.state.lock().unwrap();
            state.greylists && state.known.insert(recipient.to_owned())
        };
        self.say(if is_new { "451 4.7.1 greylisted, try again later" } else { "250 ok" }).await
    }

    async fn take_message(&mut self, sender: &str, recipient: &str) -> Option<()> {
        self.say("354 go on").await?;
        let mut raw = Vec::new();
        while !raw.ends_with(b"\r\n.\r\n") {
            raw.push(self.stream.read_u8().await.ok()?);
        }
        raw.truncate(raw.len() - b".\r\n".len());
        let raw = String::from_utf8(raw).unwrap().replace("\r\n..", "\r\n.").into_bytes();
        let fault =
            self.fault(recipient, |fault| matches!(fault, Fault::Message(_) | Fault::DropAfterData | Fault::LoseReply));
        match fault {
            Some(Fault::Message(words)) => return self.say(words).await,
            Some(Fault::DropAfterData) => return None,
            _ => {}
        }
        self.state.lock().unwrap().taken.push(Taken {
            sender: sender.to_owned(),
            recipient: recipient.to_owned(),
            raw,
        });
        if fault == Some(Fault::LoseReply) {
            return None;
        }
        self.say("250 2.0.0 taken").await
    }
}
