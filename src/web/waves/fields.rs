//! The form's fields as they were typed, and the draft they make.

use chrono::NaiveDateTime;

use crate::db::{DepartmentId, Moment};
use crate::i18n::{FormErrors, Lang, say};
use crate::waves::{ADVISED_THRESHOLD, Audience, CommentsBy, Draft, Survey, SurveyTexts, TextKind, local_time};

/// Reminders that the form has room for.
pub const REMINDER_FIELDS: usize = 5;
/// How a date and time field writes itself.
const DATE_TIME: &str = "%Y-%m-%dT%H:%M";
/// The same with seconds, as some browsers send it.
const DATE_TIME_SECONDS: &str = "%Y-%m-%dT%H:%M:%S";

/// What was typed, as it was typed.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a box that can be ticked")]
pub struct Fields {
    pub title: String,
    pub everyone: bool,
    pub departments: Vec<String>,
    pub time_zone: String,
    pub opens: String,
    pub closes: String,
    pub reminders: Vec<String>,
    pub threshold: String,
    pub by_category: bool,
    pub remind_everyone: bool,
    pub long_comments: bool,
    pub closing_message: bool,
    /// The texts in each language.
    pub texts: Vec<(Lang, SurveyTexts)>,
}

impl Fields {
    /// A draft as the form shows it.
    pub fn of(draft: &Draft) -> Self {
        let written = |local: NaiveDateTime| local.format(DATE_TIME).to_string();
        let mut reminders: Vec<String> = draft.reminders.iter().copied().map(written).collect();
        reminders.resize(REMINDER_FIELDS.max(reminders.len()), String::new());
        let departments = match &draft.audience {
            Audience::Everyone => Vec::new(),
            Audience::Departments(ids) => ids.iter().map(ToString::to_string).collect(),
        };
        Self {
            title: draft.title.clone(),
            everyone: draft.audience == Audience::Everyone,
            departments,
            time_zone: draft.time_zone.name().to_owned(),
            opens: written(draft.opens_local),
            closes: written(draft.closes_local),
            reminders,
            threshold: draft.threshold.to_string(),
            by_category: draft.comments_by == CommentsBy::Category,
            remind_everyone: draft.remind_everyone,
            long_comments: draft.long_comments,
            closing_message: draft.closing_message,
            texts: draft.survey.texts.clone(),
        }
    }

    /// What a browser sent.
    pub fn read(pairs: Vec<(String, String)>) -> Self {
        let mut fields = Self { everyone: true, ..Self::default() };
        for (name, value) in pairs {
            match name.as_str() {
                "title" => fields.title = value,
                "audience" => fields.everyone = value != "departments",
                "department" => fields.departments.push(value),
                "time_zone" => fields.time_zone = value,
                "opens" => fields.opens = value,
                "closes" => fields.closes = value,
                "reminder" => fields.reminders.push(value),
                "threshold" => fields.threshold = value,
                "comments_by" => fields.by_category = value == CommentsBy::Category.word(),
                "remind_everyone" => fields.remind_everyone = true,
                "long_comments" => fields.long_comments = true,
                "closing_message" => fields.closing_message = true,
                other => fields.read_text(other, value),
            }
        }
        fields.reminders.resize(REMINDER_FIELDS.max(fields.reminders.len()), String::new());
        fields
    }

    fn read_text(&mut self, name: &str, value: String) {
        let Some((lang, kind)) = TextKind::of_field(name) else { return };
        if !self.texts.iter().any(|(of, _)| *of == lang) {
            self.texts.push((lang, SurveyTexts::default()));
        }
        if let Some((_, texts)) = self.texts.iter_mut().find(|(of, _)| *of == lang) {
            *texts.get_mut(kind) = value;
        }
    }

    /// Adds what was done to a text that tells of it.
    pub fn fill(&mut self, field: &str, done: &str) {
        let told = self.texts.iter().find_map(|(lang, texts)| {
            let is_it = TextKind::Done.field(*lang) == field;
            is_it.then(|| texts.get(TextKind::Done).trim().to_owned())
        });
        let Some(told) = told else { return };
        let parts = [told.as_str(), done.trim()].into_iter().filter(|part| !part.is_empty());
        self.read_text(field, parts.collect::<Vec<_>>().join("\n"));
    }

