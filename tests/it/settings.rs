//! What an admin sets, and the log of what admins did.

use crate::accounts::{ADMIN, PASSWORD};
use crate::app::{TestApp, on_both};

fn form(changes: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let mut form = vec![
        ("company", "Lindenwerk & Söhne"),
        ("contact", "people@lindenwerk.example"),
        ("sender_name", "People team"),
        ("sender_address", "survey@lindenwerk.example"),
        ("language_en", "1"),
        ("language_ru", "1"),
        ("first_language", "ru"),
        ("threshold", "5"),
        ("time_zone", "Europe/Moscow"),
    ];
    for (name, value) in changes {
        form.iter_mut().filter(|field| field.0 == *name).for_each(|field| field.1 = value);
    }
    form
}

on_both! {
    async fn settings_are_saved_and_shown_again(app: TestApp) {
        app.sign_in().await;
        let saved = app.post("/settings", &form(&[])).await;
        assert_eq!((saved.status, saved.header("location")), (303, "/settings"), "{}", saved.text);
        let page = app.get("/settings").await;
        let said = page.select("[role=status]").remove(0);
        assert!(said.starts_with("The settings were saved. Changed: Company name, Languages of surveys, "), "{said}");
        app.post("/settings", &form(&[])).await;
        assert_eq!(app.get("/settings").await.select("[role=status]"), ["Nothing was different, so nothing was changed."]);
        for value in ["Lindenwerk &#38; Söhne", "people@lindenwerk.example", "People team", "Europe/Moscow"] {
            assert!(page.text.contains(&format!("value=\"{value}\"")), "{value}");
        }
        let settings = app.app.db.read(candor::settings::load).await.unwrap();
        assert_eq!(settings.languages, [candor::i18n::Lang::Ru, candor::i18n::Lang::En]);
    }

    async fn a_form_with_mistakes_comes_back_as_it_was_typed_and_changes_nothing(app: TestApp) {
        app.sign_in().await;
        let wrong = form(&[("company", ""), ("threshold", "2"), ("contact", "nobody"), ("time_zone", "Moscow")]);
        let page = app.post("/settings", &wrong).await;
        assert_eq!(page.status, 422);
        let links = page.text.split("<ul class=\"plain errors\">").nth(1).unwrap().split("</ul>").next().unwrap();
        for field in ["company", "threshold", "contact", "time_zone"] {
            assert!(links.contains(&format!("href=\"#{field}\"")), "{field} is in the summary");
            assert!(page.text.contains(&format!("id=\"{field}-error\"")), "{field} has its message");
        }
        for typed in ["nobody", "Moscow", "survey@lindenwerk.example"] {
            assert!(page.text.contains(&format!("value=\"{typed}\"")), "{typed} is not lost");
        }
        let settings = app.app.db.read(candor::settings::load).await.unwrap();
        assert_eq!(settings, candor::settings::Settings::default());
    }

    async fn a_small_threshold_is_warned_of(app: TestApp) {
        app.sign_in().await;
        app.post("/settings", &form(&[("threshold", "5")])).await;
        assert!(!app.get("/settings").await.text.contains("5 is safer"));
        app.post("/settings", &form(&[("threshold", "4")])).await;
        assert!(app.get("/settings").await.text.contains("With a threshold of 4 people"));
    }

    async fn the_audit_log_names_who_did_what(app: TestApp) {
        app.sign_in().await;
        app.post("/settings", &form(&[])).await;
        let log = app.get("/settings/audit").await.text;
        assert!(log.contains("Changed settings") && log.contains("Dana Admin"));
        assert!(log.contains("Made an account") && log.contains("Command line"));
        let (settings, account) = (log.find("Changed settings").unwrap(), log.find("Made an account").unwrap());
        assert!(settings < account, "newest first");
        assert!(!log.contains("rel=\"next\""), "one page is enough");
    }

    async fn a_long_audit_log_has_pages(app: TestApp) {
        app.sign_in().await;
        for number in 0..60 {
            app.app
                .db
                .write(move |conn| {
                    let now = chrono::DateTime::UNIX_EPOCH.naive_utc();
                    let actor = candor::audit::Actor::Schedule;
                    candor::audit::record(conn, now, actor, "thing.done", &format!("thing {number}"), "")
                })
                .await
                .unwrap();
        }
        let first = app.get("/settings/audit").await.text;
        assert!(first.contains("rel=\"next\"") && first.contains("thing.done"), "an unknown action shows its word");
        let second = app.get("/settings/audit?page=2").await.text;
        assert!(second.contains("rel=\"prev\"") && second.contains("thing 0<"));
        assert!(app.get("/settings/audit?page=99").await.text.contains("Nothing has been done yet."));
    }

    async fn settings_are_for_admins(app: TestApp) {
        app.sign_up_admin().await;
        for path in ["/settings", "/settings/audit", "/account"] {
            assert_eq!(app.get(path).await.status, 303, "{path}");
        }
        assert_eq!(app.post("/settings", &form(&[])).await.header("location"), "/sign-in");
        let settings = app.app.db.read(candor::settings::load).await.unwrap();
        assert_eq!(settings, candor::settings::Settings::default());
        app.post_sign_in(ADMIN, PASSWORD).await;
        assert_eq!(app.get("/settings").await.status, 200);
    }
}

