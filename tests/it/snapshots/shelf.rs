//! The accepted texts, one in each file.

use std::collections::BTreeMap;
use std::path::PathBuf;

use candor::db::WaveId;

/// Set to `accept`, what is found becomes what is expected.
const SETTING: &str = "CANDOR_SNAPSHOTS";

/// What was found, by the name of its file.
pub struct Shelf {
    found: BTreeMap<String, String>,
    waves: Vec<(String, String)>,
}

impl Shelf {
    /// Waves are called by their titles: their ids are others each time.
    pub fn new(waves: impl Iterator<Item = (&'static str, WaveId)>) -> Self {
        let called = |(title, id): (&str, WaveId)| (id.to_string(), format!("<{}>", title.to_lowercase()));
        Self { found: BTreeMap::new(), waves: waves.map(called).collect() }
    }

    pub fn put(&mut self, name: &str, text: &str) {
        let mut text = text.replace("\r\n", "\n").trim_start_matches('\u{feff}').trim_end().to_owned() + "\n";
        for (id, called) in &self.waves {
            text = text.replace(id, called);
        }
        self.found.insert(format!("{name}.txt"), without_ids(&text));
    }

    /// Fails where something is not as it was accepted.
    pub fn judge(self) {
        #[expect(clippy::disallowed_methods, reason = "only tests read this, and only here")]
        let is_accepted = std::env::var(SETTING).is_ok_and(|word| word == "accept");
        let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snapshots"));
        if is_accepted {
            let _ = std::fs::remove_dir_all(&folder);
            std::fs::create_dir_all(&folder).unwrap();
            for (name, text) in &self.found {
                std::fs::write(folder.join(name), text).unwrap();
            }
        }
        let mut differ: Vec<String> = self
            .found
            .iter()
            .filter_map(|(name, found)| difference(name, &std::fs::read_to_string(folder.join(name)).ok()?, found))
            .collect();
        let there = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let there: Vec<String> = there.collect();
        differ.extend(
            there.iter().filter(|name| !self.found.contains_key(*name)).map(|name| format!("{name} is not written")),
        );
        differ.extend(self.found.keys().filter(|name| !there.contains(name)).map(|name| format!("{name} is new")));
        assert!(differ.is_empty(), "{}\n\n{SETTING}=accept tests/run snapshots keeps this", differ.join("\n"));
    }
}

/// The first lines that differ; none where all are the same.
fn difference(name: &str, expected: &str, found: &str) -> Option<String> {
    let (mut old, mut new) = (expected.lines(), found.lines());
    for number in 1.. {
        match (old.next(), new.next()) {
            (None, None) => return None,
            (old, new) if old == new => {}
            (old, new) => {
                return Some(format!("{name}:{number}\n  was {}\n  is  {}", old.unwrap_or(""), new.unwrap_or("")));
            }
        }
    }
    None
}

/// A text with a mark in the place of every other id.
fn without_ids(text: &str) -> String {
    let is_of_id = |letter: char| letter.is_ascii_hexdigit() || letter == '-';
    let mut rest = text;
    let mut plain = String::with_capacity(text.len());
    while let Some(start) = rest.find(is_of_id) {
        let end = rest[start..].find(|letter| !is_of_id(letter)).map_or(rest.len(), |length| start + length);
        let word = &rest[start..end];
        plain.push_str(&rest[..start]);
        plain.push_str(if word.len() == 36 && uuid::Uuid::try_parse(word).is_ok() { "<id>" } else { word });
        rest = &rest[end..];
    }
    plain + rest
}

#[test]
fn a_difference_is_named_with_its_line() {
    assert_eq!(difference("a", "1\n2\n", "1\n2\n"), None);
    assert_eq!(difference("a", "1\n2\n", "1\n3\n").unwrap(), "a:2\n  was 2\n  is  3");
    assert!(difference("a", "1\n", "1\n2\n").is_some());
    assert_eq!(without_ids("/a/0191b0c8-7a52-7d8e-9f0a-0123456789ab?b"), "/a/<id>?b");
}
