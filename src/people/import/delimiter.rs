//! What stands between the cells of a file.

use super::HEADING_AMONG;
use super::heading::recognise;

/// What may stand between cells, the likeliest first.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];
/// How Excel tells itself the delimiter, in a line of its own before everything else.
const MARK: &str = "sep=";

/// The delimiter that the file names, or under which most headings of a line are recognised; else the one that most
/// lines have.
pub fn delimiter(text: &str) -> u8 {
    let lines = || text.split(['\n', '\r']).filter(|line| !line.trim().is_empty()).take(HEADING_AMONG);
    if let Some(named) = lines().next().and_then(named) {
        return named;
    }
    let score = |delimiter: &u8| {
        let cells = |line: &str| line.split(char::from(*delimiter)).map(str::to_owned).collect::<Vec<_>>();
        let recognised = |line| cells(line).iter().filter(|cell| recognise(cell).is_some()).count();
        let most = lines().map(recognised).max().unwrap_or_default();
        let widths: Vec<usize> = lines().map(|line| cells(line).len()).filter(|width| *width > 1).collect();
        (most, widths.len(), widths.first().copied())
    };
    DELIMITERS.into_iter().rev().max_by_key(score).unwrap_or(b',')
}

fn named(line: &str) -> Option<u8> {
    let delimiter = line.trim_matches(|c| c == ' ' || c == '"').strip_prefix(MARK)?;
    DELIMITERS.into_iter().find(|known| delimiter.as_bytes() == [*known])
}

/// The text without the line that names its delimiter, which no spreadsheet shows as a row.
pub fn without_mark(text: &str) -> &str {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if named(first.trim_end_matches('\r')).is_some() { rest } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_the_one_that_makes_sense() {
        assert_eq!(delimiter("ФИО;Почта\nЁлкина, Анна;a@example.com"), b';');
        assert_eq!(delimiter("Full name\tWork email\nAnn\ta@example.com"), b'\t');
        assert_eq!(delimiter("Список, на 1 марта\nФИО;Почта\n"), b';');
        assert_eq!(delimiter("Who;Where to\nOne, Ann;a@example.com\nTwo, Bob;b@example.com"), b';');
        assert_eq!(delimiter("one column\nonly"), b',');
    }

    #[test]
    fn a_file_may_name_its_delimiter() {
        let text = "sep=;\r\nA,B;C\r\n";
        assert_eq!((delimiter(text), without_mark(text)), (b';', "A,B;C\r\n"));
        assert_eq!(without_mark("A;B\n"), "A;B\n");
    }
}
