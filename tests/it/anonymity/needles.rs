//! Finds many things in many bytes in one pass, in every encoding that a program leaves behind.

use std::collections::HashMap;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// What a needle must have at least: the search compares the last eight bytes first.
const SHORTEST: usize = 8;

/// What is looked for, each with what it stands for.
pub struct Needles<T> {
    /// Whether a needle may end so: most places are passed over by this alone.
    maybe: Vec<bool>,
    by_end: HashMap<u64, Vec<(Vec<u8>, T)>>,
}

impl<T: Copy> Needles<T> {
    pub fn new(needles: impl IntoIterator<Item = (Vec<u8>, T)>) -> Self {
        let mut all = Self { maybe: vec![false; 1 << 20], by_end: HashMap::new() };
        for (needle, meaning) in needles {
            assert!(needle.len() >= SHORTEST, "{needle:?} is too short to be told from chance");
            let end = u64::from_be_bytes(*needle.last_chunk().unwrap());
            all.maybe[mixed(end)] = true;
            all.by_end.entry(end).or_default().push((needle, meaning));
        }
        all
    }

    /// What is found, with the place of its last byte, in that order.
    #[expect(clippy::cast_lossless, reason = "a call for each byte costs more than all the rest")]
    pub fn find(&self, bytes: &[u8]) -> Vec<(usize, T)> {
        let (maybe, length): (&[bool], usize) = (&self.maybe, bytes.len());
        let (mut found, mut last, mut end) = (Vec::new(), 0_u64, 0);
        // Of a hundred million bytes: tests are built without optimisation, so nothing is called for each of them.
        while end < length {
            last = (last << 8) | bytes[end] as u64;
            if maybe[((last ^ (last >> 19) ^ (last >> 41)) & 0xf_ffff) as usize] {
                let alike = self.by_end.get(&last).into_iter().flatten();
                let there = alike.filter(|(needle, _)| bytes[..=end].ends_with(needle));
                found.extend(there.map(|(_, meaning)| (end, *meaning)));
            }
            end += 1;
        }
        found
    }
}

/// Where a needle with this end is marked, by bits of all of it.
fn mixed(end: u64) -> usize {
    ((end ^ (end >> 19) ^ (end >> 41)) & 0xf_ffff) as usize
}

/// A text in every encoding, by name.
pub fn encodings(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let bytes = text.as_bytes();
    let each = |write: &dyn Fn(&mut String, u8)| {
        bytes.iter().fold(String::new(), |mut text, byte| {
            write(&mut text, *byte);
            text
        })
    };
    let json = text.encode_utf16().fold(String::new(), |mut text, unit| {
        match u8::try_from(unit) {
            Ok(ascii) if ascii.is_ascii() => text.push(char::from(ascii)),
            _ => write!(text, "\\u{unit:04x}").unwrap(),
        }
        text
    });
    let percent = each(&|text, byte| {
        if byte.is_ascii_alphanumeric() {
            text.push(char::from(byte));
        } else {
            write!(text, "%{byte:02X}").unwrap();
        }
    });
    let mut all = vec![
        ("plain", bytes.to_vec()),
        ("percent", percent.clone().into_bytes()),
        ("percent, lower case", percent.to_lowercase().into_bytes()),
        ("JSON", json.into_bytes()),
        ("hexadecimal", each(&|text, byte| write!(text, "{byte:02x}").unwrap()).into_bytes()),
        ("HEXADECIMAL", each(&|text, byte| write!(text, "{byte:02X}").unwrap()).into_bytes()),
        ("UTF-16 LE", text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("UTF-16 BE", text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
    ];
    for shift in 0..3 {
        // In base64 a text looks different at each of three places; the outer characters depend on its neighbours.
        let whole = STANDARD_NO_PAD.encode([&vec![0; shift][..], bytes].concat());
        all.push(("base64", whole.as_bytes()[[0, 2, 3][shift]..whole.len() - 2].to_vec()));
    }
    all
}

/// An id or a mark as bytes, as digits in both cases, and as a UUID is written.
pub fn digits(bytes: &[u8]) -> Vec<Vec<u8>> {
    let lower = bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    });
    let dashed = uuid::Uuid::from_slice(bytes).map(|id| id.hyphenated().to_string().into_bytes());
    let mut all = vec![bytes.to_vec(), lower.to_uppercase().into_bytes(), lower.into_bytes()];
    all.extend(dashed);
    all
}

#[test]
fn what_is_there_is_found_where_it_ends() {
    let needles = Needles::new([(b"needle-1".to_vec(), 1), (b"needle-2".to_vec(), 2), (b"a needle-2".to_vec(), 3)]);
    assert_eq!(needles.find(b"needle-1, a needle-2"), [(7, 1), (19, 2), (19, 3)]);
    assert_eq!(needles.find(b"needle-3 needle-"), []);
}
