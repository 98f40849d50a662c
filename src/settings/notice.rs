//! What a company says itself in the privacy notice, in each language.

use crate::i18n::{FormErrors, Lang, say};

/// The longest text in characters: a screen or two on a phone.
pub const MOST_OWN_WORDS: usize = 4_000;

/// The company's own words, in Markdown: who is responsible, on what legal basis, whom to ask. Empty where nobody has
/// written them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnWords([String; Lang::ALL.len()]);

impl OwnWords {
    /// The words of a language.
    #[must_use]
    pub fn of(&self, lang: Lang) -> &str {
        &self.0[lang as usize]
    }

    /// The same with the words of one language, without space around them.
    #[must_use]
    pub fn with(mut self, lang: Lang, words: &str) -> Self {
        words.replace("\r\n", "\n").trim().clone_into(&mut self.0[lang as usize]);
        self
    }

    /// The name of a language's field in the form.
    #[must_use]
    pub fn field(lang: Lang) -> &'static str {
        match lang {
            Lang::En => "words_en",
            Lang::Ru => "words_ru",
        }
    }

    /// The first of some languages without words.
    #[must_use]
    pub fn missing(&self, languages: &[Lang]) -> Option<Lang> {
        languages.iter().copied().find(|lang| self.of(*lang).is_empty())
    }

    /// Whether employees may read them like this.
    ///
    /// ```
    /// use candor::i18n::Lang;
    /// use candor::settings::OwnWords;
    /// let words = |text| OwnWords::default().with(Lang::En, text);
    /// assert!(words("Ask **Ann** ([her page](x)).").check().is_ok());
    /// assert!(words("Ask [name of the officer].").check().is_err());
    /// assert!(words("Ask {name}.").check().is_err());
    /// ```
    ///
    /// # Errors
    /// What is wrong with the words of which language.
    pub fn check(&self) -> Result<(), FormErrors> {
        let mut errors = FormErrors::new();
        for lang in Lang::ALL {
            let (field, words) = (Self::field(lang), self.of(lang));
            if words.chars().count() > MOST_OWN_WORDS {
                errors.add(field, say("settings-text-too-long").with("most", MOST_OWN_WORDS));
            } else if let Some(written) = left_to_fill_in(words) {
                errors.add(field, say("notice-error-bracket").with("written", written));
            } else if words.contains(['{', '}']) {
                errors.add(field, say("notice-error-braces"));
            }
        }
        errors.into_result()
    }
}

/// What the ready text leaves to the company stands in square brackets; Markdown's links have an address behind them.
fn left_to_fill_in(words: &str) -> Option<&str> {
    words.match_indices('[').find_map(|(start, _)| {
        let end = start + words[start..].find(']')?;
        let is_link = words[end..].starts_with("](");
        (!is_link).then_some(&words[start..=end])
    })
}
