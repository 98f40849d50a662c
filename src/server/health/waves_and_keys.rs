//! Whether open waves have their keys, ended waves have none, and closed waves are counted.

use super::Finding;
use crate::app::App;
use crate::db::{self, Conn, Moment};
use crate::i18n::Lang;
use crate::keys::{KeyFolder, LoadError};
use crate::reports::alarms::{self, DESTROYED_WITHIN};
use crate::reports::count::{CountError, rehearse};
use crate::waves::{Wave, WaveState, store};

pub(super) const COUNTS: &str = "counts";

/// Whether the key of every open wave can be used.
pub(super) async fn open_keys(app: &App) -> Finding {
    const WHAT: &str = "wave keys";
    let keys = app.keys.clone();
    let compared = app.db.read(move |conn| {
        let open: Vec<Wave> = store::all(conn)?.into_iter().filter(|wave| wave.state == WaveState::Open).collect();
        let load = |wave: &Wave| keys.load(wave.id, wave.key_check.as_deref().unwrap_or_default()).map(drop);
        let wrong: Vec<LoadError> = open.iter().filter_map(|wave| load(wave).err()).collect();
        Ok::<_, db::Error>((open.len(), wrong))
    });
    match compared.await {
        Ok((count, wrong)) if wrong.is_empty() => Finding::ok(WHAT, format!("{count} open waves have theirs")),
        Ok((_, wrong)) => {
            let all: Vec<String> = wrong.iter().map(ToString::to_string).collect();
            let text = format!(
                "{}: bring the file back to {}, by candor keys restore if you have a copy; if it is lost for good, \
                 candor wave abandon WAVE ends the wave without results",
                all.join("; "),
                app.keys.path().display()
            );
            Finding::wrong(WHAT, text)
        }
        Err(error) => Finding::wrong(WHAT, format!("cannot be compared: {error}")),
    }
}

/// Whether the keys of ended waves are destroyed.
pub(super) async fn ended_keys(app: &App) -> Finding {
    const WHAT: &str = "destroyed keys";
    let (keys, now) = (app.keys.clone(), app.clock.now());
    let is_left = move |wave: &Wave| {
        let is_due = wave.ended_at.is_some_and(|ended| now - ended > DESTROYED_WITHIN);
        wave.key_check.is_some() && is_due && !keys.is_gone(wave.id).unwrap_or_default()
    };
    match app.db.read(store::all).await.map(|all| all.into_iter().filter(is_left).collect::<Vec<_>>()) {
        Ok(left) if left.is_empty() => Finding::ok(WHAT, "every ended wave's is gone, with a mark in its place"),
        Ok(left) => {
            let files: Vec<String> = left.iter().map(|wave| format!("{}.key", wave.id)).collect();
            let text = format!(
                "{} should be gone, and the mark in its place: {} must be writable for candor; it tries again by itself",
                files.join(", "),
                app.keys.path().display()
            );
            Finding::wrong(WHAT, text)
        }
        Err(error) => Finding::wrong(WHAT, format!("cannot be looked at: {error}")),
    }
}

/// Waves that have closed and are not counted, and old copies of counted ones.
pub(super) async fn counts(app: &App) -> Finding {
    let (keys, now) = (app.keys.clone(), app.clock.now());
    judged(app.db.read(move |conn| stopped(conn, &keys, now)).await)
}

/// The same with the reason: every ballot of a wave whose count has stopped is opened, and nothing of it is kept.
pub(super) async fn counts_closely(app: &App) -> Finding {
    let (keys, now) = (app.keys.clone(), app.clock.now());
    let found = app.db.read(move |conn| {
        let mut said = stopped(conn, &keys, now)?;
        for wave in store::due_to_close(conn, now)? {
            match rehearse(conn, &keys, wave) {
                Err(error @ CountError::Broken { .. }) => said.push(format!(
                    "{error}: candor count {wave} --set-aside; bring back an undamaged database first, if there is one."
                )),
                Err(CountError::Database(error)) => return Err(error),
                // What is wrong with its key is said of the keys; what could be counted now is counted by serve.
                Ok(()) if !said.is_empty() => said.push(format!(
                    "All ballots of {wave} can be opened: see that candor serve runs and that its disk takes writes."
                )),
                _ => {}
            }
        }
        Ok(said)
    });
    judged(found.await)
}

fn stopped(conn: &mut Conn, keys: &KeyFolder, now: Moment) -> db::Result<Vec<String>> {
    let alarms = alarms::alarms(conn, keys, now)?;
    Ok(alarms.iter().map(|alarm| Lang::En.text(&alarm.message)).collect())
}

fn judged(found: db::Result<Vec<String>>) -> Finding {
    match found {
        Ok(said) if said.is_empty() => Finding::ok(COUNTS, "no closed wave waits"),
        Ok(said) => Finding::wrong(COUNTS, said.join(" ")),
        Err(error) => Finding::wrong(COUNTS, format!("cannot be looked at: {error}")),
    }
}
