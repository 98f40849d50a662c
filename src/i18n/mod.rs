//! Words, numbers and dates in the reader's language. Every text is in `locales/`.

mod bundle;
mod dates;
mod message;
mod numbers;

pub use dates::{day_date, full_date, month_year, short_date, time_of_day, weekday, weekday_date_time};
pub use message::{Argument, FormErrors, Message, Phrase, say};

use serde::{Deserialize, Serialize};

/// A language that Candor speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Russian.
    Ru,
}

impl Lang {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 2] = [Self::En, Self::Ru];

    /// The code in `lang` attributes, files and the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
        }
    }

    /// How the language calls itself in a switch.
    #[must_use]
    pub const fn short_name(self) -> &'static str {
        match self {
            Self::En => "EN",
            Self::Ru => "РУ",
        }
    }

    /// The language's own name for itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Ru => "Русский",
        }
    }

    /// The language of a code (`ru`, `ru-RU`, `RUS`), or none.
    ///
    /// ```
    /// use candor::i18n::Lang;
    /// assert_eq!(Lang::from_code("ru-RU"), Some(Lang::Ru));
    /// assert_eq!(Lang::from_code("de"), None);
    /// ```
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code.trim().to_lowercase().split(['-', '_']).next()? {
            "en" | "eng" => Some(Self::En),
            "ru" | "rus" => Some(Self::Ru),
            _ => None,
        }
    }

    /// The language a browser asks for first among ours, by its `Accept-Language`.
    ///
    /// ```
    /// use candor::i18n::Lang;
    /// assert_eq!(Lang::from_accept_language("de, ru;q=0.8, en;q=0.7"), Some(Lang::Ru));
    /// assert_eq!(Lang::from_accept_language("en;q=0.3, ru;q=0.5"), Some(Lang::Ru));
    /// assert_eq!(Lang::from_accept_language("*"), None);
    /// ```
    #[must_use]
    pub fn from_accept_language(header: &str) -> Option<Self> {
        let mut best: Option<(f32, Self)> = None;
        for part in header.split(',') {
            let mut pieces = part.split(';');
            let Some(lang) = pieces.next().and_then(Self::from_code) else { continue };
            let weight = pieces
                .find_map(|piece| piece.trim().strip_prefix("q="))
                .map_or(Some(1.0), |q| q.parse().ok())
                .unwrap_or(0.0);
            if weight > 0.0 && best.is_none_or(|(most, _)| weight > most) {
                best = Some((weight, lang));
            }
        }
        best.map(|(_, lang)| lang)
    }

    /// A text by its key, to be completed with [`Phrase::with`] and shown.
    #[must_use]
    pub fn say(self, key: &'static str) -> Phrase {
        Phrase::new(self, Message::new(key))
    }

    /// A message that was made without knowing the language.
    #[must_use]
    pub fn text(self, message: &Message) -> String {
        bundle::format(self, message)
    }
}

impl std::fmt::Display for Lang {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}
