//! Commands that ask on a terminal: what is typed in silence, and what has to be confirmed.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};

use candor::clock::Clock;
use candor::db::Backend;
use chrono::TimeDelta;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::app::TestApp;

const PASSPHRASE: &str = "a staple of horses";

/// A command at a terminal of its own, with somebody who types.
struct Terminal {
    child: Child,
    keyboard: File,
    /// What stood on the screen since the last answer, and all of it.
    fresh: String,
    screen: String,
}

impl Terminal {
    fn start(mut command: Command) -> Self {
        let pty = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&pty).unwrap();
        unlockpt(&pty).unwrap();
        let path = ptsname(&pty, Vec::new()).unwrap().into_string().unwrap();
        let screen = || Stdio::from(OpenOptions::new().read(true).write(true).open(&path).unwrap());
        let child = command.stdin(screen()).stdout(screen()).stderr(screen()).spawn().unwrap();
        Self { child, keyboard: File::from(pty), fresh: String::new(), screen: String::new() }
    }

    /// Reads more of the screen; false when the command has ended.
    fn look(&mut self) -> bool {
        let mut bytes = [0; 4096];
        // The last one to leave a terminal breaks it.
        let read = self.keyboard.read(&mut bytes).unwrap_or(0);
        let text = String::from_utf8_lossy(&bytes[..read]).into_owned();
        self.fresh += &text;
        self.screen += &text;
        read > 0
    }

    /// Waits for a question and answers it.
    fn answer(mut self, question: &str, answer: &str) -> Self {
        while !self.fresh.ends_with(question) {
            assert!(self.look(), "{question} was never asked: {}", self.screen);
        }
        self.fresh.clear();
        writeln!(self.keyboard, "{answer}").unwrap();
        self
    }

    /// Whether it succeeded, and all that stood on the screen.
    fn end(mut self) -> (bool, String) {
        while self.look() {}
        (self.child.wait().unwrap().success(), self.screen)
    }
}

#[actix_web::test]
async fn passphrases_are_typed_unseen_and_what_is_destroyed_is_asked_for_once_more() {
    let app = TestApp::start(Backend::Sqlite).await;
    app.app.clock.set(Clock::system().now() - TimeDelta::days(1));
    let (wave, links) = app.answered_wave().await;
    let (first, again) = ("The passphrase: ", "The same again: ");
    let at_terminal = |arguments: &[&str]| {
        // The other ends are the test's own.
        let mut command = app.program(arguments);
        command.current_dir(app.folder.path());
        Terminal::start(command)
    };
    let backup = ["keys", "backup", "copy.age"];

    let (done, screen) = at_terminal(&backup).answer(first, PASSPHRASE).answer(again, "a staple of houses").end();
    assert!(!done && screen.contains("the two passphrases differ: nothing was changed"), "{screen}");
    assert!(!app.folder.path().join("copy.age").exists());
    let (done, screen) = at_terminal(&backup).answer(first, PASSPHRASE).answer(again, PASSPHRASE).end();
    assert!(done && screen.contains("Copied: the key of “March”."), "{screen}");
    let before = screen.split_once(first).unwrap().0;
    assert!(before.contains("the promise to employees holds only as long as nobody has all three"), "{screen}");
    assert!(!screen.contains("staple"), "what was typed stays unseen: {screen}");

    let key = app.app.keys.path().join(format!("{wave}.key"));
    std::fs::remove_file(&key).unwrap();
    let (done, screen) = at_terminal(&["keys", "restore", "copy.age"]).answer(first, PASSPHRASE).end();
    assert!(done && screen.contains("the key is back") && !screen.contains("staple"), "{screen}");
    assert_eq!(app.answer(&links[18], 9, "").await.status, 200);

    std::fs::remove_file(&key).unwrap();
    let (question, name) = ("Write yes to destroy them: ", wave.to_string());
    let give_up = ["wave", "abandon", &name];
    for word in ["no", "y", ""] {
        let (done, screen) = at_terminal(&give_up).answer(question, word).end();
        assert!(!done && screen.contains("Nothing was changed."), "{screen}");
        assert!(screen.split_once(question).unwrap().0.contains("nothing brings them back"), "{screen}");
    }
    assert_eq!(app.ballots(wave).await, 19);
    let (done, screen) = at_terminal(&give_up).answer(question, "yes").end();
    assert!(done && screen.contains("19 ballots and the key are gone"), "{screen}");
    assert_eq!(app.ballots(wave).await, 0);
}
