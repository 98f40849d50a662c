//! The command itself: what it starts, what stops it, and what it says.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use candor::clock::Clock;
use candor::db::{Backend, Error};
use candor::schema::outbox;
use diesel::prelude::*;

use crate::app::TestApp;
use crate::smtp_sink::{Fault, Sink};

/// The command in a folder of its own, with none of the surrounding settings.
pub fn candor(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_candor"));
    for name in ["CANDOR_LISTEN", "CANDOR_DATA", "CANDOR_KEYS", "CANDOR_PUBLIC_URL", "CANDOR_TRUSTED_PROXY"] {
        command.env_remove(name);
    }
    command.env_remove("DATABASE_URL").env_remove("SMTP_URL").env_remove("RUST_LOG");
    command.current_dir(folder).args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).stdin(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    candor(folder, arguments).output().unwrap()
}

pub fn run_with_input(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = candor(folder, arguments).stdin(Stdio::piped()).spawn().unwrap();
    // A command that stops before it reads closes its end.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// What the command says when it fails: one line.
pub fn complaint(output: &Output) -> String {
    let said = text(&output.stderr);
    assert!(!output.status.success(), "it should have failed");
    assert_eq!(said.trim_end().lines().count(), 1, "one line: {said}");
    said
}

/// A running `candor serve` and the address it printed.
struct Serving {
    child: Child,
    address: String,
}

impl Serving {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let mut all = vec!["serve", "--listen", "127.0.0.1:0"];
        all.extend(arguments);
        let mut child = candor(folder, &all).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("Candor listens on ").unwrap_or_else(|| panic!("{line}")).to_owned();
        Self { child, address }
    }

    fn tell(&self, signal: rustix::process::Signal) {
        let id = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(id, signal).unwrap();
    }

    /// Stops it by a signal; what it wrote to standard error, and whether it left with 0.
    fn stop(mut self, signal: rustix::process::Signal) -> (String, bool) {
        self.tell(signal);
        let status = self.child.wait().unwrap();
        let mut said = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        (said, status.success())
    }
}

#[actix_web::test]
async fn serve_needs_nothing_and_leaves_with_0_when_told_to() {
    for signal in [rustix::process::Signal::TERM, rustix::process::Signal::INT] {
        let folder = tempfile::tempdir().unwrap();
        let serving = Serving::start(folder.path(), &[]);
        let page = reqwest::get(format!("{}/first-run", serving.address)).await.unwrap();
        assert_eq!(page.status(), 200);
        let (said, success) = serving.stop(signal);
        assert!(success, "{said}");
        assert!(said.contains("/first-run?code="));
        for private in ["candor-data", "candor-keys", "candor-data/secret"] {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(folder.path().join(private)).unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{private} is its owner's alone");
        }
    }
}

