//! What is learned by whoever watches from beside: the program's log, its crashes, its headers, the sizes of its traffic,
//! and how much work an answer makes.

mod statements;

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command};

use candor::clock::Clock;
use candor::db::Backend;
use reqwest::Method;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::anonymity::dump;
use crate::app::{Response, TestApp, read};
use crate::ballots::Link;
use crate::cli::candor;

/// What is typed in these tests, and stands in no log.
const TYPED: &str = "Приметное-слово-5d1c";

/// The real program on the folders of a test's app, with all that it says in a file.
struct Program {
    child: Child,
    address: String,
    said: std::path::PathBuf,
}

impl Program {
    fn start(app: &TestApp) -> Self {
        let at = |name: &str| app.folder.path().join(name).to_str().unwrap().to_owned();
        let said = app.folder.path().join("said");
        let options = [("--listen", "127.0.0.1:0".to_owned()), ("--data", at("data")), ("--keys", at("keys"))];
        let mut arguments =
            vec!["serve".to_owned(), "--log=trace".to_owned(), format!("--smtp-url=file:{}", at("mail"))];
        arguments.extend(options.into_iter().flat_map(|(name, value)| [name.to_owned(), value]));
        let mut command = candor(app.folder.path(), &arguments.iter().map(String::as_str).collect::<Vec<_>>());
        command.stderr(File::create(&said).unwrap()).env("RUST_LOG", "trace").env("RUST_BACKTRACE", "full");
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("Candor listens on http://").unwrap().to_owned();
        Self { child, address, said }
    }

    async fn ask(&self, client: &reqwest::Client, method: Method, path: &str) -> Response {
        read(client.request(method, format!("http://{}{path}", self.address)).send().await.unwrap()).await
    }

    async fn send(&self, client: &reqwest::Client, form: &serde_json::Value) -> Response {
        read(client.post(format!("http://{}/a", self.address)).form(form).send().await.unwrap()).await
    }

    /// Sends bytes as they are and reads what comes back, until the program closes the connection.
    async fn raw(&self, bytes: &[u8]) -> String {
        let mut connection = tokio::net::TcpStream::connect(&self.address).await.unwrap();
        connection.write_all(bytes).await.unwrap();
        connection.shutdown().await.unwrap();
        let mut reply = Vec::new();
        let _ = connection.read_to_end(&mut reply).await;
        String::from_utf8_lossy(&reply).into_owned()
    }

    /// Ends it by a signal that kills; all that it said, and what else lies in its folder.
    fn crash(mut self, signal: Signal) -> String {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
        self.child.wait().unwrap();
        std::fs::read_to_string(&self.said).unwrap()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // It has ended already, unless the test failed.
        let _ = self.child.kill();
    }
}

/// Everything that can be done with a link, well and badly, with the statuses that come back.
async fn try_everything(program: &Program, client: &reqwest::Client, link: &Link) -> Vec<Response> {
    let (path, mut replies) = (link.path(), Vec::new());
    let token = &link.token;
    let paths = [
        path.clone(),
        format!("{path}?lang=ru&x={token}"),
        format!("{path}/more"),
        format!("{path}%2F"),
        format!("{path}x"),
    ];
    for method in [Method::GET, Method::HEAD, Method::PUT, Method::DELETE] {
        for path in &paths {
            replies.push(program.ask(client, method.clone(), path).await);
        }
    }
    replies.push(program.ask(client, Method::GET, &format!("/a?token={token}")).await);
    let form =
        |score: &str, why: &str| json!({ "wave": link.wave, "token": token, "lang": "en", "score": score, "why": why });
    for (score, why) in [("", TYPED), ("11", TYPED), ("7", &TYPED.repeat(60)), ("7", &TYPED.repeat(20_000))] {
        replies.push(program.send(client, &form(score, why)).await);
    }
    let url = format!("http://{}/a", program.address);
    let elsewhere = client.post(&url).form(&form("7", TYPED)).header("Origin", "https://evil.example");
    replies.push(read(elsewhere.send().await.unwrap()).await);
    for kind in ["application/json", "text/plain", "multipart/form-data; boundary=x"] {
        let wrong = client.post(&url).header("Content-Type", kind).body(form("7", TYPED).to_string());
        replies.push(read(wrong.send().await.unwrap()).await);
    }
    for score in ["7", "7"] {
        replies.push(program.send(client, &form(score, TYPED)).await);
    }
    replies
}

