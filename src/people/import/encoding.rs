//! Encodings: how the bytes of a file stand for letters, and how a file would read in each.

use encoding_rs::{IBM866, KOI8_R, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};

use super::text::is_plainly_russian;

/// Lines shown of each reading.
const SAMPLE_LINES: usize = 3;
/// Characters shown of a line before its first odd one.
const SHOWN_BEFORE: usize = 40;
/// Characters shown of a line.
const SHOWN: usize = 110;

/// How the bytes of a file stand for letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// What everything should be in.
    Utf8,
    /// Excel's "Unicode text".
    Utf16Le,
    /// The same with its bytes swapped.
    Utf16Be,
    /// Excel's CSV on a Russian Windows.
    Windows1251,
    /// Excel's "CSV (MS-DOS)" on a Russian Windows.
    Ibm866,
    /// Old Russian Unix.
    Koi8R,
    /// Excel's CSV in Western Europe and America.
    Windows1252,
    /// Excel's CSV in Central Europe.
    Windows1250,
}

impl Encoding {
    /// Those between which only a reader can decide.
    pub const CHOICES: [Self; 6] =
        [Self::Windows1251, Self::Ibm866, Self::Koi8R, Self::Windows1252, Self::Windows1250, Self::Utf8];
    const ALL: [Self; 8] = [
        Self::Utf8,
        Self::Utf16Le,
        Self::Utf16Be,
        Self::Windows1251,
        Self::Ibm866,
        Self::Koi8R,
        Self::Windows1252,
        Self::Windows1250,
    ];

    fn codec(self) -> &'static encoding_rs::Encoding {
        match self {
            Self::Utf8 => UTF_8,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::Windows1251 => WINDOWS_1251,
            Self::Ibm866 => IBM866,
            Self::Koi8R => KOI8_R,
            Self::Windows1252 => WINDOWS_1252,
            Self::Windows1250 => WINDOWS_1250,
        }
    }

    /// Its name, as it stands in forms and in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.codec().name()
    }

    /// The encoding of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|encoding| encoding.name() == name)
    }

    /// The text of some bytes; what cannot be read becomes U+FFFD.
    #[must_use]
    pub fn read(self, bytes: &[u8]) -> String {
        self.codec().decode_without_bom_handling(bytes).0.into_owned()
    }
}

/// How a file would read in an encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The encoding.
    pub encoding: Encoding,
    /// The first lines that read differently in others.
    pub lines: Vec<String>,
}

/// How a file would read in each encoding that it may be in, the likeliest first. Encodings in which it reads the
/// same are given once, those in which a letter is missing not at all; UTF-8 is always there, for a file of which
/// only a part is broken.
#[must_use]
pub fn readings(bytes: &[u8]) -> Vec<Reading> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut used: Vec<u8> = bytes.iter().copied().filter(|byte| !byte.is_ascii()).collect();
    used.sort_unstable();
    used.dedup();
    let mut seen = Vec::new();
    let mut found = Vec::new();
    for encoding in Encoding::CHOICES {
        let letters = encoding.read(&used);
        if encoding != Encoding::Utf8 && (letters.chars().any(char::is_control) || seen.contains(&letters)) {
            continue;
        }
        seen.push(letters);
        found.push((is_likely(encoding, bytes), Reading { encoding, lines: sample(bytes, encoding) }));
    }
    found.sort_by_key(|(is_likely, _)| !is_likely);
    found.into_iter().map(|(_, reading)| reading).collect()
}

fn is_likely(encoding: Encoding, bytes: &[u8]) -> bool {
    let text = encoding.read(bytes);
    if encoding != Encoding::Utf8 {
        return is_plainly_russian(&text);
    }
    let (mut read, mut lost) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        if c == char::REPLACEMENT_CHARACTER {
            lost += 1;
        } else {
            read += 1;
        }
    }
    read > lost
}

fn sample(bytes: &[u8], encoding: Encoding) -> Vec<String> {
    let lines = bytes.split(|byte| matches!(byte, b'\n' | b'\r'));
    let odd = lines.filter(|line| !line.is_ascii()).take(SAMPLE_LINES);
    odd.map(|line| {
        let before = line.iter().position(|byte| !byte.is_ascii()).unwrap_or_default();
        let skipped = before.saturating_sub(SHOWN_BEFORE);
        let shown = encoding.read(&line[skipped..]);
        let mut text: String = shown.chars().filter(|c| !c.is_control() || *c == '\t').take(SHOWN).collect();
        if skipped > 0 {
            text.insert(0, '…');
        }
        if shown.chars().nth(SHOWN).is_some() {
            text.push('…');
        }
        text
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Vec<(Encoding, String)> {
        readings(bytes).into_iter().map(|reading| (reading.encoding, reading.lines.concat())).collect()
    }

    #[test]
    fn encodings_that_read_alike_are_given_once() {
        let found = read(b"Name\nJos\xe9\n");
        let western: Vec<_> = found.iter().filter(|(_, text)| text == "José").collect();
        assert_eq!(western, [&(Encoding::Windows1252, "José".to_owned())]);
    }

    #[test]
    fn what_is_plainly_russian_comes_first() {
        let found = read(b"\x88\xa2\xa0\xad\xae\xa2 \x8f\xf1\xe2\xe0\n");
        assert_eq!(found[0], (Encoding::Ibm866, "Иванов Пётр".to_owned()));
        let mut mostly = "Иванов Пётр ".as_bytes().to_vec();
        mostly.push(0xff);
        assert_eq!(read(&mostly)[0], (Encoding::Utf8, "Иванов Пётр \u{fffd}".to_owned()));
    }

    #[test]
    fn a_long_line_is_shown_where_it_is_odd() {
        let line = [vec![b'x'; 500], b"\xff".to_vec(), vec![b'y'; 500]].concat();
        let text = &read(&line)[0].1;
        assert!(text.starts_with("…xxx") && text.contains("xя") && text.ends_with("y…"), "{text}");
    }

    #[test]
    fn every_name_is_read_back() {
        for encoding in Encoding::ALL {
            assert_eq!(Encoding::from_name(encoding.name()), Some(encoding));
        }
        assert_eq!(Encoding::from_name("ebcdic"), None);
    }
}