#[actix_web::test]
async fn told_to_stop_it_finishes_the_message_in_hand_and_leaves_with_0() {
    let app = TestApp::start(Backend::Sqlite).await;
    app.app.clock.set(Clock::system().now());
    app.introduce("Acme", "hr@example.com").await;
    app.hire(&[("Law", 3)]).await;
    app.launch_wave("March").await;
    let sink = Sink::start().await;
    sink.fail("*", Fault::Hold, 1);
    let (data, keys) = (app.folder.path().join("data"), app.folder.path().join("keys"));
    // Over more connections the others would not wait behind the one in hand.
    let url = format!("smtp://{}?connections=1", sink.address);
    let arguments = ["--data", data.to_str().unwrap(), "--keys", keys.to_str().unwrap(), "--smtp-url", &url];
    let mut serving = Serving::start(app.folder.path(), &arguments);
    sink.met_a_fault().await;
    serving.tell(rustix::process::Signal::TERM);
    let address = serving.address.strip_prefix("http://").unwrap().to_owned();
    while tokio::net::TcpStream::connect(&address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    assert_eq!((sink.taken().len(), serving.child.try_wait().unwrap()), (0, None), "it waits for the message");
    sink.let_go();
    let status = tokio::task::spawn_blocking(move || serving.child.wait().unwrap()).await.unwrap();
    assert!(status.success(), "{status}");
    let rows = app.app.db.read(|conn| outbox::table.select((outbox::state, outbox::lease.is_null())).load(conn));
    let mut rows: Vec<(String, bool)> = rows.await.map_err(|error: Error| error).unwrap();
    rows.sort();
    let taken = sink.taken().len();
    assert!(taken >= 1);
    let (done, queued) = rows.split_at(taken);
    assert!(done.iter().all(|(state, _)| state == "done"), "what was taken is noted: {rows:?}");
    assert!(queued.iter().all(|row| *row == ("queued".to_owned(), true)), "the rest waits for the next: {rows:?}");
}

#[actix_web::test]
async fn a_count_that_has_stopped_goes_on_without_damaged_ballots_only_by_a_word() {
    let app = TestApp::start(Backend::Sqlite).await;
    app.app.clock.set(Clock::system().now() - chrono::TimeDelta::days(20));
    let (wave, _) = app.answered_wave().await;
    app.damage_the_box(wave).await;
    let (data, keys, wave_id) = (app.folder.path().join("data"), app.folder.path().join("keys"), wave.to_string());
    let arguments = ["count", &wave_id, "--data", data.to_str().unwrap(), "--keys", keys.to_str().unwrap()];
    let said = complaint(&run(app.folder.path(), &arguments));
    assert!(said.contains("1 of 19 ballots do not open") && said.contains("--set-aside"), "{said}");
    assert_eq!(app.ballots(wave).await, 19);
    let with_word: Vec<&str> = arguments.into_iter().chain(["--set-aside"]).collect();
    let counted = run(app.folder.path(), &with_word);
    assert!(counted.status.success(), "{}", text(&counted.stderr));
    assert_eq!(
        text(&counted.stdout),
        "The wave is counted: 19 ballots. 1 of them did not open: what they said is lost, and the report says how many. Its ballots and its key are gone.\n"
    );
    let report = app.report(wave).await.unwrap();
    assert_eq!((report.set_aside, report.headline.counts.unwrap().respondents()), (1, 18));
    assert!(complaint(&run(app.folder.path(), &with_word)).contains("not due to be counted"));
}

#[actix_web::test]
async fn the_log_names_routes_and_never_addresses_or_codes() {
    let folder = tempfile::tempdir().unwrap();
    let serving = Serving::start(folder.path(), &["--log", "trace"]);
    for path in [
        "/a/0198c1f0-0000-7000-8000-000000000000/a-secret-token",
        "/nowhere/a-secret-path",
        "/first-run?code=a-secret-code",
    ] {
        reqwest::get(format!("{}{path}", serving.address)).await.unwrap();
    }
    let client = reqwest::Client::new();
    let form = [("email", "secret@example.com"), ("password", "a-secret-password")];
    client.post(format!("{}/sign-in", serving.address)).form(&form).send().await.unwrap();
    let (said, _) = serving.stop(rustix::process::Signal::TERM);
    assert!(said.contains("/sign-in"), "{said}");
    assert!(!said.contains("secret"), "{said}");
}

#[test]
fn a_wrong_configuration_stops_the_start_with_one_line_that_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("file"), "").unwrap();
    std::fs::create_dir(folder.path().join("open-keys")).unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let cases: [(&[&str], &str); 11] = [
        (&["--listen", "nonsense"], "127.0.0.1:8080"),
        (&["--listen", &taken], "choose another address with --listen"),
        (&["--listen", "127.0.0.1:0", "--data", "file"], "choose another with --data"),
        (&["--listen", "127.0.0.1:0", "--keys", "file/keys"], "choose another with --keys"),
        (&["--listen", "127.0.0.1:0", "--keys", "open-keys"], "chmod 700 open-keys"),
        (&["--listen", "127.0.0.1:0", "--database-url", "mysql://x"], "DATABASE_URL must begin with"),
        (&["--listen", "127.0.0.1:0", "--database-url", "sqlite:file/x.db"], "see to DATABASE_URL"),
        (&["--listen", "127.0.0.1:0", "--smtp-url", "mail.example.com"], "SMTP_URL must look like"),
        (&["--listen", "127.0.0.1:0", "--public-url", "ftp://example.com"], "--public-url=ftp://example.com"),
        (&["--listen", "127.0.0.1:0", "--public-url", "https://example.com/survey"], "without a path"),
        (&["--listen", "127.0.0.1:0", "--log", "=="], "--log"),
    ];
    for (arguments, advice) in cases {
        let all: Vec<&str> = ["serve"].iter().chain(arguments).copied().collect();
        let said = complaint(&run(folder.path(), &all));
        assert!(said.starts_with("candor: ") && said.contains(advice), "{arguments:?}: {said}");
    }
}

