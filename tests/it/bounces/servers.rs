//! Mailboxes on servers: small ones of our own, which note what is done to each message.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use candor::mail::bounce::Source;
use candor::schedule;
use candor::settings;
use chrono::TimeDelta;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufStream};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::reading::sample;
use super::return_paths;
use crate::app::TestApp;
use crate::smtp_sink::{Sink, acceptor};

const USER: &str = "bounces";
const PASSWORD: &str = "p@ss \"word\"";

#[derive(Clone, Default)]
struct Letter {
    raw: Vec<u8>,
    fetched: usize,
    is_seen: bool,
    is_deleted: bool,
}

type Letters = Arc<Mutex<Vec<Letter>>>;

/// A server of one mailbox.
struct Mailbox {
    address: SocketAddr,
    letters: Letters,
    accepting: JoinHandle<()>,
}

impl Mailbox {
    async fn start(protocol: &'static str, letters: Vec<Vec<u8>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let letters: Letters =
            Arc::new(Mutex::new(letters.into_iter().map(|raw| Letter { raw, ..Letter::default() }).collect()));
        let kept = letters.clone();
        let accepting = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let stream: Wire = if protocol.ends_with('s') {
                    let Ok(stream) = acceptor(CERTIFICATE, KEY).accept(stream).await else { continue };
                    Box::new(stream)
                } else {
                    Box::new(stream)
                };
                let conversation = Conversation { stream: BufStream::new(stream), letters: kept.clone() };
                if protocol.starts_with("imap") {
                    conversation.imap().await
                } else {
                    conversation.pop3().await
                };
            }
        });
        Self { address, letters, accepting }
    }

    fn letters(&self) -> Vec<Letter> {
        self.letters.lock().unwrap().clone()
    }
}

impl Drop for Mailbox {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}
type Wire = Box<dyn Stream>;

/// A certificate that is trusted by whoever trusts the tests' authority.
const CERTIFICATE: &[u8] = include_bytes!("../../fixtures/mail-server/signed.pem");
const KEY: &[u8] = include_bytes!("../../fixtures/mail-server/signed-key.pem");

struct Conversation {
    stream: BufStream<Wire>,
    letters: Letters,
}

impl Conversation {
    async fn say(&mut self, text: impl AsRef<[u8]>) -> Option<()> {
        self.stream.write_all(text.as_ref()).await.ok()?;
        self.stream.write_all(b"\r\n").await.ok()?;
        self.stream.flush().await.ok()
    }

