//! What is said over one connection.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufStream};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use super::{Fault, State, Taken};

/// The certificate is nobody's but the tests'.
const CERTIFICATE: &[u8] = include_bytes!("../../fixtures/mail-server/certificate.pem");
const KEY: &[u8] = include_bytes!("../../fixtures/mail-server/key.pem");

/// Encryption by a certificate.
pub fn acceptor(certificate: &[u8], key: &[u8]) -> TlsAcceptor {
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

pub async fn begin(stream: TcpStream, state: Arc<Mutex<State>>) {
    let _ = stream.set_nodelay(true);
    let mut plain = Conversation { stream: BufStream::new(stream), state: state.clone(), is_encrypted: false };
    if let Some(Fault::Greeting(words)) = plain.fault("", |fault| matches!(fault, Fault::Greeting(_))) {
        plain.say(words).await;
        return;
    }
    if plain.say("220 sink.example.com ESMTP").await.is_none() {
        return;
    }
    if plain.talk().await == Some(End::StartTls)
        && let Ok(stream) = acceptor(CERTIFICATE, KEY).accept(plain.stream.into_inner()).await
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
        let (mut sender, mut recipient, mut takes_any_letters) = (None, None, false);
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
                "MAIL" => {
                    if let Some(Fault::Mail(words)) = self.fault("", |fault| matches!(fault, Fault::Mail(_))) {
                        sender = None;
                        self.say(words).await?;
                    } else {
                        sender = line.split(['<', '>']).nth(1).map(str::to_owned);
                        takes_any_letters = line.contains("SMTPUTF8");
                        self.say("250 ok").await?;
                    }
                }
                "RCPT" if sender.is_none() => self.say("503 5.5.1 from whom?").await?,
                "RCPT" if !line.is_ascii() && !takes_any_letters => self.say("553 5.6.7 SMTPUTF8 is needed").await?,
                "RCPT" => {
                    let named = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                    recipient = self.take_recipient(&named).await?.then_some(named);
                }
                "DATA" => match recipient.take() {
                    Some(recipient) => self.take_message(&sender.take().unwrap_or_default(), &recipient).await?,
                    None => self.say("503 5.5.1 to whom?").await?,
                },
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
        let (tls, password, pipelining, smtputf8) = {
            let state = self.state.lock().unwrap();
            let tls = state.offers_tls && !self.is_encrypted;
            (tls, state.password.is_some(), state.offers_pipelining, state.offers_smtputf8)
        };
        self.say("250-sink.example.com").await?;
        if tls {
            self.say("250-STARTTLS").await?;
        }
        if password {
            let is_alone = self.state.lock().unwrap().offers_login_alone;
            self.say(if is_alone { "250-AUTH LOGIN" } else { "250-AUTH PLAIN LOGIN" }).await?;
        }
        for (is_offered, line) in [(pipelining, "250-PIPELINING"), (smtputf8, "250-SMTPUTF8")] {
            if is_offered {
                self.say(line).await?;
            }
        }
        self.say("250 8BITMIME").await
    }

    async fn check_password(&mut self, line: &str) -> Option<()> {
        use base64::Engine as _;
        let decode = |text: &str| base64::engine::general_purpose::STANDARD.decode(text).ok();
        let given = if line == "AUTH LOGIN" {
            self.say("334 VXNlcm5hbWU6").await?;
            let user = decode(&self.line().await?)?;
            self.say("334 UGFzc3dvcmQ6").await?;
            Some([vec![0], user, vec![0], decode(&self.line().await?)?].concat())
        } else {
            line.split(' ').nth(2).and_then(decode)
        };
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

    /// Whether the recipient was taken.
    async fn take_recipient(&mut self, recipient: &str) -> Option<bool> {
        let at_recipient =
            |fault: &Fault| matches!(fault, Fault::Recipient(_) | Fault::DropBeforeData | Fault::Hang | Fault::Hold);
        match self.fault(recipient, at_recipient) {
            Some(Fault::Recipient(words)) => return self.say(words).await.map(|()| false),
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
        self.say(if is_new { "451 4.7.1 greylisted, try again later" } else { "250 ok" }).await.map(|()| !is_new)
    }

    async fn take_message(&mut self, sender: &str, recipient: &str) -> Option<()> {
        self.say("354 go on").await?;
        let mut raw = Vec::new();
        while raw != b".\r\n" && !raw.ends_with(b"\r\n.\r\n") {
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
        {
            let mut state = self.state.lock().unwrap();
            let (sender, recipient, faults_before) = (sender.to_owned(), recipient.to_owned(), state.faults_met);
            state.taken.push(Taken { sender, recipient, raw, faults_before });
        }
        if fault == Some(Fault::LoseReply) {
            return None;
        }
        self.say("250 2.0.0 taken").await
    }
}
