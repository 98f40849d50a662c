//! `candor bounce`: a message from a pipe, while the server runs.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use candor::clock::Clock;

use super::reading::sample;
use super::return_paths;
use crate::app::TestApp;
use crate::smtp_sink::Sink;

const RETURN_ADDRESS: &str = "--return-address=bounces@survey.meridian.example";

/// Hands a message to the command, as Postfix does.
fn pipe(folder: &std::path::Path, options: &[&str], message: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_candor"))
        .env_clear()
        .arg("bounce")
        .arg(format!("--data={}", folder.join("data").display()))
        .arg(format!("--keys={}", folder.join("keys").display()))
        .args(options)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Whoever complains about its options reads nothing.
    let _ = child.stdin.take().unwrap().write_all(message);
    child.wait_with_output().unwrap()
}

#[actix_web::test]
async fn a_mail_server_hands_reports_to_a_command_while_the_server_runs() {
    let sink = Sink::start().await;
    let app = TestApp::start(candor::db::Backend::Sqlite).await.returning(&sink);
    // The command goes by the machine's clock.
    app.app.clock.set(Clock::system().now());
    app.introduce("Meridian", "people@meridian.example").await;
    app.hire(&[("Sales", 4)]).await;
    let wave = app.launch_wave("March").await;
    app.deliver().await;
    let paths = return_paths(&sink);
    let address = |number: usize| format!("sales{number}@example.com");
    let folder = app.folder.path();
    let code = |options: &[&str], message: &[u8]| {
        let done = pipe(folder, options, message);
        assert_eq!(done.stdout, b"", "what is said here would be sent to somebody");
        (done.status.code(), String::from_utf8(done.stderr).unwrap())
    };
    let report = |number: usize| sample("postfix", &paths[&address(number)], &address(number));

    assert_eq!(code(&[RETURN_ADDRESS], &report(0)), (Some(0), String::new()));
    assert_eq!(code(&[RETURN_ADDRESS], &report(0)), (Some(0), String::new()), "a second time it is no news");
    assert_eq!((app.deliveries(wave).await.failed, app.bounced().await), (1, vec![address(0)]));
    // What the mail server says stands above what the header says.
    let said = format!("--recipient={}", paths[&address(1)].to_uppercase());
    assert_eq!(code(&[RETURN_ADDRESS, &said], &sample("exim", "someone@elsewhere.example", &address(1))).0, Some(0));
    assert_eq!(code(&[RETURN_ADDRESS, "--recipient=bounces@survey.meridian.example"], &report(2)).0, Some(0));
    assert_eq!(app.bounced().await, [address(0), address(1)]);
    // Mail that is none of ours, and a megabyte of nothing.
    assert_eq!(code(&[RETURN_ADDRESS], &sample("person", "hr@example.com", &address(3))).0, Some(0));
    assert_eq!(code(&[RETURN_ADDRESS], &vec![b'x'; 1 << 20]).0, Some(0));
    assert_eq!(app.deliveries(wave).await.failed, 2);
    // Whatever can be set right keeps the message in the mail server's queue.
    let (status, said) = code(&[], &report(2));
    assert_eq!(status, Some(75));
    assert!(said.contains("--return-address") && said.lines().count() == 1 && !said.contains("sales"), "{said}");
    assert_eq!(code(&["--return-address=nobody"], &report(2)).0, Some(75));
    let check = Command::new(env!("CARGO_BIN_EXE_candor"))
        .env_clear()
        .args(["check", RETURN_ADDRESS, "--bounces=maildir:/nonexistent"])
        .args([
            format!("--data={}", folder.join("data").display()),
            format!("--keys={}", folder.join("keys").display()),
        ])
        .output()
        .unwrap();
    let check = String::from_utf8(check.stdout).unwrap();
    assert!(check.contains("ok       return address: bounces@survey.meridian.example"), "{check}");
    assert!(check.contains("warning  bounces: maildir:/nonexistent: new: "), "{check}");
    let new = tempfile::tempdir().unwrap();
    assert_eq!(pipe(new.path(), &[RETURN_ADDRESS], &report(2)).status.code(), Some(75), "no tables yet");
    assert_eq!(code(&["--no-such-option"], &report(2)).0, Some(64));
    assert_eq!(app.deliveries(wave).await.failed, 2);
}
