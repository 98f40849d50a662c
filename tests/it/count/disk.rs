//! A full disk: nothing that was acknowledged is lost, nothing typed either, and room is all that it takes to go on.

use std::process::Command;

use candor::clock::Clock;
use candor::db::Backend;
use candor::waves::WaveState;
use rustix::process::{Pid, Resource, Rlimit, prlimit};

use super::{Program, Told};
use crate::app::TestApp;

/// The same command where no file may have more than so many blocks of 512 bytes: what it writes beyond is refused,
/// as on a full disk.
fn starved(command: &Command, blocks: u32) -> Command {
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("trap '' XFSZ; ulimit -S -f {blocks}; exec \"$0\" \"$@\""));
    shell.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    shell.current_dir(command.get_current_dir().unwrap());
    shell.stdin(std::process::Stdio::null()).stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    shell
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[actix_web::test]
async fn on_a_full_disk_nothing_acknowledged_is_lost_and_with_room_again_everything_goes_on() {
    let app = TestApp::start(Backend::Sqlite).await;
    app.sign_in().await;
    app.app.clock.set(Clock::system().now());
    app.hire(&[("Sales", 20)]).await;
    let wave = app.launch_wave("March").await;
    let links = app.links(wave).await;
    let mut told = Told::default();
    for link in &links[..12] {
        assert_eq!(app.tell(&mut told, link).await, 200);
    }
    let program = Program::start(starved(&app.serving(), 16));
    let (score, why) = super::said(told.0.len());
    for _ in 0..3 {
        let form =
            serde_json::json!({ "wave": wave, "token": links[12].token, "lang": "en", "score": score, "why": why });
        let reply = app.client.post(format!("{}/a", program.address)).form(&form).send().await.unwrap();
        let reply = crate::app::read(reply).await;
        assert_eq!((reply.status, reply.select("textarea")), (503, vec![why.clone()]), "nothing typed is lost");
    }
    let check = starved(&app.program(&["check"]), 16).output().unwrap();
    assert!(!check.status.success());
    assert!(text(&check.stdout).contains("wrong    disk space: nothing can be written to"), "{}", text(&check.stdout));
    let room = Rlimit { current: None, maximum: None };
    prlimit(Some(Pid::from_child(&program.child)), Resource::Fsize, room).unwrap();
    assert!(app.is_taken_at(&program.address, &links[12], score, &why).await, "the same process goes on");
    told.0.push((score, why));
    program.kill();
    assert_eq!(app.ballots(wave).await, 13);

    app.close(wave).await;
    let name = wave.to_string();
    let count = app.program(&["count", &name]);
    let stopped = starved(&count, 16).output().unwrap();
    assert!(!stopped.status.success() && text(&stopped.stderr).contains("disk"), "{}", text(&stopped.stderr));
    assert_eq!((app.wave(wave).await.state, app.ballots(wave).await), (WaveState::Open, 13));
    assert!(app.report(wave).await.is_none() && !app.app.keys.is_destroyed(wave).unwrap());
    app.finish(wave).await;
    app.is_whole(wave, &told).await;
}

#[cfg(feature = "postgres")]
#[actix_web::test]
async fn a_key_that_cannot_be_overwritten_is_removed_all_the_same() {
    let app = TestApp::start(Backend::Postgres).await;
    let (wave, links) = app.overdue_wave(12).await;
    let mut told = Told::default();
    for link in &links {
        assert_eq!(app.tell(&mut told, link).await, 200);
    }
    let name = wave.to_string();
    let counted = starved(&app.program(&["count", &name]), 0).output().unwrap();
    assert!(counted.status.success(), "{}", text(&counted.stderr));
    app.is_whole(wave, &told).await;
}
