//! The body of a part: written so that every mail server carries it unchanged (RFC 2045), with the dots doubled
//! that stand at the beginning of a line (RFC 5321, 4.5.2).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The longest line that RFC 5322 allows, in characters, without its end.
const LONGEST_LINE: usize = 998;
/// The longest line of an encoded body (RFC 2045, 6.7 and 6.8).
const LONGEST_ENCODED_LINE: usize = 76;
/// Bytes that make a line of base64.
const BASE64_LINE: usize = LONGEST_ENCODED_LINE / 4 * 3;

/// Writes the header of the encoding, an empty line and the text, which ends with a line's end.
pub(super) fn write(out: &mut String, text: &str) {
    let text = text.trim_end_matches(['\r', '\n']);
    let beyond = text.bytes().filter(|byte| !byte.is_ascii()).count();
    let is_plain = |line: &str| {
        line.len() <= LONGEST_LINE && line.bytes().all(|byte| (b' '..=b'~').contains(&byte) || byte == b'\t')
    };
    if beyond == 0 && text.lines().all(is_plain) {
        out.push_str("Content-Transfer-Encoding: 7bit\r\n\r\n");
        plain(out, text);
    } else if 6 * beyond < text.len() {
        out.push_str("Content-Transfer-Encoding: quoted-printable\r\n\r\n");
        for line in text.lines() {
            quoted_printable(out, line);
        }
    } else {
        // Two bytes of a Cyrillic letter make six characters of the other encoding.
        out.push_str("Content-Transfer-Encoding: base64\r\n\r\n");
        base64(out, text);
    }
}

fn plain(out: &mut String, text: &str) {
    for line in text.lines() {
        if line.starts_with('.') {
            out.push('.');
        }
        out.push_str(line);
        out.push_str("\r\n");
    }
}

/// One line; a soft break ends each piece of it but the last.
fn quoted_printable(out: &mut String, line: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let bytes = line.as_bytes();
    let mut length = 0;
    for (place, byte) in bytes.iter().enumerate() {
        let is_last = place + 1 == bytes.len();
        let stands = match byte {
            b' ' | b'\t' => !is_last,
            // Doubling it would have to be counted; encoded it needs none.
            b'.' => length > 0,
            b'=' => false,
            _ => byte.is_ascii_graphic(),
        };
        let needs = if stands { 1 } else { 3 };
        // The soft break needs a place itself.
        if length + needs > LONGEST_ENCODED_LINE - usize::from(!is_last) {
            out.push_str("=\r\n");
            length = 0;
        }
        // A dot may stand first only after a break made just now.
        if stands && !(*byte == b'.' && length == 0) {
            out.push(char::from(*byte));
            length += 1;
        } else {
            let code = [b'=', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]];
            out.extend(code.map(char::from));
            length += 3;
        }
    }
    out.push_str("\r\n");
}

fn base64(out: &mut String, text: &str) {
    let mut normal = String::with_capacity(text.len() + text.len() / 32);
    for line in text.lines() {
        normal.push_str(line);
        normal.push_str("\r\n");
    }
    for piece in normal.as_bytes().chunks(BASE64_LINE) {
        STANDARD.encode_string(piece, out);
        out.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Undoes the encoding by an independent reader.
    fn read_back(text: &str) -> String {
        let mut part = "Content-Type: text/plain; charset=utf-8\r\n".to_owned();
        write(&mut part, text);
        let longest = part.lines().map(str::len).max().unwrap_or_default();
        assert!(part.is_ascii() && longest <= LONGEST_LINE, "{part:?}");
        let unstuffed: String =
            part.split_inclusive("\r\n").map(|line| line.strip_prefix('.').unwrap_or(line)).collect();
        let message = mail_parser::MessageParser::default().parse(unstuffed.as_bytes()).unwrap();
        message.body_text(0).unwrap().replace("\r\n", "\n").trim_end_matches('\n').to_owned()
    }

    fn encoding(text: &str) -> String {
        let mut part = String::new();
        write(&mut part, text);
        part.lines().next().unwrap_or_default().rsplit(' ').next().unwrap_or_default().to_owned()
    }

    #[test]
    fn the_encoding_follows_from_the_text() {
        assert_eq!(encoding("One question\n.\n"), "7bit");
        assert_eq!(encoding("Un café pour la question"), "quoted-printable");
        assert_eq!(encoding(&"x".repeat(999)), "quoted-printable");
        assert_eq!(encoding("Один вопрос"), "base64");
    }

    proptest! {
        #[test]
        fn a_text_comes_back_as_it_was(lines in prop::collection::vec("[ -~]{0,90}|[а-яё .=]{0,60}|[ -~é]{0,200}", 0..8)) {
            let text = lines.join("\n");
            let text = text.trim_end_matches('\n');
            prop_assert_eq!(read_back(text), text);
        }
    }
}
