//! Keys of waves: copies, loss, what giving up a wave means, and what `candor check` says of all that.

use candor::audit::{self, Actor};
use candor::db::{Backend, WaveId};
use candor::keys::{KeyFolder, WaveKey, random_id};
use candor::reports::abandon::{AbandonError, abandon};
use candor::reports::alarms;
use candor::schema::outbox;
use candor::waves::key_copies::{self, RestoreError};
use candor::waves::{Draft, WaveState};
use chrono::TimeDelta;
use diesel::prelude::*;

use crate::app::{TestApp, on_both};
use crate::cli::{complaint, run_with_input};

const PASSPHRASE: &str = "a staple of horses\n";

impl TestApp {
    /// Runs a command with something on its standard input; whether it succeeded, and what it printed.
    fn run(&self, arguments: &[&str], input: &str) -> (bool, String) {
        let output = self.output(arguments, input);
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    }

    fn output(&self, arguments: &[&str], input: &str) -> std::process::Output {
        let command = self.program(arguments);
        let all: Vec<&str> = command.get_args().map(|argument| argument.to_str().unwrap()).collect();
        run_with_input(self.folder.path(), &all, input)
    }

    async fn put_back(&self, key: WaveKey) -> Result<bool, RestoreError> {
        let (keys, now) = (self.app.keys.clone(), self.app.clock.now());
        self.app.db.write(move |conn| key_copies::put_back(conn, &keys, now, &key, Actor::CommandLine)).await
    }

    fn key_file(&self, wave: WaveId) -> std::path::PathBuf {
        self.app.keys.path().join(format!("{wave}.key"))
    }

    async fn recorded(&self, action: &str) -> Vec<String> {
        let log = self.app.db.read(|conn| audit::page(conn, 0, 100)).await.unwrap();
        log.into_iter().filter(|entry| entry.action == action).map(|entry| entry.object).collect()
    }

    async fn alarm(&self) -> String {
        let (keys, now) = (self.app.keys.clone(), self.app.clock.now());
        let all = self.app.db.read(move |conn| alarms::alarms(conn, &keys, now)).await.unwrap();
        all.iter().map(|alarm| candor::i18n::Lang::En.text(&alarm.message)).collect()
    }
}

