//! The action list of a wave: what is done about its results, by whom, until when.
//!
//! It stands beside the report and is no part of what was published.

use chrono::NaiveDate;

use super::annotate::one_line;
use super::{WaveState, store};
use crate::audit::{self, Actor};
use crate::db::{ActionId, Conn, Moment, WaveId};
use crate::i18n::{FormErrors, say};
use crate::keys::ordered_id;

/// The longest description, in characters.
pub const MOST_WHAT: usize = 300;
/// The longest name of who does it, in characters.
pub const MOST_WHO: usize = 100;
/// The most actions of a wave.
pub const MOST_ACTIONS: usize = 50;
/// How long a removed action can be brought back, in hours.
pub const KEPT_HOURS: i64 = 1;

/// Something that is done about a wave's results.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// Its id.
    pub id: ActionId,
    /// What is done.
    pub what: String,
    /// Who does it; empty where nobody is named.
    pub who: String,
    /// By when.
    pub due: Option<NaiveDate>,
    /// When it was done.
    pub done_at: Option<Moment>,
}

impl Action {
    /// Whether its day has passed and it is not done.
    #[must_use]
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.done_at.is_none() && self.due.is_some_and(|due| due < today)
    }
}

/// An action as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(default)]
pub struct ActionDraft {
    /// What is done.
    pub what: String,
    /// Who does it.
    pub who: String,
    /// By when, as browsers send a date.
    pub due: String,
}

impl From<&Action> for ActionDraft {
    fn from(action: &Action) -> Self {
        let due = action.due.map_or_else(String::new, |due| due.to_string());
        Self { what: action.what.clone(), who: action.who.clone(), due }
    }
}

