//! The questions and texts of a wave, in every language it speaks.

use serde::{Deserialize, Serialize};

use super::text::{Field, Place};
use crate::i18n::{Lang, Phrase};

/// What a wave asks and what its mails say, in one language. The admin may change every word; texts of mails are
/// Markdown with fields, subjects have fields.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyTexts {
    /// The question that is answered from 0 to 10.
    pub question: String,
    /// The question that is answered in words.
    pub reason: String,
    /// The subject of the invitation.
    pub invitation_subject: String,
    /// What the invitation says.
    pub invitation_text: String,
    /// What has been done since the last survey, said in the invitation; empty if nobody wrote it down.
    #[serde(default)]
    pub done: String,
    /// The subject of reminders.
    pub reminder_subject: String,
    /// What reminders say.
    pub reminder_text: String,
    /// The subject of the closing message.
    #[serde(default)]
    pub closing_subject: String,
    /// What the closing message says.
    #[serde(default)]
    pub closing_text: String,
}

/// One of the texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextKind {
    /// [`SurveyTexts::question`].
    Question,
    /// [`SurveyTexts::reason`].
    Reason,
    /// [`SurveyTexts::invitation_subject`].
    InvitationSubject,
    /// [`SurveyTexts::invitation_text`].
    InvitationText,
    /// [`SurveyTexts::done`].
    Done,
    /// [`SurveyTexts::reminder_subject`].
    ReminderSubject,
    /// [`SurveyTexts::reminder_text`].
    ReminderText,
    /// [`SurveyTexts::closing_subject`].
    ClosingSubject,
    /// [`SurveyTexts::closing_text`].
    ClosingText,
}

/// The names of the form's fields, in the order of [`Lang::ALL`] and [`TextKind::ALL`].
const FIELDS: [[&str; 9]; 2] = [
    [
        "question-en",
        "reason-en",
        "invitation_subject-en",
        "invitation_text-en",
        "done-en",
        "reminder_subject-en",
        "reminder_text-en",
        "closing_subject-en",
        "closing_text-en",
    ],
    [
        "question-ru",
        "reason-ru",
        "invitation_subject-ru",
        "invitation_text-ru",
        "done-ru",
        "reminder_subject-ru",
        "reminder_text-ru",
        "closing_subject-ru",
        "closing_text-ru",
    ],
];

impl TextKind {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 9] = [
        Self::Question,
        Self::Reason,
        Self::InvitationSubject,
        Self::InvitationText,
        Self::Done,
        Self::ReminderSubject,
        Self::ReminderText,
        Self::ClosingSubject,
        Self::ClosingText,
    ];

    /// The name of its field in the form, in a language.
    #[must_use]
    pub fn field(self, lang: Lang) -> &'static str {
        FIELDS[lang as usize][self as usize]
    }

    /// The text and language of a form's field.
    #[must_use]
    pub fn of_field(name: &str) -> Option<(Lang, Self)> {
        let all = Lang::ALL.into_iter().flat_map(|lang| Self::ALL.map(|kind| (lang, kind)));
        all.into_iter().find(|(lang, kind)| kind.field(*lang) == name)
    }

    /// What it may say besides words; none: it is a question, and has words alone.
    #[must_use]
    pub fn place(self) -> Option<Place> {
        match self {
            Self::Question | Self::Reason => None,
            Self::InvitationSubject | Self::ReminderSubject | Self::ClosingSubject => Some(Place::Subject),
            Self::InvitationText | Self::ReminderText => Some(Place::Linked),
            Self::Done | Self::ClosingText => Some(Place::Linkless),
        }
    }

    /// Whether it has more than a line.
    #[must_use]
    pub fn is_long(self) -> bool {
        matches!(self.place(), Some(Place::Linked | Place::Linkless))
    }
}

/// The texts of a wave in its languages, the first the default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Survey {
    /// Language and texts; at least one.
    pub texts: Vec<(Lang, SurveyTexts)>,
}

impl SurveyTexts {
    /// The method's own wording (design document "method") and ready mails.
    #[must_use]
    pub fn standard(lang: Lang) -> Self {
        Self {
            question: lang.say("survey-question").to_string(),
            reason: lang.say("survey-reason").to_string(),
            invitation_subject: lang.say("survey-invitation-subject").to_string(),
            invitation_text: with_fields(lang.say("survey-invitation-text")),
            done: String::new(),
            reminder_subject: lang.say("survey-reminder-subject").to_string(),
            reminder_text: with_fields(lang.say("survey-reminder-text")),
            closing_subject: lang.say("survey-closing-subject").to_string(),
            closing_text: with_fields(lang.say("survey-closing-text")),
        }
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, kind: TextKind) -> &str {
        match kind {
            TextKind::Question => &self.question,
            TextKind::Reason => &self.reason,
            TextKind::InvitationSubject => &self.invitation_subject,
            TextKind::InvitationText => &self.invitation_text,
            TextKind::Done => &self.done,
            TextKind::ReminderSubject => &self.reminder_subject,
            TextKind::ReminderText => &self.reminder_text,
            TextKind::ClosingSubject => &self.closing_subject,
            TextKind::ClosingText => &self.closing_text,
        }
    }

    /// One of them, to be changed.
    pub fn get_mut(&mut self, kind: TextKind) -> &mut String {
        match kind {
            TextKind::Question => &mut self.question,
            TextKind::Reason => &mut self.reason,
            TextKind::InvitationSubject => &mut self.invitation_subject,
            TextKind::InvitationText => &mut self.invitation_text,
            TextKind::Done => &mut self.done,
            TextKind::ReminderSubject => &mut self.reminder_subject,
            TextKind::ReminderText => &mut self.reminder_text,
            TextKind::ClosingSubject => &mut self.closing_subject,
            TextKind::ClosingText => &mut self.closing_text,
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
