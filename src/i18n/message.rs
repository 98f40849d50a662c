//! Something to say, before and after its language is known.

use std::borrow::Cow;
use std::fmt;

use super::Lang;

/// A value in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Argument {
    /// A whole number; chooses the plural form and is written as the language writes numbers.
    Number(i64),
    /// Anything else, ready to be shown.
    Text(String),
    /// Another text, in the same language.
    Message(Box<Message>),
}

macro_rules! number_arguments {
    ($($number:ty),+) => { $(
        impl From<$number> for Argument {
            fn from(number: $number) -> Self {
                Self::Number(i64::from(number))
            }
        }
    )+ };
}
number_arguments!(i64, i32, u32, u16, u8);

impl From<usize> for Argument {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}
impl From<&usize> for Argument {
    fn from(number: &usize) -> Self {
        Self::from(*number)
    }
}
impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<&String> for Argument {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}
impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<Message> for Argument {
    fn from(message: Message) -> Self {
        Self::Message(Box::new(message))
    }
}
impl From<Phrase> for Argument {
    fn from(phrase: Phrase) -> Self {
        Self::Message(Box::new(phrase.message))
    }
}

/// A key of `locales/` with its arguments: what to say, in no language yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    key: &'static str,
    arguments: Vec<(&'static str, Argument)>,
}

/// Says a text once the language is known; see [`Message::with`].
#[must_use]
pub fn say(key: &'static str) -> Message {
    Message::new(key)
}

impl Message {
    /// A text without arguments.
    #[must_use]
    pub fn new(key: &'static str) -> Self {
        Self { key, arguments: Vec::new() }
    }

    /// Adds an argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Argument>) -> Self {
        self.arguments.push((name, value.into()));
        self
    }

    /// The key in `locales/`.
    #[must_use]
    pub fn key(&self) -> &'static str {
        self.key
    }

    pub(super) fn arguments(&self) -> &[(&'static str, Argument)] {
        &self.arguments
    }
}

/// A message in a language: shown by `Display`, escaped by the template like any text.
#[derive(Debug, Clone)]
pub struct Phrase {
    lang: Lang,
    message: Message,
}

impl Phrase {
    pub(super) fn new(lang: Lang, message: Message) -> Self {
        Self { lang, message }
    }

    /// Adds an argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Argument>) -> Self {
        self.message = self.message.with(name, value);
        self
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lang.text(&self.message))
    }
}

/// What is wrong with a form, field by field, in the order of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormErrors(Vec<(Cow<'static, str>, Message)>);

impl FormErrors {
    /// Nothing wrong yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes what is wrong with a field (by its `name`, which is also its `id`).
    pub fn add(&mut self, field: impl Into<Cow<'static, str>>, message: Message) {
        self.0.push((field.into(), message));
    }

    /// One wrong field.
    #[must_use]
    pub fn one(field: &'static str, message: Message) -> Self {
        Self(vec![(field.into(), message)])
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with one field, if anything.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<&Message> {
        self.0.iter().find(|(name, _)| *name == field).map(|(_, message)| message)
    }

    /// Whether anything is wrong with one field.
    #[must_use]
    pub fn has(&self, field: &str) -> bool {
        self.of(field).is_some()
    }

    /// The ids that describe a field, for `aria-describedby`: its hint, if it has one, and its error, if it has one.
    #[must_use]
    pub fn described_by(&self, field: &str, has_hint: bool) -> String {
        let hint = has_hint.then(|| format!("{field}-hint"));
        let error = self.has(field).then(|| format!("{field}-error"));
        hint.into_iter().chain(error).collect::<Vec<_>>().join(" ")
    }

    /// All that is wrong, for the summary above the form.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Message)> {
        self.0.iter().map(|(field, message)| (field.as_ref(), message))
    }

    /// `Ok` where nothing is wrong.
    ///
    /// # Errors
    /// The errors themselves.
    pub fn into_result(self) -> Result<(), Self> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }
}
