//! From the bytes of a file to text.

use encoding_rs::{UTF_16BE, UTF_16LE};

use super::{Encoding, FileError};

/// How workbooks, old workbooks, PDFs and empty archives begin.
const BINARY_STARTS: [&[u8]; 4] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"PK\x05\x06"];
/// How much of a file is looked at to tell text from anything else, in bytes.
const LOOKED_AT: usize = 8 * 1024;
/// A file with more than one control character in so many bytes is no text.
const BYTES_PER_CONTROL: usize = 20;
/// In UTF-16 without its mark, at least one character in so many is of ASCII: delimiters, digits, addresses.
const CHARACTERS_PER_ASCII: usize = 10;
/// The letters that make up more than half of any Russian text and hardly any of what is mistaken for it.
const COMMON_CYRILLIC: &str = "оеаинтсрвлкмдпу";
/// At most one letter in so many is a capital after a small one: KOI8-R read as Windows-1251 swaps them.
const LETTERS_PER_INNER_CAPITAL: usize = 20;

/// A file's text, and how it was read.
#[derive(Debug, PartialEq, Eq)]
pub struct Text {
    /// The text, without its mark.
    pub content: String,
    /// The encoding.
    pub encoding: Encoding,
    /// Whether the bytes leave no doubt about it.
    pub is_certain: bool,
}

/// Reads UTF-8 and UTF-16 with and without their marks, Windows-1251 (Excel's CSV on a Russian Windows) where it is
/// plainly that, and anything else in the encoding that an admin has chosen.
///
/// # Errors
/// When the file is empty, no text, or in an encoding that cannot be told and was not chosen.
pub fn decode(bytes: &[u8], chosen: Option<Encoding>) -> Result<Text, FileError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(FileError::Empty);
    }
    for (codec, encoding) in [(UTF_16LE, Encoding::Utf16Le), (UTF_16BE, Encoding::Utf16Be)] {
        if encoding_rs::Encoding::for_bom(bytes).is_some_and(|(found, _)| found == codec) {
            let (text, broken) = codec.decode_with_bom_removal(bytes);
            return if broken { Err(FileError::Binary) } else { Ok(certain(text.into_owned(), encoding)) };
        }
    }
    if BINARY_STARTS.iter().any(|mark| bytes.starts_with(mark)) {
        return Err(FileError::Binary);
    }
    if let Some(text) = unmarked_utf_16(bytes) {
        return Ok(text);
    }
    if has_controls(bytes) {
        return Err(FileError::Binary);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(certain(text.to_owned(), Encoding::Utf8));
    }
    let in_doubt = |encoding: Encoding| Text { content: encoding.read(bytes), encoding, is_certain: false };
    if let Some(chosen) = chosen {
        return Ok(in_doubt(chosen));
    }
    let russian = in_doubt(Encoding::Windows1251);
    if is_plainly_russian(&russian.content) { Ok(russian) } else { Err(FileError::UnknownEncoding) }
}

fn certain(text: String, encoding: Encoding) -> Text {
    Text { content: text, encoding, is_certain: true }
}

fn has_controls(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(LOOKED_AT)];
    let controls = start.iter().filter(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace()).count();
    controls * BYTES_PER_CONTROL > start.len()
}

/// UTF-16 gives itself away by the zeros in every other byte: one for each character of ASCII.
fn unmarked_utf_16(bytes: &[u8]) -> Option<Text> {
    let start = &bytes[..bytes.len().min(LOOKED_AT)];
    let zeros = |offset: usize| start.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    let (codec, encoding) = if first < second { (UTF_16LE, Encoding::Utf16Le) } else { (UTF_16BE, Encoding::Utf16Be) };
    if first.max(second) * CHARACTERS_PER_ASCII * 2 < start.len() || first.min(second) > 0 {
        return None;
    }
    let (text, broken) = codec.decode_without_bom_handling(bytes);
    let is_text = !broken && !text.chars().any(|c| c.is_control() && !c.is_whitespace());
    is_text.then(|| certain(text.into_owned(), encoding))
}