#[actix_web::test]
async fn a_copy_of_open_waves_keys_brings_a_lost_one_back_and_nothing_else() {
    use std::os::unix::fs::PermissionsExt;
    let app = TestApp::start(Backend::Sqlite).await;
    let (ended, _) = app.answered_wave().await;
    app.reach_close(ended).await;
    app.count(ended).await.unwrap();
    assert!(
        app.run(&["keys", "backup", "none.age", "--passphrase-stdin"], PASSPHRASE).1.contains("no file was written")
    );
    let wave = app.launch_wave("April").await;
    let link = app.links(wave).await[0].clone();
    let (file, backup) = (app.key_file(wave), ["keys", "backup", "copy.age", "--passphrase-stdin"]);
    assert!(complaint(&app.output(&backup, "short\n")).contains("the passphrase is shorter than 12 characters"));
    assert!(!app.folder.path().join("copy.age").exists() && app.recorded("wave.key-copied").await.is_empty());
    let (done, said) = app.run(&backup, PASSPHRASE);
    assert!(done && said.contains("can read what everyone answered in these waves"), "{said}");
    assert!(said.contains("Copied: the key of “April”.") && !said.contains("March"), "{said}");
    assert_eq!(app.recorded("wave.key-copied").await, [wave.to_string()]);
    let copy = std::fs::read(app.folder.path().join("copy.age")).unwrap();
    let mode = std::fs::metadata(app.folder.path().join("copy.age")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let key = std::fs::read(&file).unwrap();
    assert!(!copy.windows(32).any(|window| window == key));
    assert!(complaint(&app.output(&backup, PASSPHRASE)).contains("copy.age cannot be written: choose another name"));

    let restore = ["keys", "restore", "copy.age", "--passphrase-stdin"];
    std::fs::remove_file(&file).unwrap();
    assert_eq!(app.answer(&link, 9, "").await.status, 503);
    assert!(complaint(&app.output(&restore, "another of horses\n")).contains("the passphrase is another one"));
    assert!(!file.exists());
    let (done, said) = app.run(&restore, PASSPHRASE);
    assert!(done && said.contains(&format!("{wave}: the key is back")), "{said}");
    assert_eq!((std::fs::read(&file).unwrap(), app.answer(&link, 9, "").await.status), (key, 200));
    assert!(app.run(&restore, PASSPHRASE).1.contains("the key was there"), "it can be repeated");
    assert_eq!(app.recorded("wave.key-restored").await, [wave.to_string()]);
    std::fs::write(&file, [7; 32]).unwrap();
    let (done, said) = app.run(&restore, PASSPHRASE);
    assert!(!done && said.contains("another key is in its place: move that file away first"), "{said}");
    assert_eq!(std::fs::read(&file).unwrap(), [7; 32]);
    app.reach_close(wave).await;
    app.count(wave).await.unwrap();
    let (done, said) = app.run(&restore, PASSPHRASE);
    assert!(!done && said.contains("the key was destroyed, and is never accepted again"), "{said}");
    assert!(app.app.keys.is_gone(wave).unwrap());
}

on_both! {
    async fn a_key_is_put_back_only_where_it_belongs(app: TestApp) {
        app.hire(&[("Sales", 6)]).await;
        let wave = app.launch_wave("March").await;
        let elsewhere = tempfile::tempdir().unwrap();
        let elsewhere = KeyFolder::open(elsewhere.path()).unwrap();
        std::fs::rename(app.key_file(wave), app.folder.path().join("away")).unwrap();
        let made_up = elsewhere.create(wave).unwrap();
        assert!(matches!(app.put_back(made_up).await, Err(RestoreError::Wrong)));
        let unknown = elsewhere.create(random_id()).unwrap();
        assert!(matches!(app.put_back(unknown).await, Err(RestoreError::UnknownWave)));
        let planned = app.plan(app.draft("April")).await;
        assert!(matches!(app.put_back(elsewhere.create(planned).unwrap()).await, Err(RestoreError::NotOpen)));
        assert!(!app.key_file(wave).exists() && !app.key_file(planned).exists());
        assert!(app.recorded("wave.key-restored").await.is_empty());
    }

    async fn a_key_that_outlives_its_wave_raises_an_alarm(app: TestApp) {
        let (wave, _) = app.answered_wave().await;
        let key = std::fs::read(app.key_file(wave)).unwrap();
        app.reach_close(wave).await;
        app.count(wave).await.unwrap();
        std::fs::write(app.key_file(wave), key).unwrap();
        assert_eq!(app.alarm().await, "", "the next tick destroys it");
        app.app.clock.advance(TimeDelta::minutes(6));
        assert!(app.alarm().await.starts_with("“March” has ended, and its key could not be destroyed yet."));
        let findings = candor::server::health::examine(&app.app).await;
        let said = &findings.iter().find(|finding| finding.what == "destroyed keys").unwrap().text;
        assert!(said.contains(&format!("{wave}.key should be gone")) && said.contains("must be writable"), "{said}");
        candor::schedule::tick(&app.app).await.unwrap();
        assert_eq!(app.alarm().await, "");
    }

    async fn a_wave_whose_key_is_lost_is_given_up_and_says_so_everywhere(app: TestApp) {
        app.introduce("Meridian", "survey@meridian.example").await;
        app.hire(&[("Sales", 12), ("Support", 8)]).await;
        let draft = app.draft("March");
        let reminded = draft.closes_local - TimeDelta::days(3);
        let wave = app.launch_draft(Draft { reminders: vec![reminded], ..draft }).await;
        let links = app.links(wave).await;
        for link in &links[..18] {
            assert_eq!(app.answer(link, 7, "").await.status, 200);
        }
        let refused = abandon(&app.app, wave, Actor::CommandLine).await;
        assert!(matches!(refused, Err(AbandonError::NotHopeless)), "it is called off instead");
        std::fs::remove_file(app.key_file(wave)).unwrap();
        assert_eq!(app.answer(&links[19], 5, "").await.status, 503);
        app.app.clock.advance(TimeDelta::days(1));
        assert_eq!(abandon(&app.app, wave, Actor::CommandLine).await.unwrap(), 18);
        assert!(matches!(abandon(&app.app, wave, Actor::CommandLine).await, Err(AbandonError::NotOpen)));
        assert_eq!((app.wave(wave).await.state, app.ballots(wave).await), (WaveState::Closed, 0));
        assert!(app.app.keys.is_gone(wave).unwrap());
        assert_eq!((app.alarm().await.as_str(), app.recorded("wave.abandoned").await), ("", vec![wave.to_string()]));
        let report = app.report(wave).await.unwrap();
        assert!(report.headline.abandoned && report.headline.counts.is_none() && report.rows.is_empty());
        for (link, status) in [(&links[0], 410), (&links[19], 410)] {
            let page = app.get(&link.path()).await;
            assert_eq!((page.status, page.select("h1")), (status, vec!["This survey has closed".to_owned()]));
            assert_eq!(app.answer(link, 5, "").await.status, 410);
        }
        let announced = app.app.db.read(|conn| outbox::table.filter(outbox::kind.eq("closing")).count().get_result::<i64>(conn));
        assert_eq!(announced.await.map_err(|error: candor::db::Error| error).unwrap(), 0, "nobody is told of a result");
        app.sign_in().await;
        let report = app.get(&format!("/reports/{wave}")).await;
        assert_eq!(report.select("h1"), ["This wave was given up."]);
        assert!(report.text.contains("they were destroyed unopened") && !report.text.contains("Fewer than"));
        assert!(app.get("/reports").await.text.contains("given up"));
        assert!(app.get("/waves").await.text.contains("given up, without results"));
        let page = app.get(&format!("/waves/{wave}")).await;
        assert!(page.select("h1")[0].starts_with("“March” was given up"), "{:?}", page.select("h1"));
        assert!(page.text.contains("given up by whoever runs the server"));
        assert!(!page.select(".tag").contains(&"next".to_owned()), "no reminder goes out any more");
        assert!(app.get("/settings/audit").await.text.contains("Gave up a wave"));
    }
}

#[actix_web::test]
async fn check_names_what_stops_a_count_and_each_way_on_says_what_it_costs() {
    let app = TestApp::start(Backend::Sqlite).await;
    app.app.clock.set(candor::clock::Clock::system().now() - TimeDelta::days(20));
    let (wave, _) = app.answered_wave().await;
    app.damage_the_box(wave).await;
    let name = wave.to_string();
    let (is_good, said) = app.run(&["check"], "");
    let wanted = format!(
        "1 of 19 ballots do not open: candor count --set-aside goes on without them, and what they said is lost: \
         candor count {wave} --set-aside"
    );
    assert!(!is_good && said.contains("wrong    counts: “March” has closed") && said.contains(&wanted), "{said}");
    let help = app.run(&["count", "--help"], "").1;
    assert!(help.contains("what they said is lost for good, and the report says how many"), "{help}");
    std::fs::remove_file(app.key_file(wave)).unwrap();
    let said = app.run(&["check"], "").1;
    for part in [
        format!("wrong    wave keys: the key of wave {wave} is missing: bring the file back"),
        "by candor keys restore if you have a copy".to_owned(),
        "candor wave abandon WAVE ends the wave without results".to_owned(),
    ] {
        assert!(said.contains(&part), "{part}: {said}");
    }
    let give_up = ["wave", "abandon", &name];
    let unasked = app.output(&give_up, "yes\n");
    assert!(complaint(&unasked).contains("there is no terminal to ask on: use --yes"));
    let said = String::from_utf8(unasked.stdout).unwrap();
    assert!(said.contains("“March” has 19 ballots that were never opened (the key of wave"), "{said}");
    assert!(said.contains("nobody will ever know what they say") && app.ballots(wave).await == 19, "{said}");
    let (done, said) = app.run(&["wave", "abandon", &name, "--yes"], "");
    assert!(done && said.contains("19 ballots and the key are gone") && said.contains("tell people"), "{said}");
    assert_eq!(app.ballots(wave).await, 0);
    let (_, said) = app.run(&["check"], "");
    assert!(said.contains("ok       counts") && said.contains("ok       wave keys"), "{said}");
    assert!(said.contains("ok       destroyed keys"), "{said}");
}
