//! Settings as they are typed, and how they become settings.

use std::ops::RangeInclusive;

use super::Settings;
use crate::email::Address;
use crate::i18n::{FormErrors, Lang, say};

/// The longest name of a company or sender, in characters.
pub const MAX_TEXT: usize = 200;
/// The thresholds that may be chosen, in respondents.
pub const THRESHOLDS: RangeInclusive<i32> = 3..=100;
/// Below this a threshold is warned of.
pub const SMALL_THRESHOLD: i32 = 5;

/// What the form says, field by field.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The company's name.
    pub company: String,
    /// Present if surveys are in English.
    pub language_en: Option<String>,
    /// Present if surveys are in Russian.
    pub language_ru: Option<String>,
    /// The language of people whose own is not known.
    pub first_language: String,
    /// The name that mails come from.
    pub sender_name: String,
    /// The address that mails come from.
    pub sender_address: String,
    /// Whom employees ask.
    pub contact: String,
    /// The threshold of new waves.
    pub threshold: String,
    /// The time zone of new waves.
    pub time_zone: String,
}

impl From<&Settings> for Draft {
    fn from(settings: &Settings) -> Self {
        let ticked = |lang: Lang| settings.languages.contains(&lang).then(|| "1".to_owned());
        Self {
            company: settings.company.clone(),
            language_en: ticked(Lang::En),
            language_ru: ticked(Lang::Ru),
            first_language: settings.languages.first().copied().unwrap_or_default().code().to_owned(),
            sender_name: settings.sender_name.clone(),
            sender_address: settings.sender_address.clone(),
            contact: settings.contact.clone(),
            threshold: settings.threshold.to_string(),
            time_zone: settings.time_zone.clone(),
        }
    }
}

impl Draft {
    /// Whether surveys are to be in a language.
    #[must_use]
    pub fn has(&self, lang: &Lang) -> bool {
        match lang {
            Lang::En => self.language_en.is_some(),
            Lang::Ru => self.language_ru.is_some(),
        }
    }

    /// Makes settings of it.
    ///
    /// # Errors
    /// What is wrong with which field.
    pub fn parse(&self) -> Result<Settings, FormErrors> {
        let mut errors = FormErrors::new();
        let settings = Settings {
            company: self.company(&mut errors),
            languages: self.languages(&mut errors),
            sender_name: self.sender_name(&mut errors),
            sender_address: self.sender_address(&mut errors),
            contact: address("contact", &self.contact, &mut errors),
            threshold: self.threshold(&mut errors),
            time_zone: self.time_zone(&mut errors),
        };
        errors.into_result().map(|()| settings)
    }

    fn company(&self, errors: &mut FormErrors) -> String {
        if self.company.trim().is_empty() {
            errors.add("company", say("settings-company-empty"));
        }
        line("company", &self.company, errors)
    }

    fn sender_name(&self, errors: &mut FormErrors) -> String {
        line("sender_name", &self.sender_name, errors)
    }

    fn sender_address(&self, errors: &mut FormErrors) -> String {
        let written = address("sender_address", &self.sender_address, errors);
        if Address::parse(&written).is_ok_and(|address| !address.can_be_sent_to()) {
            errors.add("sender_address", say("settings-sender-address-not-ascii"));
        }
        written
    }

    fn languages(&self, errors: &mut FormErrors) -> Vec<Lang> {
        let mut chosen: Vec<Lang> = Lang::ALL.into_iter().filter(|lang| self.has(lang)).collect();
        let first = Lang::from_code(&self.first_language).unwrap_or_default();
        if chosen.is_empty() {
            errors.add("language_en", say("settings-languages-none"));
        } else if !chosen.contains(&first) {
            errors.add("first_language", say("settings-first-language-not-chosen"));
        }
        chosen.sort_by_key(|lang| *lang != first);
        chosen
    }

    fn threshold(&self, errors: &mut FormErrors) -> i32 {
        let typed = self.threshold.trim().parse().ok().filter(|number| THRESHOLDS.contains(number));
        typed.unwrap_or_else(|| {
            let wrong = say("settings-threshold-wrong").with("least", *THRESHOLDS.start());
            errors.add("threshold", wrong.with("most", *THRESHOLDS.end()));
            0
        })
    }

    fn time_zone(&self, errors: &mut FormErrors) -> String {
        let zone = self.time_zone.trim();
        if zone.parse::<chrono_tz::Tz>().is_err() {
            errors.add("time_zone", say("settings-time-zone-wrong"));
        }
        zone.to_owned()
    }
}

/// One line of at most [`MAX_TEXT`] characters.
fn line(field: &'static str, text: &str, errors: &mut FormErrors) -> String {
    let text = text.trim();
    if text.chars().count() > MAX_TEXT {
        errors.add(field, say("settings-text-too-long").with("most", MAX_TEXT));
    } else if text.chars().any(char::is_control) {
        errors.add(field, say("settings-text-one-line"));
    }
    text.to_owned()
}

/// An address, or nothing yet.
fn address(field: &'static str, text: &str, errors: &mut FormErrors) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    match Address::parse(text) {
        Ok(address) => address.as_written().to_owned(),
        Err(error) => {
            errors.add(field, error.message());
            String::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft { company: "Lindenwerk".to_owned(), ..Draft::from(&Settings::default()) }
    }

    fn wrong_fields(draft: &Draft) -> Vec<String> {
        draft.parse().err().map(|errors| errors.iter().map(|(field, _)| field.to_owned()).collect()).unwrap_or_default()
    }

    #[test]
    fn settings_come_back_as_they_were() {
        let settings = Settings {
            company: "Lindenwerk".to_owned(),
            languages: vec![Lang::Ru, Lang::En],
            sender_name: "People team".to_owned(),
            sender_address: "survey@lindenwerk.example".to_owned(),
            contact: "people@lindenwerk.example".to_owned(),
            threshold: 7,
            time_zone: "Europe/Moscow".to_owned(),
        };
        assert_eq!(Draft::from(&settings).parse(), Ok(settings));
    }

    #[test]
    fn every_field_says_what_is_wrong_with_it() {
        assert_eq!(wrong_fields(&draft()), Vec::<&str>::new());
        assert_eq!(wrong_fields(&Draft { company: " ".to_owned(), ..draft() }), ["company"]);
        assert_eq!(wrong_fields(&Draft { sender_name: "a\r\nBcc: b".to_owned(), ..draft() }), ["sender_name"]);
        assert_eq!(wrong_fields(&Draft { sender_address: "nobody".to_owned(), ..draft() }), ["sender_address"]);
        assert_eq!(
            wrong_fields(&Draft { sender_address: "опрос@пример.рф".to_owned(), ..draft() }),
            ["sender_address"]
        );
        assert_eq!(wrong_fields(&Draft { sender_address: "survey@пример.рф".to_owned(), ..draft() }), [] as [&str; 0]);
        assert_eq!(wrong_fields(&Draft { contact: "a@b@c".to_owned(), ..draft() }), ["contact"]);
        assert_eq!(wrong_fields(&Draft { time_zone: "Moscow".to_owned(), ..draft() }), ["time_zone"]);
        assert_eq!(wrong_fields(&Draft { language_en: None, language_ru: None, ..draft() }), ["language_en"]);
        assert_eq!(wrong_fields(&Draft { language_en: None, ..draft() }), ["first_language"]);
        for threshold in ["", "2", "101", "five", "5.5"] {
            assert_eq!(wrong_fields(&Draft { threshold: threshold.to_owned(), ..draft() }), ["threshold"]);
        }
    }
}