/// Everything beyond ASCII is a Russian letter or a usual sign, the common letters are common, and capitals begin words.
pub(super) fn is_plainly_russian(text: &str) -> bool {
    let (mut letters, mut common, mut inner_capitals) = (0_usize, 0_usize, 0_usize);
    let mut before = ' ';
    for c in text.chars() {
        match c {
            'а'..='я' | 'А'..='Я' | 'ё' | 'Ё' => {
                letters += 1;
                let is_common = c.to_lowercase().any(|lower| COMMON_CYRILLIC.contains(lower));
                common += usize::from(is_common);
                inner_capitals += usize::from(c.is_uppercase() && before.is_lowercase());
            }
            '«' | '»' | '–' | '—' | '№' | '“' | '”' | '„' | '’' | '…' | '\u{a0}' => {}
            _ if c.is_ascii() => {}
            _ => return false,
        }
        before = c;
    }
    common * 2 > letters && inner_capitals * LETTERS_PER_INNER_CAPITAL <= letters
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<(String, Encoding), FileError> {
        decode(bytes, None).map(|text| (text.content, text.encoding))
    }

    #[test]
    fn text_is_read_in_the_encodings_that_spreadsheets_write() {
        assert_eq!(read("\u{feff}Почта".as_bytes()), Ok(("Почта".to_owned(), Encoding::Utf8)));
        assert_eq!(read(b"\xff\xfeA\x00\x16\x04"), Ok(("AЖ".to_owned(), Encoding::Utf16Le)));
        assert_eq!(read(b"\xfe\xff\x00A"), Ok(("A".to_owned(), Encoding::Utf16Be)));
        assert_eq!(read(b"\xce\xf2\xe4\xe5\xeb"), Ok(("Отдел".to_owned(), Encoding::Windows1251)));
        assert!(!decode(b"\xce\xf2\xe4\xe5\xeb", None).unwrap().is_certain);
    }

    #[test]
    fn utf_16_is_recognised_without_its_mark() {
        let text = "ФИО;Почта\r\nОльга;o@example.com\r\n";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read(&little), Ok((text.to_owned(), Encoding::Utf16Le)));
        assert_eq!(read(&big), Ok((text.to_owned(), Encoding::Utf16Be)));
        let one_zero = "ID,Name,Work email\n1,An\u{0}n,ann@example.com\n";
        assert_eq!(read(one_zero.as_bytes()), Ok((one_zero.to_owned(), Encoding::Utf8)));
    }

    #[test]
    fn what_cannot_be_told_is_asked_about() {
        assert_eq!(read(b"Ann \xff\xfe,x"), Err(FileError::UnknownEncoding));
        assert_eq!(read(b"Jos\xe9,Sales"), Err(FileError::UnknownEncoding));
        let koi8 = b"\xe9\xd7\xc1\xce\xcf\xd7 \xf0\xa3\xd4\xd2,\xef\xd4\xc4\xc5\xcc";
        assert_eq!(read(koi8), Err(FileError::UnknownEncoding));
        let chosen = |bytes: &[u8], encoding| decode(bytes, Some(encoding)).unwrap().content;
        assert_eq!(chosen(koi8, Encoding::Koi8R), "Иванов Пётр,Отдел");
        assert_eq!(chosen(b"Jos\xe9,Sales", Encoding::Windows1252), "José,Sales");
        assert_eq!(chosen(b"Jos\xe9,Sales", Encoding::Utf8), "Jos\u{fffd},Sales");
    }

    #[test]
    fn a_choice_changes_nothing_where_there_is_no_doubt() {
        assert_eq!(decode("Ёлка".as_bytes(), Some(Encoding::Koi8R)).unwrap().content, "Ёлка");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(read(b"PK\x03\x04"), Err(FileError::Binary));
        assert_eq!(read(b"\x00\x01\x02\x03"), Err(FileError::Binary));
        assert_eq!(read(b" \r\n"), Err(FileError::Empty));
    }
}
