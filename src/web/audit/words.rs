//! The words of the log for its readers.

use crate::i18n::Lang;

/// What each action is called, by the word that is recorded.
const ACTIONS: [(&str, &str); 24] = [
    ("account.changed", "audit-account-changed"),
    ("account.created", "audit-account-created"),
    ("account.password-changed", "audit-account-password-changed"),
    ("account.password-reset", "audit-account-password-reset"),
    ("account.signed-in", "audit-account-signed-in"),
    ("account.signed-out-elsewhere", "audit-account-signed-out-elsewhere"),
    ("clock.confirmed", "audit-clock-confirmed"),
    ("invitation.resent", "audit-invitation-resent"),
    ("person.back", "audit-person-back"),
    ("person.changed", "audit-person-changed"),
    ("person.left", "audit-person-left"),
    ("roster.imported", "audit-roster-imported"),
    ("settings.changed", "audit-settings-changed"),
    ("settings.mail-tested", "audit-settings-mail-tested"),
    ("wave.cancelled", "audit-wave-cancelled"),
    ("wave.changed", "audit-wave-changed"),
    ("wave.close-moved", "audit-wave-close-moved"),
    ("wave.counted", "audit-wave-counted"),
    ("wave.drafted", "audit-wave-drafted"),
    ("wave.expired", "audit-wave-expired"),
    ("wave.launched", "audit-wave-launched"),
    ("wave.reminded", "audit-wave-reminded"),
    ("wave.scheduled", "audit-wave-scheduled"),
    ("wave.unscheduled", "audit-wave-unscheduled"),
];

/// What each setting is called, by the name that is recorded when it changes.
const SETTINGS: [(&str, &str); 7] = [
    ("company", "settings-company"),
    ("contact", "settings-contact"),
    ("languages", "settings-languages"),
    ("sender_address", "settings-sender-address"),
    ("sender_name", "settings-sender-name"),
    ("threshold", "settings-threshold"),
    ("time_zone", "settings-time-zone"),
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
pub(super) fn settings(lang: Lang, recorded: &str) -> String {
    recorded.split(", ").map(|word| in_words(lang, &SETTINGS, word)).collect::<Vec<_>>().join(", ")
}
