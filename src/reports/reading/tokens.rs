//! Words in a text, and texts as they are compared: without capitals, ё as е.

use std::ops::Range;

/// Marks that stand above letters where these are written in two pieces.
const MARKS: std::ops::RangeInclusive<char> = '\u{300}'..='\u{36f}';
/// The marks that make ё and й.
const DIAERESIS: char = '\u{308}';
const BREVE: char = '\u{306}';

/// A character as it is compared, with where it stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Folded {
    pub(super) letter: char,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A text as it is compared. Every kind of space is one space, ё is е however it is written.
pub(super) fn fold(text: &str) -> Vec<Folded> {
    let mut folded: Vec<Folded> = Vec::with_capacity(text.len());
    for (start, written) in text.char_indices() {
        let end = start + written.len_utf8();
        match (folded.last_mut(), written) {
            (Some(last), DIAERESIS) if last.letter == 'е' => last.end = end,
            (Some(last), BREVE) if last.letter == 'и' => *last = Folded { letter: 'й', end, ..*last },
            _ => folded.extend(written.to_lowercase().map(|letter| Folded { letter: plain(letter), start, end })),
        }
    }
    folded
}

fn plain(letter: char) -> char {
    match letter {
        'ё' => 'е',
        '’' | 'ʼ' => '\'',
        letter if letter.is_whitespace() => ' ',
        letter => letter,
    }
}

/// [`fold`] as a string.
///
/// ```
/// use candor::reports::reading::folded;
/// assert_eq!(folded("ПРИЁМ\u{a0}Приём"), "прием прием");
/// ```
#[must_use]
pub fn folded(text: &str) -> String {
    fold(text).into_iter().map(|folded| folded.letter).collect()
}

/// Words as they are counted: letters and digits, with apostrophes inside.
pub(super) fn words(text: &str) -> Vec<Range<usize>> {
    runs(text, |c| matches!(c, '\'' | '’' | 'ʼ'))
}

/// Words as names are written: also with hyphens, dots and the sign of addresses inside.
pub(in crate::reports) fn names(text: &str) -> Vec<Range<usize>> {
    runs(text, |c| matches!(c, '\'' | '’' | 'ʼ' | '-' | '‐' | '‑' | '.' | '@' | '_' | '+'))
}

/// Whether two words are one but for capitals and ё.
pub(in crate::reports) fn same_word(one: &str, other: &str) -> bool {
    fold(one).into_iter().map(|folded| folded.letter).eq(fold(other).into_iter().map(|folded| folded.letter))
}

/// Runs of letters and digits, and of what joins two of them.
fn runs(text: &str, joins: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let is_of_word = |c: char| c.is_alphanumeric() || MARKS.contains(&c);
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut may_go_on = false;
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        if is_of_word(c) {
            match found.last_mut() {
                Some(last) if may_go_on || last.end == start => last.end = end,
                _ => found.push(start..end),
            }
            may_go_on = false;
        } else {
            // One joining character, directly behind a word.
            may_go_on = joins(c) && found.last().is_some_and(|last| last.end == start);
        }
    }
    found
}

/// A piece of a text that is shown with hits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The words, as they stand in the text.
    pub text: String,
    /// Whether they were looked for.
    pub is_hit: bool,
}

/// A text in pieces, hits apart. Ranges may overlap and stand in any order; they begin and end between characters.
#[must_use]
pub fn pieces(text: &str, mut hits: Vec<Range<usize>>) -> Vec<Piece> {
    hits.sort_unstable_by_key(|hit| (hit.start, hit.end));
    let mut pieces = Vec::new();
    let mut push = |range: Range<usize>, is_hit: bool| {
        let piece = text.get(range).filter(|piece| !piece.is_empty());
        pieces.extend(piece.map(|piece| Piece { text: piece.to_owned(), is_hit }));
    };
    let mut done = 0;
    for hit in hits {
        if hit.end <= done {
            continue;
        }
        let start = hit.start.max(done);
        push(done..start, false);
        push(start..hit.end, true);
        done = hit.end;
    }
    push(done..text.len(), false);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, ranges: Vec<Range<usize>>) -> Vec<&str> {
        ranges.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn words_end_where_people_see_them_end() {
        let text = "Don’t ask O'Brien, work-life... «ёлка» 10.5 Анна-Мария anna.p@firm.ru!";
        let counted =
            ["Don’t", "ask", "O'Brien", "work", "life", "ёлка", "10", "5", "Анна", "Мария", "anna", "p", "firm", "ru"];
        assert_eq!(said(text, words(text)), counted);
        let named = ["Don’t", "ask", "O'Brien", "work-life", "ёлка", "10.5", "Анна-Мария", "anna.p@firm.ru"];
        assert_eq!(said(text, names(text)), named);
        assert!(words("--- … ▇▇▇▇▇").is_empty());
    }

    #[test]
    fn letters_in_two_pieces_are_the_same_letters() {
        assert_eq!(folded("Е\u{308}лка"), "елка");
        assert_eq!(folded("И\u{306}од"), "йод");
        assert!(same_word("ПЁТР", "петр") && !same_word("Пётр", "Петра"));
        assert_eq!(words("е\u{308}лка").first(), Some(&(0.."е\u{308}лка".len())));
    }

    #[test]
    fn pieces_are_the_whole_text_however_hits_overlap() {
        let text = "ааа бб";
        let cut = pieces(text, vec![2..6, 0..4, 3..4]);
        assert_eq!(cut.iter().map(|piece| piece.text.as_str()).collect::<String>(), text);
        assert_eq!(cut.iter().filter(|piece| piece.is_hit).map(|piece| piece.text.as_str()).collect::<String>(), "ааа");
        assert!(pieces("", vec![]).is_empty());
    }
}