#[actix_web::test]
async fn the_link_stands_in_no_log_header_title_error_page_or_crash_and_no_cookie_is_set() {
    let app = TestApp::start(Backend::Sqlite).await;
    app.app.clock.set(Clock::system().now());
    app.introduce("Meridian", "people@meridian.example").await;
    app.hire(&[("Sales", 4)]).await;
    let wave = app.launch_wave("March").await;
    let links = app.links(wave).await;
    // An admin answers in the browser that they are signed in with.
    app.sign_in().await;
    let program = Program::start(&app);
    let signed_in = program.ask(&app.client, Method::GET, "/waves").await;
    assert_eq!(signed_in.status, 200, "the session counts in the program, too");
    let stranger = reqwest::Client::new();
    let mut statuses = BTreeSet::new();
    for (client, link) in [(&app.client, &links[0]), (&stranger, &links[1])] {
        for reply in try_everything(&program, client, link).await {
            let is_form = matches!(reply.status, 200 | 422) && reply.text.contains("name=\"token\"");
            for (name, value) in &reply.headers {
                assert!(!value.to_str().unwrap().contains(&link.token), "{name}: {value:?}");
            }
            assert!(!reply.headers.contains_key("set-cookie") && !reply.headers.contains_key("location"), "{reply:?}");
            assert_eq!((reply.header("cache-control"), reply.header("referrer-policy")), ("no-store", "strict-origin"));
            assert!(reply.select("title").iter().all(|title| !title.contains(&link.token)));
            assert!(is_form || !reply.text.contains(&link.token), "{}: {}", reply.status, reply.text);
            statuses.insert(reply.status);
        }
    }
    let expected = [200, 403, 404, 405, 409, 422];
    assert!(expected.iter().all(|status| statuses.contains(status)), "{statuses:?}");
    // What is no HTTP, and what breaks off; then the program is killed with a form in its hands.
    let token = &links[2].token;
    for bytes in [
        format!("GET {} HTTP/9.9\r\n\r\n", links[2].path()),
        format!("GET {}\r\nHost\r\n\r\n", links[2].path()),
        format!(
            "POST /a HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 900\r\n\r\ntoken={token}&why={TYPED}"
        ),
        format!("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: no\r\n\r\ntoken={token}"),
    ] {
        let reply = program.raw(bytes.as_bytes()).await;
        assert!(!reply.contains(token), "{reply}");
    }
    let address = program.address.clone();
    let mut held = tokio::net::TcpStream::connect(&address).await.unwrap();
    let half =
        format!("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\ntoken={}&why={TYPED}", links[3].token);
    held.write_all(half.as_bytes()).await.unwrap();
    // A request that comes back after it has been seen to.
    program.ask(&stranger, Method::GET, "/healthz").await;
    let said = program.crash(Signal::ABORT);
    assert!(said.contains("TRACE") || said.contains("INFO"), "it said something: {said}");
    for link in &links {
        assert!(!said.contains(&link.token), "{said}");
    }
    assert!(!said.contains(TYPED) && !said.contains("%D0%9F%D1%80%D0%B8%D0%BC"), "{said}");
    let cores = std::fs::read_dir(app.folder.path())
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with("core"));
    assert_eq!(cores.count(), 0, "a crash leaves no copy of its memory");
    // The same search finds a link where it stands by right: in the mail.
    let mails: Vec<String> = std::fs::read_dir(app.folder.path().join("mail")).map_or(Vec::new(), |entries| {
        entries.map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap()).collect()
    });
    let whole = mails.concat().replace("=\r\n", "").replace("=\n", "");
    assert!(whole.contains(&links[0].token), "{} mails", mails.len());
}

/// Set for a copy of this process that panics.
const ROLE: &str = "CANDOR_PANICS";

#[test]
fn a_panic_says_where_it_was_and_nothing_of_what_was_typed() {
    #[expect(clippy::disallowed_methods, reason = "the test starts itself anew and says so by this")]
    let role = std::env::var(ROLE);
    if let Ok(role) = role {
        if role == "as candor" {
            candor::server::log::start("warn").unwrap();
        }
        "no number".parse::<u8>().map_err(|_| TYPED).unwrap();
    }
    for (role, is_told) in [("as any program", true), ("as candor", false)] {
        let name = "observer::a_panic_says_where_it_was_and_nothing_of_what_was_typed";
        let mut copy = Command::new(std::env::current_exe().unwrap());
        let output = copy.args([name, "--exact", "--nocapture"]).env(ROLE, role).output().unwrap();
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert!(!output.status.success() && said.contains("observer.rs"), "{role}: {said}");
        assert_eq!(said.contains(TYPED), is_told, "{role}: {said}");
    }
}

