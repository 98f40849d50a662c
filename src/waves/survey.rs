//! The questions and texts of a wave, in every language it speaks.

use serde::{Deserialize, Serialize};

use super::text::Field;
use crate::i18n::{Lang, Phrase};

/// What a wave asks and how its mails begin, in one language. The admin may change every word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyTexts {
    /// The question that is answered from 0 to 10.
    pub question: String,
    /// The question that is answered in words.
    pub reason: String,
    /// The subject of the invitation.
    pub invitation_subject: String,
    /// What the invitation says, in Markdown.
    pub invitation_text: String,
    /// The subject of reminders.
    pub reminder_subject: String,
    /// What reminders say, in Markdown.
    pub reminder_text: String,
}

/// The texts of a wave in its languages, the first the default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Survey {
    /// Language and texts; at least one.
    pub texts: Vec<(Lang, SurveyTexts)>,
}

impl SurveyTexts {
    /// The method's own wording (design document "method") and plain mails.
    #[must_use]
    pub fn standard(lang: Lang) -> Self {
        Self {
            question: lang.say("survey-question").to_string(),
            reason: lang.say("survey-reason").to_string(),
            invitation_subject: lang.say("survey-invitation-subject").to_string(),
            invitation_text: with_fields(lang.say("survey-invitation-text")),
            reminder_subject: lang.say("survey-reminder-subject").to_string(),
            reminder_text: with_fields(lang.say("survey-reminder-text")),
        }
    }
}

/// A ready text: its arguments are the fields that an admin can write.
fn with_fields(phrase: Phrase) -> String {
    let fields = [("first_name", Field::FirstName), ("closing_date", Field::ClosingDate), ("link", Field::Link)];
    fields.into_iter().fold(phrase, |phrase, (name, field)| phrase.with(name, field.written())).to_string()
}

impl Survey {
    /// The standard texts in the installation's languages.
    ///
    /// ```
    /// use candor::i18n::Lang;
    /// let survey = candor::waves::Survey::standard(&[Lang::Ru, Lang::En]);
    /// assert_eq!(survey.language(Lang::En), Lang::En);
    /// assert!(survey.texts(Lang::En).question.starts_with("On a scale from 0 to 10"));
    /// let russian = candor::waves::Survey::standard(&[Lang::Ru]);
    /// assert_eq!(russian.language(Lang::En), Lang::Ru);
    /// ```
    #[must_use]
    pub fn standard(languages: &[Lang]) -> Self {
        let languages = if languages.is_empty() { &Lang::ALL[..1] } else { languages };
        Self { texts: languages.iter().map(|lang| (*lang, SurveyTexts::standard(*lang))).collect() }
    }

    /// The languages it speaks, the default first.
    pub fn languages(&self) -> impl Iterator<Item = Lang> {
        self.texts.iter().map(|(lang, _)| *lang)
    }

    /// The language to use for someone: theirs if the survey speaks it, else the first.
    #[must_use]
    pub fn language(&self, wished: Lang) -> Lang {
        self.languages().find(|lang| *lang == wished).or_else(|| self.languages().next()).unwrap_or(wished)
    }

    /// The texts for someone who wishes a language; see [`Survey::language`].
    #[must_use]
    pub fn texts(&self, wished: Lang) -> SurveyTexts {
        let lang = self.language(wished);
        let found = self.texts.iter().find(|(of, _)| *of == lang);
        found.map_or_else(|| SurveyTexts::standard(lang), |(_, texts)| texts.clone())
    }
}
