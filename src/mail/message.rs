//! A message before it is put on the wire.

/// A name and an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mailbox {
    /// The name as shown; may be empty, and may hold anything that a roster may hold.
    pub name: String,
    /// The address.
    pub address: String,
}

/// A message to one person: plain text and HTML of the same content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What it is: a word such as `invitation`.
    pub kind: &'static str,
    /// Never changes for the same mail, so that a repeat is recognised: the part before the @.
    pub id: String,
    /// Who sends.
    pub from: Mailbox,
    /// Where reports of its delivery go (the envelope's sender), if not to the sender.
    pub return_path: Option<String>,
    /// Whom answers by mail go to, if not the sender.
    pub reply_to: Option<Mailbox>,
    /// Who receives.
    pub to: Mailbox,
    /// The subject, one line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// The language of the content, for `Content-Language`.
    pub language: &'static str,
}