    /// Puts the ready text in the place of what was typed in a field.
    pub fn restore(&mut self, field: &str) {
        if let Some((lang, kind)) = TextKind::of_field(field) {
            self.read_text(field, SurveyTexts::standard(lang).get(kind).to_owned());
        }
    }

    /// What mails are shown of while it is being typed: what cannot be read yet is left at something plausible.
    pub fn sample(&self, now: Moment) -> Draft {
        let time_zone = self.time_zone.parse().unwrap_or(chrono_tz::UTC);
        let today = local_time::to_local(time_zone, now);
        Draft {
            title: self.title.clone(),
            audience: self.audience(),
            time_zone,
            opens_local: local(&self.opens).unwrap_or(today),
            closes_local: local(&self.closes).unwrap_or(today),
            reminders: Vec::new(),
            threshold: self.threshold.trim().parse().unwrap_or(ADVISED_THRESHOLD),
            long_comments: self.long_comments,
            remind_everyone: self.remind_everyone,
            closing_message: self.closing_message,
            comments_by: CommentsBy::Group,
            survey: self.survey(),
        }
    }

    /// The draft that the fields make, as far as they can be read; [`Draft::check`] sees to the rest.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn draft(&self) -> Result<Draft, FormErrors> {
        let mut errors = FormErrors::new();
        let opens = local(&self.opens);
        let closes = local(&self.closes);
        let time_zone = self.time_zone.parse();
        let threshold = self.threshold.trim().parse();
        let typed = self.reminders.iter().filter(|text| !text.trim().is_empty());
        let reminders: Option<Vec<_>> = typed.map(|text| local(text)).collect();
        let wrong = [
            ("time_zone", time_zone.is_err(), "wave-error-zone"),
            ("opens", opens.is_none(), "wave-error-moment"),
            ("closes", closes.is_none(), "wave-error-moment"),
            ("reminders", reminders.is_none(), "wave-error-moment"),
            ("threshold", threshold.is_err(), "wave-error-number"),
            ("title", self.texts.is_empty(), "wave-error-text-missing"),
        ];
        let both = self.everyone && !self.departments.is_empty();
        for (field, is_wrong, key) in [("audience", both, "wave-error-audience-both")].into_iter().chain(wrong) {
            if is_wrong {
                errors.add(field, say(key));
            }
        }
        let (Ok(time_zone), Some(opens_local), Some(closes_local), Some(reminders), Ok(threshold)) =
            (time_zone, opens, closes, reminders, threshold)
        else {
            return Err(errors);
        };
        errors.into_result()?;
        Ok(Draft {
            title: self.title.clone(),
            audience: self.audience(),
            time_zone,
            opens_local,
            closes_local,
            reminders,
            threshold,
            long_comments: self.long_comments,
            remind_everyone: self.remind_everyone,
            closing_message: self.closing_message,
            comments_by: if self.by_category { CommentsBy::Category } else { CommentsBy::Group },
            survey: self.survey(),
        })
    }

    fn audience(&self) -> Audience {
        if self.everyone {
            return Audience::Everyone;
        }
        let chosen = self.departments.iter().filter_map(|id| id.parse::<DepartmentId>().ok());
        Audience::Departments(chosen.collect())
    }

    fn survey(&self) -> Survey {
        let trimmed = |(lang, texts): &(Lang, SurveyTexts)| {
            let mut texts = texts.clone();
            for kind in TextKind::ALL {
                let text = texts.get_mut(kind);
                *text = text.trim().to_owned();
            }
            (*lang, texts)
        };
        Survey { texts: self.texts.iter().map(trimmed).collect() }
    }

    pub fn has_chosen(&self, department: &DepartmentId) -> bool {
        self.departments.contains(&department.to_string())
    }
}

/// A date and time as a browser sends it.
pub fn local(text: &str) -> Option<NaiveDateTime> {
    let parse = |format| NaiveDateTime::parse_from_str(text.trim(), format).ok();
    parse(DATE_TIME).or_else(|| parse(DATE_TIME_SECONDS))
}

/// A date and time as a browser wants it.
pub fn written(local: NaiveDateTime) -> String {
    local.format(DATE_TIME).to_string()
}