/// Why an action was not kept.
#[derive(Debug, thiserror::Error)]
pub enum ActionError {
    /// There is no such wave, or no such action.
    #[error("there is no such action")]
    NotFound,
    /// The wave has no results yet.
    #[error("the wave is not closed")]
    NotClosed,
    /// What was typed cannot be kept.
    #[error("the action cannot be kept as it was typed")]
    Invalid(FormErrors),
    /// The database.
    #[error(transparent)]
    Database(#[from] crate::db::Error),
}

/// What was typed, each on one line, with its day.
type Parsed = (String, String, Option<NaiveDate>);

impl ActionDraft {
    fn parse(&self) -> Result<Parsed, ActionError> {
        let (what, who) = (one_line(&self.what), one_line(&self.who));
        let mut errors = FormErrors::new();
        if what.is_empty() {
            errors.add("what", say("actions-error-what"));
        } else if what.chars().count() > MOST_WHAT {
            errors.add("what", say("actions-error-long").with("most", MOST_WHAT));
        }
        if who.chars().count() > MOST_WHO {
            errors.add("who", say("actions-error-long").with("most", MOST_WHO));
        }
        let due = Some(self.due.trim()).filter(|due| !due.is_empty()).map(str::parse::<NaiveDate>);
        if matches!(due, Some(Err(_))) {
            errors.add("due", say("actions-error-due"));
        }
        errors.into_result().map_err(ActionError::Invalid)?;
        Ok((what, who, due.and_then(Result::ok)))
    }
}

/// Adds an action to a closed wave.
///
/// # Errors
/// Why it was not kept.
pub fn add(conn: &mut Conn, now: Moment, wave: WaveId, draft: &ActionDraft, actor: Actor) -> Result<(), ActionError> {
    let (what, who, due) = draft.parse()?;
    conn.lock_wave_exclusive(wave)?;
    let found = store::find(conn, wave)?.ok_or(ActionError::NotFound)?;
    if found.state != WaveState::Closed {
        return Err(ActionError::NotClosed);
    }
    store::forget_actions(conn, now - chrono::TimeDelta::hours(KEPT_HOURS))?;
    let kept = store::actions(conn, wave)?;
    if kept.len() >= MOST_ACTIONS {
        let errors = FormErrors::one("what", say("actions-error-many").with("most", MOST_ACTIONS));
        return Err(ActionError::Invalid(errors));
    }
    // Whoever clicks twice has one.
    if kept.iter().any(|other| (&other.what, &other.who, other.due) == (&what, &who, due)) {
        return Ok(());
    }
    let action = Action { id: ordered_id(), what, who, due, done_at: None };
    store::insert_action(conn, wave, &action, now)?;
    record(conn, now, wave, "wave.action-added", &action, actor)
}

/// Puts other words and another day in the place of an action's.
///
/// # Errors
/// Why it stays as it was.
pub fn change(
    conn: &mut Conn,
    now: Moment,
    (wave, id): (WaveId, ActionId),
    draft: &ActionDraft,
    actor: Actor,
) -> Result<(), ActionError> {
    let (what, who, due) = draft.parse()?;
    let before = find(conn, wave, id)?;
    let after = Action { what, who, due, ..before.clone() };
    if after == before || !store::save_action(conn, wave, &after)? {
        return Ok(());
    }
    record(conn, now, wave, "wave.action-changed", &after, actor)
}

/// Notes that an action is done, or that it is not after all.
///
/// # Errors
/// When there is no such action, or the database refuses.
pub fn set_done(
    conn: &mut Conn,
    now: Moment,
    (wave, id): (WaveId, ActionId),
    is_done: bool,
    actor: Actor,
) -> Result<(), ActionError> {
    let action = find(conn, wave, id)?;
    if !store::set_action_done(conn, wave, id, is_done.then_some(now))? {
        return Ok(());
    }
    let word = if is_done { "wave.action-done" } else { "wave.action-reopened" };
    record(conn, now, wave, word, &action, actor)
}

/// Removes an action; it can be brought back for [`KEPT_HOURS`]. What it was; none where it was gone already.
///
/// # Errors
/// When the database refuses.
pub fn remove(
    conn: &mut Conn,
    now: Moment,
    (wave, id): (WaveId, ActionId),
    actor: Actor,
) -> Result<Option<Action>, ActionError> {
    let Some(action) = store::action(conn, wave, id)? else { return Ok(None) };
    if !store::remove_action(conn, wave, id, now)? {
        return Ok(None);
    }
    record(conn, now, wave, "wave.action-removed", &action, actor)?;
    Ok(Some(action))
}

/// Brings a removed action back.
///
/// # Errors
/// When it is gone for good, or the database refuses.
pub fn restore(conn: &mut Conn, now: Moment, (wave, id): (WaveId, ActionId), actor: Actor) -> Result<(), ActionError> {
    let was_removed = store::restore_action(conn, wave, id, now - chrono::TimeDelta::hours(KEPT_HOURS))?;
    let action = find(conn, wave, id)?;
    if was_removed { record(conn, now, wave, "wave.action-restored", &action, actor) } else { Ok(()) }
}

fn find(conn: &mut Conn, wave: WaveId, id: ActionId) -> Result<Action, ActionError> {
    store::action(conn, wave, id)?.ok_or(ActionError::NotFound)
}

fn record(
    conn: &mut Conn,
    now: Moment,
    wave: WaveId,
    word: &str,
    action: &Action,
    actor: Actor,
) -> Result<(), ActionError> {
    Ok(audit::record(conn, now, actor, word, &wave.to_string(), &action.what)?)
}

/// What was done since the last survey, as a list in an invitation's Markdown; empty where nothing was.
///
/// # Errors
/// When the database cannot be asked.
pub fn done_since_last(conn: &mut Conn) -> crate::db::Result<String> {
    let Some(since) = store::last_launch(conn)? else { return Ok(String::new()) };
    let done = store::actions_done_after(conn, since)?;
    let entries: Vec<String> = done.iter().map(|action| format!("- {}", as_markdown(&action.what))).collect();
    Ok(if entries.is_empty() { String::new() } else { entries.join("\n") + "\n" })
}

/// A text whose marks mean nothing, neither as Markdown nor as fields.
fn as_markdown(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '{' => safe.push('('),
            '}' => safe.push(')'),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' => safe.extend(['\\', c]),
            _ => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_actions_are_words_and_nothing_else() {
        assert_eq!(as_markdown("New *chairs* [x](y) {link}"), "New \\*chairs\\* \\[x\\](y) (link)");
    }

    #[test]
    fn what_cannot_be_kept_is_named() {
        let long = ActionDraft { what: "x".repeat(301), who: "x".repeat(101), due: "soon".to_owned() };
        let Err(ActionError::Invalid(errors)) = long.parse() else { panic!("it was taken") };
        assert_eq!(errors.iter().map(|(field, _)| field).collect::<Vec<_>>(), ["what", "who", "due"]);
        let good = ActionDraft { what: " New\r\nchairs ".to_owned(), who: String::new(), due: "2026-05-01".to_owned() };
        let parsed = good.parse().unwrap();
        assert_eq!(parsed, ("New chairs".to_owned(), String::new(), NaiveDate::from_ymd_opt(2026, 5, 1)));
    }
}