    async fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        (self.stream.read_line(&mut line).await.ok()? > 0).then(|| line.trim_end().to_owned())
    }

    fn change(&self, number: &str, change: impl FnOnce(&mut Letter)) {
        change(&mut self.letters.lock().unwrap()[number.parse::<usize>().unwrap() - 1]);
    }

    async fn encrypted(self) -> Option<Self> {
        let stream: Wire = Box::new(acceptor(CERTIFICATE, KEY).accept(self.stream.into_inner()).await.ok()?);
        Some(Self { stream: BufStream::new(stream), letters: self.letters })
    }

    async fn imap(mut self) -> Option<()> {
        self.say("* OK ready").await?;
        loop {
            let line = self.line().await?;
            let words: Vec<&str> = line.split(' ').collect();
            let tag = words[0];
            match words[1] {
                "STARTTLS" => {
                    self.say(format!("{tag} OK go ahead")).await?;
                    self = self.encrypted().await?;
                    continue;
                }
                "LOGIN" => {
                    let right = line.ends_with("LOGIN \"bounces\" \"p@ss \\\"word\\\"\"");
                    self.say(format!("{tag} {}", if right { "OK welcome" } else { "NO wrong" })).await?;
                    continue;
                }
                "SELECT" => self.say("* 3 EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY 1] ok").await?,
                "LOGOUT" => self.say("* BYE").await?,
                "UID" if words[2] == "SEARCH" => {
                    let unseen = (1..)
                        .zip(&*self.letters.lock().unwrap())
                        .filter(|(_, letter)| !letter.is_seen)
                        .fold(String::new(), |all, (number, _): (usize, _)| format!("{all} {number}"));
                    self.say(format!("* SEARCH{unseen}")).await?;
                }
                "UID" if words[2] == "FETCH" => {
                    let number = words[3];
                    assert!(line.contains("BODY.PEEK[]<0."), "looked at, not marked: {line}");
                    self.change(number, |letter| letter.fetched += 1);
                    let raw = self.letters.lock().unwrap()[number.parse::<usize>().unwrap() - 1].raw.clone();
                    let mut answer =
                        format!("* {number} FETCH (UID {number} BODY[]<0> {{{}}}\r\n", raw.len()).into_bytes();
                    answer.extend(raw);
                    answer.push(b')');
                    self.say(answer).await?;
                }
                "UID" if words[2] == "STORE" => {
                    assert!(line.ends_with("+FLAGS.SILENT (\\Seen)"), "nothing is deleted: {line}");
                    self.change(words[3], |letter| letter.is_seen = true);
                }
                _ => panic!("{line}"),
            }
            self.say(format!("{tag} OK done")).await?;
        }
    }

    async fn pop3(mut self) -> Option<()> {
        self.say("+OK ready").await?;
        let mut leaving = Vec::new();
        loop {
            let line = self.line().await?;
            let words: Vec<&str> = line.split(' ').collect();
            match words[0] {
                "STLS" => {
                    self.say("+OK go ahead").await?;
                    self = self.encrypted().await?;
                }
                "USER" => self.say(if words[1] == USER { "+OK" } else { "-ERR who?" }).await?,
                "PASS" => {
                    let right = line.strip_prefix("PASS ") == Some(PASSWORD);
                    self.say(if right { "+OK" } else { "-ERR [AUTH] wrong" }).await?;
                }
                "UIDL" => {
                    let here = (1..)
                        .zip(&*self.letters.lock().unwrap())
                        .filter(|(_, letter)| !letter.is_deleted)
                        .fold(String::new(), |all, (number, _): (usize, _)| format!("{all}{number} id-{number}\r\n"));
                    self.say(format!("+OK\r\n{here}.")).await?;
                }
                "TOP" => {
                    self.change(words[1], |letter| letter.fetched += 1);
                    let raw = self.letters.lock().unwrap()[words[1].parse::<usize>().unwrap() - 1].raw.clone();
                    let text = String::from_utf8(raw).unwrap().replace("\r\n.", "\r\n..");
                    self.say(format!("+OK\r\n{text}\r\n.")).await?;
                }
                "DELE" => {
                    leaving.push(words[1].to_owned());
                    self.say("+OK").await?;
                }
                "QUIT" => {
                    for number in &leaving {
                        self.change(number, |letter| letter.is_deleted = true);
                    }
                    self.say("+OK bye").await?;
                    return Some(());
                }
                _ => panic!("{line}"),
            }
        }
    }
}

/// A wave of three with the mailbox of what came back: a report, a person's mail, a report to nobody in particular.
async fn with_mailbox(protocol: &'static str) -> (TestApp, Mailbox, candor::db::WaveId) {
    let sink = Sink::start().await;
    let mut app = TestApp::start(candor::db::Backend::Sqlite).await.returning(&sink);
    app.introduce("Meridian", "people@meridian.example").await;
    app.hire(&[("Sales", 3)]).await;
    let wave = app.launch_wave("March").await;
    app.deliver().await;
    let path = return_paths(&sink)["sales0@example.com"].clone();
    let stuffed = [sample("qmail", &path, "sales0@example.com"), b"\r\n.\r\n..\r\n.x\r\n".to_vec()].concat();
    let plain = sample("postfix", "bounces@survey.meridian.example", "sales1@example.com");
    let letters = vec![stuffed, sample("person", "hr@meridian.example", "sales2@example.com"), plain];
    let mailbox = Mailbox::start(protocol, letters).await;
    let url = format!("{protocol}://{USER}:p%40ss%20%22word%22@{}", mailbox.address);
    app.app.bounces = Some(url.parse().unwrap());
    (app, mailbox, wave)
}

