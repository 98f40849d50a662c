//! From the bytes of a file to text.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1251};

use super::FileError;

/// How workbooks, old workbooks, PDFs and empty archives begin.
const BINARY_STARTS: [&[u8]; 4] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"PK\x05\x06"];
/// How much of a file is looked at to tell text from anything else, in bytes.
const LOOKED_AT: usize = 8 * 1024;
/// A file with more than one control character in so many bytes is no text.
const BYTES_PER_CONTROL: usize = 20;
/// The letters that make up more than half of any Russian text and hardly any of what is mistaken for it.
const COMMON_CYRILLIC: &str = "оеаинтсрвлкмдпу";
/// How much of a misread file is shown, in characters.
const SAMPLE: usize = 40;

/// Reads UTF-8 with and without its mark, UTF-16 with its mark (Excel's "Unicode text"), and
/// Windows-1251 (Excel's CSV on a Russian Windows) where it is plainly that.
///
/// # Errors
/// When the file is empty, no text, or in an encoding that cannot be told.
pub fn decode(bytes: &[u8]) -> Result<String, FileError> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(FileError::Empty);
    }
    for encoding in [UTF_16LE, UTF_16BE] {
        if Encoding::for_bom(bytes).is_some_and(|(found, _)| found == encoding) {
            let (text, broken) = encoding.decode_with_bom_removal(bytes);
            return if broken { Err(FileError::Binary) } else { Ok(text.into_owned()) };
        }
    }
    if is_binary(bytes) {
        return Err(FileError::Binary);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => windows_1251(bytes, error.valid_up_to()),
    }
}

fn is_binary(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(LOOKED_AT)];
    let controls = start.iter().filter(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace()).count();
    BINARY_STARTS.iter().any(|mark| start.starts_with(mark)) || controls * BYTES_PER_CONTROL > start.len()
}

fn windows_1251(bytes: &[u8], first_odd: usize) -> Result<String, FileError> {
    let (text, _) = WINDOWS_1251.decode_without_bom_handling(bytes);
    if is_plainly_russian(&text) {
        return Ok(text.into_owned());
    }
    // In this encoding a byte is a character, so the sample can begin a little before the odd one.
    let sample = text.chars().skip(first_odd.saturating_sub(SAMPLE / 4)).filter(|c| !c.is_control()).take(SAMPLE);
    Err(FileError::UnknownEncoding { sample: sample.collect() })
}

/// Everything beyond ASCII is a Russian letter or a usual sign, and the common letters are common.
fn is_plainly_russian(text: &str) -> bool {
    let (mut letters, mut common) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        match c {
            'а'..='я' | 'А'..='Я' | 'ё' | 'Ё' => {
                letters += 1;
                let is_common = c.to_lowercase().any(|lower| COMMON_CYRILLIC.contains(lower));
                common += usize::from(is_common);
            }
            '«' | '»' | '–' | '—' | '№' | '“' | '”' | '„' | '’' | '…' | '\u{a0}' => {}
            _ => return false,
        }
    }
    common * 2 > letters
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_in_the_encodings_that_spreadsheets_write() {
        assert_eq!(decode("\u{feff}Почта".as_bytes()), Ok("Почта".to_owned()));
        assert_eq!(decode(b"\xff\xfeA\x00\x16\x04"), Ok("AЖ".to_owned()));
        assert_eq!(decode(b"\xfe\xff\x00A"), Ok("A".to_owned()));
        assert_eq!(decode(b"\xce\xf2\xe4\xe5\xeb"), Ok("Отдел".to_owned()));
    }

    #[test]
    fn what_cannot_be_told_is_refused_with_a_sample() {
        assert_eq!(decode(b"Ann \xff\xfe,x"), Err(FileError::UnknownEncoding { sample: "Ann яю,x".into() }));
        assert!(matches!(decode(b"Jos\xe9,Sales"), Err(FileError::UnknownEncoding { .. })));
        assert_eq!(decode(b"PK\x03\x04"), Err(FileError::Binary));
        assert_eq!(decode(b"\x00\x01\x02\x03"), Err(FileError::Binary));
        assert_eq!(decode(b" \r\n"), Err(FileError::Empty));
    }
}