#[actix_web::test]
async fn an_admin_is_made_and_given_another_password_at_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let create = ["admin", "create", "--email", "Dana@Example.com", "--name", "Dana", "--password-stdin"];
    let short = run_with_input(folder.path(), &create, "short\n");
    assert!(complaint(&short).contains("shorter than 12 characters"));
    let made = run_with_input(folder.path(), &create, "correct horse battery\n");
    assert!(made.status.success(), "{}", text(&made.stderr));
    let said = text(&made.stdout) + &text(&made.stderr);
    assert!(!said.contains("correct horse") && !said.contains("argon2"), "{said}");
    let again = run_with_input(folder.path(), &create, "correct horse battery\n");
    assert!(complaint(&again).contains("has an account already"));
    let reset = ["admin", "reset-password", "--email", "dana@example.com", "--password-stdin"];
    assert!(run_with_input(folder.path(), &reset, "a staple of horses\n").status.success());
    let nobody = ["admin", "reset-password", "--email", "nobody@example.com", "--password-stdin"];
    assert!(complaint(&run_with_input(folder.path(), &nobody, "a staple of horses\n")).contains("has no account"));
    let serving = Serving::start(folder.path(), &[]);
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let form = [("email", "dana@example.com"), ("password", "a staple of horses")];
    let response = client.post(format!("{}/sign-in", serving.address)).form(&form).send().await.unwrap();
    assert_eq!(response.status(), 303);
    let (said, _) = serving.stop(rustix::process::Signal::TERM);
    assert!(!said.contains("first-run"), "there is an account: {said}");
}

#[test]
fn a_password_is_not_asked_for_where_nobody_can_type_it() {
    let folder = tempfile::tempdir().unwrap();
    let said = complaint(&run(folder.path(), &["admin", "create", "--email", "a@example.com", "--name", "A"]));
    assert!(said.contains("--password-stdin"), "{said}");
}

#[test]
fn check_says_line_by_line_what_is_in_order_and_fails_when_something_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    assert!(run(folder.path(), &["migrate"]).status.success());
    let good = run(folder.path(), &["check"]);
    let said = text(&good.stdout);
    assert!(good.status.success(), "{said}");
    for what in ["database", "tables", "key folder", "folders", "wave keys", "clock", "public address"] {
        assert!(said.contains(&format!("ok       {what}: ")), "{what}: {said}");
    }
    assert!(said.contains("warning  mail server: none is set"), "{said}");
    let nested = run(folder.path(), &["check", "--keys", "candor-data/keys"]);
    assert!(!nested.status.success());
    assert!(text(&nested.stdout).contains("wrong    folders: "));
    let unreachable = run(folder.path(), &["check", "--smtp-url", "smtp://127.0.0.1:9?timeout=1"]);
    assert!(!unreachable.status.success());
    assert!(text(&unreachable.stdout).contains("wrong    mail server: "));
    let hidden = run(folder.path(), &["check", "--listen", "0.0.0.0:8080"]);
    assert!(text(&hidden.stdout).contains("wrong    public address: "));
    let new = tempfile::tempdir().unwrap();
    let behind = run(new.path(), &["check"]);
    assert!(!behind.status.success());
    assert!(text(&behind.stdout).contains("run candor migrate"), "{}", text(&behind.stdout));
}

#[test]
fn help_names_every_command_and_option() {
    let folder = tempfile::tempdir().unwrap();
    let help = text(&run(folder.path(), &["--help"]).stdout);
    for command in ["serve", "migrate", "admin", "check", "count"] {
        assert!(help.contains(&format!("\n  {command} ")), "{help}");
    }
    let help = text(&run(folder.path(), &["serve", "--help"]).stdout);
    for variable in [
        "CANDOR_LISTEN",
        "CANDOR_DATA",
        "CANDOR_KEYS",
        "CANDOR_PUBLIC_URL",
        "CANDOR_TRUSTED_PROXY",
        "DATABASE_URL",
        "SMTP_URL",
        "RUST_LOG",
    ] {
        assert!(help.contains(variable), "{variable}: {help}");
    }
}
