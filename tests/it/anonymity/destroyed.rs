//! After the close: no old copy of the database opens a ballot, and none is counted a second time.

use std::collections::BTreeMap;
use std::path::Path;

use candor::audit::Actor;
use candor::ballots::{Seal, Spent, store};
use candor::db::{Backend, WaveId};
use candor::keys::{KeyFolder, Subkey};
use candor::reports::count::{self, CountError, SetAside};
use candor::schema::{reports, waves};
use candor::server;
use candor::waves::WaveState;
use diesel::prelude::*;

use super::dump::files;
use crate::app::{TestApp, on_both};

/// What a thief took from the database while the wave was open.
struct Loot {
    wave: WaveId,
    check: Vec<u8>,
    ballots: Vec<(Spent, Vec<u8>)>,
}

impl Loot {
    /// Whether 32 bytes are a key that opens a ballot of the loot.
    fn opens_with(&self, candidate: &[u8]) -> bool {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(format!("{}.key", self.wave)), candidate).unwrap();
        let Ok(key) = KeyFolder::open(folder.path()).unwrap().load(self.wave, &self.check) else { return false };
        let seal = Seal::of(&key);
        self.ballots.iter().any(|(spent, sealed)| seal.open(sealed, spent, 4 * 1024).is_ok())
    }
}

impl TestApp {
    async fn loot(&self, wave: WaveId) -> Loot {
        let check = self.wave(wave).await.key_check.unwrap();
        let read = self.app.db.read(move |conn| {
            let mut ballots = Vec::new();
            store::each_sealed(conn, wave, |spent, sealed| {
                ballots.push((spent, sealed));
                Ok::<_, candor::db::Error>(())
            })?;
            Ok::<_, candor::db::Error>(ballots)
        });
        Loot { wave, check, ballots: read.await.unwrap() }
    }

    /// Puts the database back as it was before the count.
    async fn restore(&self, loot: &Loot) {
        let (wave, ballots) = (loot.wave, loot.ballots.clone());
        let restored = self.app.db.write(move |conn| {
            diesel::delete(reports::table.find(wave)).execute(conn)?;
            diesel::update(waves::table.find(wave)).set(waves::state.eq("open")).execute(conn)?;
            for (spent, sealed) in &ballots {
                store::insert(conn, wave, spent, sealed)?;
            }
            Ok::<_, candor::db::Error>(())
        });
        restored.await.unwrap();
    }
}

/// Every run of 32 bytes in some files.
fn candidates(files: &BTreeMap<String, Vec<u8>>) -> impl Iterator<Item = &[u8]> {
    files.values().flat_map(|bytes| bytes.windows(32))
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

on_both! {
    async fn after_the_close_what_is_left_opens_no_stolen_ballot(app: TestApp) {
        let (wave, _) = app.answered_wave().await;
        let loot = app.loot(wave).await;
        assert_eq!(loot.ballots.len(), 18);
        let key = std::fs::read(app.app.keys.path().join(format!("{wave}.key"))).unwrap();
        let loaded = app.wave_key(wave).await;
        let secrets: Vec<Vec<u8>> = [Subkey::Link, Subkey::Spend, Subkey::Seal]
            .map(|subkey| loaded.subkey(subkey).to_vec())
            .into_iter()
            .chain([key.clone()])
            .collect();
        assert!(loot.opens_with(&key), "a key that was copied while the wave was open opens it: the notice says so");
        assert!(candidates(&app.other_files()).any(|bytes| loot.opens_with(bytes)), "and the search would find it");
        app.reach_close(wave).await;
        app.count(wave).await.unwrap();
        assert!(!candidates(&app.other_files()).any(|bytes| loot.opens_with(bytes)));
        let purposes = ["session-cookie", "link", "spend", "seal", "check"];
        assert!(!purposes.iter().any(|purpose| loot.opens_with(app.app.secret.derive::<32>(purpose).as_ref())));
        for (path, bytes) in files(app.folder.path()) {
            for secret in &secrets {
                assert!(!bytes.windows(32).any(|window| window == secret), "{path} holds a key");
            }
        }
    }

    async fn a_restored_old_copy_is_not_counted_again_even_with_a_copied_key(app: TestApp) {
        let (wave, links) = app.answered_wave().await;
        let loot = app.loot(wave).await;
        let file = app.app.keys.path().join(format!("{wave}.key"));
        let key = std::fs::read(&file).unwrap();
        app.reach_close(wave).await;
        app.count(wave).await.unwrap();
        app.restore(&loot).await;
        for with_key in [false, true] {
            if with_key {
                std::fs::write(&file, &key).unwrap();
            }
            assert!(matches!(app.count(wave).await, Err(CountError::CountedBefore)));
            let set_aside = count::count(&app.app, wave, SetAside::Broken, Actor::CommandLine).await;
            assert!(matches!(set_aside, Err(CountError::CountedBefore)));
            let page = app.get(&links[0].path()).await;
            assert_eq!((page.status, page.select("h1")), (410, vec!["This survey has closed".to_owned()]));
        }
        assert_eq!((app.wave(wave).await.state, app.ballots(wave).await), (WaveState::Open, 18));
    }

    async fn a_backup_of_the_data_folder_is_not_counted_beside_the_real_one(app: TestApp) {
        if app.app.db.backend() != Backend::Sqlite {
            return;
        }
        let (wave, _) = app.answered_wave().await;
        let backup = app.folder.path().join("backup");
        copy_folder(&app.app.config.data, &backup);
        app.reach_close(wave).await;
        app.count(wave).await.unwrap();
        let mut config = app.app.config.clone();
        config.data = backup;
        let restored = server::prepare(config, app.app.clock.clone(), app.app.transport.clone()).unwrap();
        let ballots = restored.db.read(move |conn| store::count(conn, wave)).await.unwrap();
        assert_eq!(ballots, 18, "the backup has them");
        let refused = count::count(&restored, wave, SetAside::Nothing, Actor::Schedule).await;
        assert!(matches!(refused, Err(CountError::CountedBefore)));
    }
}
