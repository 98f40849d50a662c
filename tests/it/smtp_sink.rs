//! A mail server for tests, which keeps what it is given and misbehaves as it is told.

mod conversation;

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use candor::mail::Transport;
use mail_parser::MessageParser;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use conversation::acceptor;

/// What the server does to a message instead of taking it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Greets so and closes the connection (to anyone: `*`).
    Greeting(&'static str),
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
    /// How many messages had met a fault before.
    pub faults_before: usize,
}

impl Taken {
    pub fn parsed(&self) -> mail_parser::Message<'_> {
        MessageParser::default().parse(&self.raw).expect("a message that can be read")
    }
}

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
struct State {
    taken: Vec<Taken>,
    /// Who gets which fault (`*`: everyone), and how often.
    faults: Vec<(String, Fault, usize)>,
    greylists: bool,
    known: HashSet<String>,
    offers_tls: bool,
    offers_pipelining: bool,
    offers_smtputf8: bool,
    /// User and password that are asked for.
    password: Option<(String, String)>,
    offers_login_alone: bool,
    connections: usize,
    open: usize,
    most_open: usize,
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

    /// From now on nobody meets a fault.
    pub fn mend(&self) {
        self.state.lock().unwrap().faults.clear();
    }

    /// Refuses each recipient once, as servers do with senders they do not know.
    pub fn greylist(&self) {
        self.state.lock().unwrap().greylists = true;
    }

    pub fn offer_tls(&self) {
        self.state.lock().unwrap().offers_tls = true;
    }

    /// Takes several commands at once.
    pub fn pipeline(&self) {
        self.state.lock().unwrap().offers_pipelining = true;
    }

    /// Takes addresses beyond ASCII.
    pub fn take_any_letters(&self) {
        self.state.lock().unwrap().offers_smtputf8 = true;
    }

    /// The most connections that were open at the same time.
    pub fn most_open(&self) -> usize {
        self.state.lock().unwrap().most_open
    }

    pub fn ask_for_password(&self, user: &str, password: &str) {
        self.state.lock().unwrap().password = Some((user.to_owned(), password.to_owned()));
    }

    /// By AUTH LOGIN alone.
    pub fn ask_for_login(&self, user: &str, password: &str) {
        self.ask_for_password(user, password);
        self.state.lock().unwrap().offers_login_alone = true;
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

    /// How many messages have met a fault.
    pub fn faults_met(&self) -> usize {
        self.state.lock().unwrap().faults_met
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
        {
            let mut state = state.lock().unwrap();
            state.connections += 1;
            state.open += 1;
            state.most_open = state.most_open.max(state.open);
        }
        let state = state.clone();
        conversations.spawn(async move {
            conversation::begin(stream, state.clone()).await;
            state.lock().unwrap().open -= 1;
        });
    }
}