impl TestApp {
    /// Sends the form as a browser does: filled up to a length where scripts run. Answers how long it was, too.
    async fn answer_padded(&self, link: &Link, score: u8, why: &str, length: Option<usize>) -> (usize, Response) {
        let form = |pad: usize| {
            let pad = "0".repeat(pad);
            let form =
                json!({ "pad": pad, "wave": link.wave, "token": link.token, "lang": "en", "score": score, "why": why });
            self.client.post(self.url("/a")).form(&form)
        };
        let size = |pad| form(pad).build().unwrap().body().unwrap().as_bytes().unwrap().len();
        let pad = length.map_or(0, |length| length - size(0));
        (size(pad), read(form(pad).send().await.unwrap()).await)
    }
}

impl TestApp {
    /// The lengths that sealed ballots have.
    async fn lengths_of_ballots(&self) -> Vec<String> {
        self.app
            .db
            .read(|conn| dump::lines(conn, "SELECT DISTINCT length(sealed) || '' AS line FROM ballots"))
            .await
            .unwrap()
    }
}

/// What an observer of encrypted traffic sees of a reply: its status line and headers by length, and the body's length.
fn seen(reply: &Response) -> (u16, BTreeSet<(String, usize)>, usize) {
    let headers = reply.headers.iter().map(|(name, value)| (name.to_string(), value.len())).collect();
    (reply.status, headers, reply.text.len())
}

/// One length of everything, and one work, whatever is answered.
async fn learns_neither_score_nor_length(backend: Backend) {
    statements::listen();
    let app = TestApp::start(backend).await;
    app.introduce("Meridian", "people@meridian.example").await;
    app.hire(&[("Sales", 40)]).await;
    let wave = app.launch_wave("March").await;
    let links = app.links(wave).await;
    let page = app.get(&links[0].path()).await;
    let length: usize = page.text.split("data-length=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
    // The worst that may be typed: a thousand characters of three bytes each.
    let whys = ["", "Yes & no = 50%\r\n+1", &"漢".repeat(1_000)];
    let (mut sent, mut replies, mut work) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    app.asked();
    for (number, link) in links.iter().take(33).enumerate() {
        let score = u8::try_from(number % 11).unwrap();
        let (size, reply) = app.answer_padded(link, score, whys[number / 11], Some(length)).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        sent.insert(size);
        replies.insert(seen(&reply));
        work.insert(app.asked());
    }
    assert_eq!((sent, replies.len()), (BTreeSet::from([length]), 1));
    // Statement by statement the same work, whatever was answered, for a ballot of the same length.
    assert_eq!(work.len(), 1, "{work:#?}");
    assert!(work.first().unwrap().iter().any(|asked| asked.contains("INSERT INTO") && asked.contains("ballots")));
    assert_eq!(app.lengths_of_ballots().await.len(), 1);
    // Whoever looks something up for unhappy people only would be seen.
    app.answer_padded(&links[36], 3, "", Some(length)).await;
    app.app.db.read(candor::settings::load).await.unwrap();
    assert!(!work.contains(&app.asked()));
    // What comes back for shortening has the length of what was typed, and that of no score.
    let long = "ё".repeat(1_001);
    let mut refused = BTreeSet::new();
    for score in 0..=10 {
        let (_, reply) = app.answer_padded(&links[33], score, &long, None).await;
        assert_eq!(reply.status, 422);
        refused.insert(seen(&reply));
    }
    assert_eq!(refused.len(), 1);
    // Without the padding it would show: nobody fills it in where scripts do not run, and the notice says so.
    let (short, _) = app.answer_padded(&links[34], 9, "", None).await;
    let (longer, _) = app.answer_padded(&links[35], 10, "Because", None).await;
    assert!(short < longer);
    assert!(
        app.get("/privacy?lang=en")
            .await
            .text
            .contains("Without scripts, its length tells about how long your comment is")
    );
}

#[actix_web::test]
async fn who_watches_sizes_and_work_learns_neither_score_nor_length_sqlite() {
    learns_neither_score_nor_length(Backend::Sqlite).await;
}

#[cfg(feature = "postgres")]
#[actix_web::test]
async fn who_watches_sizes_and_work_learns_neither_score_nor_length_postgres() {
    learns_neither_score_nor_length(Backend::Postgres).await;
}
