//! The fields that an admin may write in a mail, and what a misspelt one was meant to be.

/// A field, written in braces: `{first_name}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// The reader's whole name.
    Name,
    /// The reader's first name, where the roster has one.
    FirstName,
    /// When the wave closes, in words.
    ClosingDate,
    /// The company's name.
    Company,
    /// Where the button stands that leads to the answer page.
    Link,
}

/// The longest text in braces that is taken for a field, in characters.
const LONGEST: usize = 40;
/// From this likeness on (Jaro and Winkler's, 1 is the same) a misspelt field has a meaning.
const LIKE: f64 = 0.8;
/// What people write who do not remember the name of a field.
const OTHER_WORDS: [(&str, Field); 17] = [
    ("full_name", Field::Name),
    ("фио", Field::Name),
    ("полное_имя", Field::Name),
    ("given_name", Field::FirstName),
    ("имя", Field::FirstName),
    ("date", Field::ClosingDate),
    ("deadline", Field::ClosingDate),
    ("until", Field::ClosingDate),
    ("дата", Field::ClosingDate),
    ("дата_закрытия", Field::ClosingDate),
    ("срок", Field::ClosingDate),
    ("organisation", Field::Company),
    ("компания", Field::Company),
    ("организация", Field::Company),
    ("url", Field::Link),
    ("button", Field::Link),
    ("ссылка", Field::Link),
];

impl Field {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] = [Self::FirstName, Self::Name, Self::Company, Self::ClosingDate, Self::Link];

    /// The word in braces.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::FirstName => "first_name",
            Self::ClosingDate => "closing_date",
            Self::Company => "company",
            Self::Link => "link",
        }
    }

    /// As it is written in a text.
    #[must_use]
    pub fn written(self) -> String {
        format!("{{{}}}", self.word())
    }

    fn from_inside(inside: &str) -> Option<Self> {
        let word = key(inside);
        Self::ALL.into_iter().find(|field| field.word() == word)
    }

    /// The field that was meant by one that there is not, as it is written with its braces.
    ///
    /// ```
    /// use candor::waves::text::Field;
    /// assert_eq!(Field::meant_by("{fist_name}"), Some(Field::FirstName));
    /// assert_eq!(Field::meant_by("{имя}"), Some(Field::FirstName));
    /// assert_eq!(Field::meant_by("{weather}"), None);
    /// ```
    #[must_use]
    pub fn meant_by(written: &str) -> Option<Self> {
        let word = key(written);
        let other = OTHER_WORDS.iter().find(|(other, _)| *other == word).map(|(_, field)| *field);
        let likeness = |field: Self| strsim::jaro_winkler(&word, field.word());
        other.or_else(|| {
            let nearest = Self::ALL.into_iter().max_by(|a, b| likeness(*a).total_cmp(&likeness(*b)));
            nearest.filter(|field| likeness(*field) >= LIKE)
        })
    }
}

/// A field's word as words are compared: without braces, in lower case, one low line for spaces and hyphens.
fn key(inside: &str) -> String {
    inside.trim_matches(['{', '}', ' ']).to_lowercase().replace([' ', '-'], "_")
}

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// As it stands.
    Words(&'a str),
    /// A field.
    Field(Field),
    /// Something in braces that is no field: it stays as it stands.
    Unknown(&'a str),
}

/// The pieces of a text, in their order.
///
/// ```
/// use candor::waves::text::{Field, Piece, pieces};
/// let found = pieces("Hello {first_name}, {nmae}");
/// assert_eq!(found[1], Piece::Field(Field::FirstName));
/// assert_eq!(found[3], Piece::Unknown("{nmae}"));
/// assert_eq!(pieces("} and {"), [Piece::Words("} and {")]);
/// ```
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let (mut rest, mut from) = (text, 0);
    while let Some(at) = rest[from..].find('{').map(|at| from + at) {
        let Some(length) = braced(&rest[at..]) else {
            from = at + 1;
            continue;
        };
        if at > 0 {
            found.push(Piece::Words(&rest[..at]));
        }
        let written = &rest[at..at + length];
        found.push(Field::from_inside(written).map_or(Piece::Unknown(written), Piece::Field));
        (rest, from) = (&rest[at + length..], 0);
    }
    if !rest.is_empty() {
        found.push(Piece::Words(rest));
    }
    found
}

/// The length in bytes of what is in braces at the start of a text, if that may have been meant as a field: a word,
/// in one pair of braces or two, the closing one perhaps forgotten.
fn braced(text: &str) -> Option<usize> {
    let inside = text.trim_start_matches('{');
    let open = text.len() - inside.len();
    let is_of_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let end = inside.find(|c: char| !is_of_word(c) && c != ' ').unwrap_or(inside.len());
    let word = inside[..end].trim_matches(' ');
    if open > 2 || word.is_empty() || word.chars().count() > LONGEST {
        return None;
    }
    let closing = inside[end..].len() - inside[end..].trim_start_matches('}').len();
    if closing > 0 {
        return Some(open + end + closing.min(open));
    }
    // Without its closing brace it ends with its first word.
    let first = inside.find(|c: char| !is_of_word(c)).unwrap_or(inside.len());
    (first > 0).then_some(open + first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<Piece<'_>> {
        pieces(text)
    }

    #[test]
    fn fields_are_found_however_they_are_spaced_and_braced() {
        for text in ["{link}", "{ link }", "{Link}", "{{link}}", "{{ LINK }}"] {
            assert_eq!(of(text), [Piece::Field(Field::Link)], "{text}");
        }
        assert_eq!(of("{closing date}"), [Piece::Field(Field::ClosingDate)]);
        assert_eq!(of("a{name}b"), [Piece::Words("a"), Piece::Field(Field::Name), Piece::Words("b")]);
    }

    #[test]
    fn what_is_no_field_stays_and_is_named() {
        assert_eq!(of("{fist_name}"), [Piece::Unknown("{fist_name}")]);
        assert_eq!(of("{имя}, да"), [Piece::Unknown("{имя}"), Piece::Words(", да")]);
        assert_eq!(of("{}"), [Piece::Words("{}")]);
        assert_eq!(of("{a:1}"), [Piece::Unknown("{a"), Piece::Words(":1}")]);
        let long = format!("{{{}}}", "x".repeat(LONGEST + 1));
        assert_eq!(of(&long), [Piece::Words(long.as_str())]);
    }

    #[test]
    fn a_forgotten_brace_is_noticed() {
        assert_eq!(of("Hello {name, hi")[1], Piece::Field(Field::Name));
        assert_eq!(of("Hello {name hi")[1..], [Piece::Field(Field::Name), Piece::Words(" hi")]);
    }

    #[test]
    fn misspelt_fields_are_understood() {
        let meant = |text| Field::meant_by(text);
        assert_eq!(meant("{firstname}"), Some(Field::FirstName));
        assert_eq!(meant("{first name}"), Some(Field::FirstName));
        assert_eq!(meant("{closingdate}"), Some(Field::ClosingDate));
        assert_eq!(meant("{compny}"), Some(Field::Company));
        assert_eq!(meant("{lnik}"), Some(Field::Link));
        assert_eq!(meant("{ссылка}"), Some(Field::Link));
        assert_eq!(meant("{salary}"), None);
    }
}