#[actix_web::test]
async fn an_imap_mailbox_is_read_and_what_was_read_is_marked_as_seen() {
    let (app, mailbox, wave) = with_mailbox("imap").await;
    assert_eq!(app.read_bounces().await, 1);
    assert_eq!((app.deliveries(wave).await.failed, app.bounced().await), (1, vec!["sales0@example.com".to_owned()]));
    assert!(mailbox.letters().iter().all(|letter| letter.is_seen && !letter.is_deleted && letter.fetched == 1));
    app.read_bounces().await;
    app.app.clock.advance(TimeDelta::minutes(2));
    assert_eq!(app.read_bounces().await, 0);
    assert!(mailbox.letters().iter().all(|letter| letter.fetched == 1));
}

#[actix_web::test]
async fn in_a_pop3_mailbox_only_what_is_ours_is_deleted_and_nothing_is_fetched_twice() {
    let (app, mailbox, wave) = with_mailbox("pop3").await;
    assert_eq!(app.read_bounces().await, 1);
    assert_eq!(app.deliveries(wave).await.failed, 1);
    app.app.clock.advance(TimeDelta::minutes(2));
    assert_eq!(app.read_bounces().await, 0);
    let letters = mailbox.letters();
    assert_eq!(
        letters.iter().map(|letter| (letter.fetched, letter.is_deleted)).collect::<Vec<_>>(),
        [(1, true), (1, false), (1, false)]
    );
}

#[actix_web::test]
async fn passwords_go_over_the_wire_encrypted_and_only_to_whom_the_certificate_names() {
    let authority = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/mail-server/authority.pem");
    for (protocol, options) in [("imaps", ""), ("imap", "&tls=required"), ("pop3s", ""), ("pop3", "&tls=required")] {
        let mailbox = Mailbox::start(protocol, vec![b"Subject: hello\r\n\r\nhello\r\n".to_vec()]).await;
        let port = mailbox.address.port();
        let source = |host: &str, ca: &str| -> Source {
            format!("{protocol}://{USER}:p%40ss%20%22word%22@{host}:{port}?{ca}{options}").parse().unwrap()
        };
        let trusting = format!("ca={authority}");
        let mut open = source("localhost", &trusting).open().await.unwrap();
        assert!(open.next().await.unwrap().unwrap().starts_with(b"Subject: hello"), "{protocol}{options}");
        open.close().await.unwrap();
        let other = concat!("ca=", env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/mail-server/certificate.pem");
        for (host, ca) in [("localhost", other), ("127.0.0.1", &trusting)] {
            let Err(refused) = source(host, ca).open().await else { panic!("{protocol} {host} {ca}") };
            assert!(refused.to_string().contains("TLS"), "{refused}");
        }
    }
}

#[actix_web::test]
async fn a_mailbox_that_cannot_be_read_is_said_to_the_admins_until_it_can() {
    let (mut app, mailbox, wave) = with_mailbox("imap").await;
    app.sign_in().await;
    let right = app.app.bounces.clone();
    app.app.bounces = Some(format!("imap://{USER}:secret-word@{}", mailbox.address).parse().unwrap());
    let ticked = schedule::tick(&app.app).await.unwrap();
    assert_eq!(ticked.failed, [] as [&str; 0], "other work goes on");
    let (_, why) = app.app.db.read(settings::bounces_unread).await.unwrap().unwrap();
    assert!(why.contains("signing in") && !why.contains("secret-word") && !why.contains(USER), "{why}");
    assert!(
        app.get("/")
            .await
            .select("[aria-labelledby=needs] li")
            .iter()
            .any(|need| need.contains("cannot read what came back"))
    );
    let page = app.get("/settings").await;
    assert!(page.text.contains("No return address is set."), "the pages of this test know of none: {}", page.text);
    assert!(page.select(".box.bad").iter().any(|text| text.contains("signing in")), "{}", page.text);
    app.app.bounces = right;
    assert_eq!(app.read_bounces().await, 0, "it is left alone for a while");
    app.app.clock.advance(TimeDelta::minutes(5));
    assert_eq!(app.read_bounces().await, 1);
    assert_eq!(app.deliveries(wave).await.failed, 1);
    assert_eq!(app.app.db.read(settings::bounces_unread).await.unwrap(), None);
    drop(mailbox);
    app.app.clock.advance(TimeDelta::minutes(2));
    schedule::tick(&app.app).await.unwrap();
    let (_, why) = app.app.db.read(settings::bounces_unread).await.unwrap().unwrap();
    assert!(why.starts_with("imap://127.0.0.1:") && why.contains("refused"), "{why}");
}
