//! Pages with thousands of rows: a template writes a row once with marks where its fields stand, and each row is put
//! together from the pieces between them. What is filled in is escaped as a template would.

use askama::filters::{Escaper, Html};

/// The first of the characters that mark a field: of those that Unicode leaves to programs.
const FIRST_MARK: u32 = 0xe000;
/// Most fields of a row.
const MOST: u32 = 64;

/// The mark of a field, for a template to write.
pub fn mark(field: usize) -> char {
    let code =
        u32::try_from(field).ok().filter(|field| *field < MOST).and_then(|field| char::from_u32(FIRST_MARK + field));
    code.unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn field_of(mark: char) -> Option<usize> {
    let field = u32::from(mark).checked_sub(FIRST_MARK).filter(|field| *field < MOST)?;
    usize::try_from(field).ok()
}

/// What stands in a field.
#[derive(Debug, Clone, Copy)]
pub enum Field<'a> {
    /// Ours, written as it is: a figure, a class.
    Ours(&'a str),
    /// Anybody's.
    Text(&'a str),
}

/// What a template wrote, cut at its marks.
#[derive(Debug, PartialEq, Eq)]
pub struct Cut {
    /// What stands before each field.
    pieces: Vec<(String, usize)>,
    last: String,
}

impl Cut {
    /// Cuts what was written with marks; nothing in it may come from people, who could write marks as well.
    pub fn of(html: &str) -> Self {
        let (mut pieces, mut from) = (Vec::new(), 0);
        for (at, character) in html.char_indices() {
            if let Some(field) = field_of(character) {
                pieces.push((html[from..at].to_owned(), field));
                from = at + character.len_utf8();
            }
        }
        Self { pieces, last: html[from..].to_owned() }
    }

    /// Writes it with these fields; where there are too few, nothing stands.
    pub fn write(&self, html: &mut String, fields: &[Field<'_>]) {
        for (piece, field) in &self.pieces {
            html.push_str(piece);
            match fields.get(*field) {
                Some(Field::Ours(text)) => html.push_str(text),
                // Writing to a string cannot fail.
                Some(Field::Text(text)) => drop(Html.write_escaped_str(&mut *html, text)),
                None => {}
            }
        }
        html.push_str(&self.last);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_stand_at_their_marks_and_what_people_wrote_is_escaped() {
        let cut = Cut::of(&format!("<b class={}>{}</b> {}!", mark(1), mark(0), mark(1)));
        let mut html = String::from("- ");
        cut.write(&mut html, &[Field::Text("R&D <script>\u{e001}"), Field::Ours("dep")]);
        assert_eq!(html, "- <b class=dep>R&#38;D &#60;script&#62;\u{e001}</b> dep!");
    }

    #[test]
    fn what_has_no_marks_is_written_as_it_is() {
        let mut html = String::new();
        Cut::of("<tr></tr>").write(&mut html, &[Field::Ours("nowhere")]);
        assert_eq!(html, "<tr></tr>");
        assert_eq!(mark(64), char::REPLACEMENT_CHARACTER);
    }
}