on_both! {
    async fn a_test_mail_goes_to_the_admin_who_asks(app: TestApp) {
        app.sign_in().await;
        let early = app.post("/settings/test-mail", &[("", "")]).await;
        assert_eq!(early.status, 422);
        assert!(early.text.contains("Enter and save a sender’s address first"), "{}", early.text);
        app.post("/settings", &form(&[])).await;
        let sent = app.post("/settings/test-mail", &[("", "")]).await;
        assert_eq!(sent.status, 303, "{}", sent.text);
        assert!(app.get("/settings").await.text.contains("The mail server took the test."));
        let mails = app.app.transport.captured().unwrap();
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to.address, ADMIN);
        assert_eq!(mails[0].from.address, "survey@lindenwerk.example");
        assert_eq!(mails[0].subject, "Candor: a test");
    }

    async fn healthz_tells_a_machine_and_names_nothing(app: TestApp) {
        let good = app.get("/healthz").await;
        assert_eq!(good.status, 200, "{}", good.text);
        let found: serde_json::Value = serde_json::from_str(&good.text).unwrap();
        assert_eq!(found["checks"]["database"], "ok");
        assert_eq!(found["checks"]["wave-keys"], "ok");
        assert!(!good.text.contains(&app.folder.path().display().to_string()));
    }
}

on_both! {
    async fn healthz_fails_while_the_key_of_an_open_wave_is_missing(app: TestApp) {
        app.hire(&[("Sales", 6)]).await;
        let wave = app.launch_wave("March").await;
        assert_eq!(app.get("/healthz").await.status, 200);
        let key = app.app.keys.path().join(format!("{wave}.key"));
        let kept = std::fs::read(&key).unwrap();
        std::fs::remove_file(&key).unwrap();
        app.app.clock.advance(chrono::TimeDelta::seconds(11));
        let bad = app.get("/healthz").await;
        assert_eq!(bad.status, 503);
        assert!(bad.text.contains("\"wave-keys\":\"wrong\""), "{}", bad.text);
        assert!(!bad.text.contains(&wave.to_string()), "machines are not told which");
        std::fs::write(&key, [7; 32]).unwrap();
        app.app.clock.advance(chrono::TimeDelta::seconds(11));
        assert_eq!(app.get("/healthz").await.status, 503, "another key is not the wave's");
        std::fs::write(&key, kept).unwrap();
        app.app.clock.advance(chrono::TimeDelta::seconds(11));
        assert_eq!(app.get("/healthz").await.status, 200);
    }

    async fn healthz_warns_when_deleted_ballots_stay_in_the_files_for_long(app: TestApp) {
        let (wave, _) = app.answered_wave().await;
        app.reach_close(wave).await;
        app.count(wave).await.unwrap();
        let later = move |conn: &mut candor::db::Conn| candor::ballots::scrub_later(conn, wave);
        app.app.db.write(later).await.unwrap();
        assert!(app.get("/healthz").await.text.contains("\"deleted-ballots\":\"ok\""));
        app.app.clock.advance(chrono::TimeDelta::minutes(61));
        let found = app.get("/healthz").await;
        assert!(found.text.contains("\"deleted-ballots\":\"warning\""), "{}", found.text);
        assert_eq!(found.status, 200);
        candor::schedule::tick(&app.app).await.unwrap();
        app.app.clock.advance(chrono::TimeDelta::seconds(11));
        assert!(app.get("/healthz").await.text.contains("\"deleted-ballots\":\"ok\""));
    }

    async fn the_audit_log_names_waves_and_links_to_them(app: TestApp) {
        app.hire(&[("Sales", 6)]).await;
        let wave = app.launch_wave("Spring <wave>").await;
        app.sign_in().await;
        let log = app.get("/settings/audit").await.text;
        assert!(log.contains(&format!("<a href=\"/waves/{wave}\"><bdi>Spring &#60;wave&#62;</bdi></a>")), "{log}");
        assert!(log.contains("Launched a wave") && log.contains("Imported a roster"));
        app.post("/language", &[("language", "ru"), ("here", "/settings/audit")]).await;
        let russian = app.get("/settings/audit").await.text;
        for words in ["Волна запущена", "приглашены: 6", "новые: 6"] {
            assert!(russian.contains(words), "{words} is not in {russian}");
        }
        for code in ["invited", "left_out", "new="] {
            assert!(!russian.contains(code), "{code} is in {russian}");
        }
    }
}

/// The sources' words for actions: each has a text, so that no reader meets a code.
#[test]
fn every_action_that_is_recorded_has_a_text() {
    let mut recorded = std::collections::BTreeSet::new();
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let source = std::fs::read_to_string(path).unwrap();
            for call in source.split("audit::record(").skip(1) {
                let call = &call[..call.find(';').unwrap_or(call.len())];
                let words = call.split('"').skip(1).step_by(2).filter(|word| word.contains('.') && !word.contains(' '));
                recorded.extend(words.map(str::to_owned));
            }
        }
    }
    assert!(recorded.len() > 10, "{recorded:?}");
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/locales/en")).unwrap();
    let texts: String = files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect();
    for word in recorded {
        let key = format!("\naudit-{} = ", word.replace('.', "-"));
        assert!(texts.contains(&key), "{word} has no text");
    }
}
