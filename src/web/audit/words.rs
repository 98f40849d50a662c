//! The words of the log for its readers.

use crate::i18n::Lang;

/// What each action is called, by the word that is recorded.
const ACTIONS: [(&str, &str); 59] = [
    ("account.changed", "audit-account-changed"),
    ("account.created", "audit-account-created"),
    ("account.password-changed", "audit-account-password-changed"),
    ("account.password-reset", "audit-account-password-reset"),
    ("account.signed-in", "audit-account-signed-in"),
    ("account.signed-out-elsewhere", "audit-account-signed-out-elsewhere"),
    ("clock.confirmed", "audit-clock-confirmed"),
    ("comment.blacked-out", "audit-comment-blacked-out"),
    ("department.added", "audit-department-added"),
    ("department.merged", "audit-department-merged"),
    ("department.moved", "audit-department-moved"),
    ("department.removed", "audit-department-removed"),
    ("department.renamed", "audit-department-renamed"),
    ("invitation.redirected", "audit-invitation-redirected"),
    ("invitation.resent", "audit-invitation-resent"),
    ("invitations.resent", "audit-invitations-resent"),
    ("manager.came-in", "audit-manager-came-in"),
    ("manager.invited", "audit-manager-invited"),
    ("manager.removed", "audit-manager-removed"),
    ("people.left", "audit-people-left"),
    ("people.moved", "audit-people-moved"),
    ("people.undone", "audit-people-undone"),
    ("person.added", "audit-person-added"),
    ("person.address-confirmed", "audit-person-address-confirmed"),
    ("person.back", "audit-person-back"),
    ("person.changed", "audit-person-changed"),
    ("person.left", "audit-person-left"),
    ("report.link-made", "audit-report-link-made"),
    ("report.link-withdrawn", "audit-report-link-withdrawn"),
    ("roster.columns-assigned", "audit-roster-columns-assigned"),
    ("roster.columns-forgotten", "audit-roster-columns-forgotten"),
    ("roster.imported", "audit-roster-imported"),
    ("settings.changed", "audit-settings-changed"),
    ("settings.mail-tested", "audit-settings-mail-tested"),
    ("wave.abandoned", "audit-wave-abandoned"),
    ("wave.action-added", "audit-wave-action-added"),
    ("wave.action-changed", "audit-wave-action-changed"),
    ("wave.action-done", "audit-wave-action-done"),
    ("wave.action-removed", "audit-wave-action-removed"),
    ("wave.action-reopened", "audit-wave-action-reopened"),
    ("wave.action-restored", "audit-wave-action-restored"),
    ("wave.cancelled", "audit-wave-cancelled"),
    ("wave.changed", "audit-wave-changed"),
    ("wave.close-moved", "audit-wave-close-moved"),
    ("wave.counted", "audit-wave-counted"),
    ("wave.drafted", "audit-wave-drafted"),
    ("wave.expired", "audit-wave-expired"),
    ("wave.key-copied", "audit-wave-key-copied"),
    ("wave.key-restored", "audit-wave-key-restored"),
    ("wave.launched", "audit-wave-launched"),
    ("wave.mail-cancelled", "audit-wave-mail-cancelled"),
    ("wave.mail-paused", "audit-wave-mail-paused"),
    ("wave.mail-resumed", "audit-wave-mail-resumed"),
    ("wave.mail-tested", "audit-wave-mail-tested"),
    ("wave.note-changed", "audit-wave-note-changed"),
    ("wave.reminded", "audit-wave-reminded"),
    ("wave.results-told", "audit-wave-results-told"),
    ("wave.scheduled", "audit-wave-scheduled"),
    ("wave.unscheduled", "audit-wave-unscheduled"),
];

/// What each setting is called, by the name that is recorded when it changes.
const SETTINGS: [(&str, &str); 14] = [
    ("benchmarks", "benchmarks-title"),
    ("company", "settings-company"),
    ("contact", "settings-contact"),
    ("holidays", "pace-holidays"),
    ("languages", "settings-languages"),
    ("notice", "notice-title"),
    ("quiet_hours", "pace-quiet"),
    ("sender_address", "settings-sender-address"),
    ("sender_name", "settings-sender-name"),
    ("themes", "themes-title"),
    ("threshold", "settings-threshold"),
    ("time_zone", "settings-time-zone"),
    ("working_days", "pace-days"),
    ("working_hours", "pace-hours"),
];

/// What each word among the details of an action means; a pair has its number in the text.
const DETAILS: [(&str, &str); 27] = [
    ("again", "audit-detail-again"),
    ("back", "audit-detail-back"),
    ("ballots", "audit-detail-ballots"),
    ("before_opening", "audit-detail-before-opening"),
    ("changed", "audit-detail-changed"),
    ("days", "audit-detail-days"),
    ("deleted", "audit-detail-deleted"),
    ("department", "column-department"),
    ("email", "column-email"),
    ("employee_id", "column-employee-id"),
    ("failed", "audit-detail-failed"),
    ("invitations", "audit-detail-invitations"),
    ("invited", "audit-detail-invited"),
    ("language", "column-language"),
    ("leaving", "audit-detail-leaving"),
    ("left_out", "audit-detail-left-out"),
    ("missed", "audit-detail-missed"),
    ("moved", "audit-detail-moved"),
    ("name", "column-name"),
    ("new", "audit-detail-new"),
    ("reminder", "audit-detail-reminder"),
    ("reminders", "audit-detail-reminders"),
    ("sent", "audit-detail-sent"),
    ("set_aside", "audit-detail-set-aside"),
    ("time_zone", "column-time-zone"),
    ("too_few", "audit-detail-too-few"),
    ("while_open", "audit-detail-while-open"),
];

fn in_words(lang: Lang, table: &[(&str, &'static str)], word: &str) -> String {
    let known = table.iter().find(|(recorded, _)| *recorded == word);
    known.map_or_else(|| word.to_owned(), |(_, key)| lang.say(key).to_string())
}

/// An action in words; one without is shown as it was recorded.
pub(super) fn action(lang: Lang, word: &str) -> String {
    in_words(lang, &ACTIONS, word)
}

/// The settings that were changed, by their names on the page.
pub(in crate::web) fn settings(lang: Lang, recorded: &str) -> String {
    recorded.split(", ").map(|word| in_words(lang, &SETTINGS, word)).collect::<Vec<_>>().join(", ")
}

/// The details of an action: words and `word=number` pairs, each said in the reader's language. Nothing is said of
/// what happened to nobody; details that are not made of such words (a title, an address) are shown as recorded.
pub(super) fn details(lang: Lang, recorded: &str) -> String {
    let said: Option<Vec<_>> = recorded.split(' ').map(|detail| in_detail(lang, detail)).collect();
    let Some(mut said) = said else { return recorded.to_owned() };
    said.retain(|detail| !detail.is_empty());
    said.join("; ")
}

/// One detail, if its word is known; empty where its number is 0.
fn in_detail(lang: Lang, detail: &str) -> Option<String> {
    let (word, number) = match detail.split_once('=') {
        Some((word, number)) => (word, Some(number.parse::<i64>().ok()?)),
        None => (detail, None),
    };
    let (_, key) = DETAILS.iter().find(|(recorded, _)| *recorded == word)?;
    match number {
        Some(0) => Some(String::new()),
        _ => Some(lang.say(key).with("number", number.unwrap_or_default()).to_string()),
    }
}
