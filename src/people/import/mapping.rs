//! Mappings: what an admin said that columns hold, remembered for files with the same headings.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::Column;
use super::heading::key;

/// What stands between names where they are hashed; no name contains it.
const BETWEEN: &str = "\n";

/// The headings of a file as a mapping knows them: compared without case, spaces and signs, and numbered where they
/// repeat, so that each is another and their order does not matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headings(Vec<String>);

impl Headings {
    /// Reads the headings of a file.
    pub fn new(headings: &[&str]) -> Self {
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        let name = |heading: &&str| {
            let key = key(heading);
            let time = times.entry(key.clone()).or_default();
            *time += 1;
            format!("{key}#{time}")
        };
        Self(headings.iter().map(name).collect())
    }

    /// Recognises files with the same headings, in whatever order.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut names = self.0.clone();
        names.sort_unstable();
        URL_SAFE_NO_PAD.encode(Sha256::digest(names.join(BETWEEN)))
    }

    /// What is remembered when the columns hold this, one for each heading.
    #[must_use]
    pub fn mapping(&self, meanings: &[Option<Column>]) -> Mapping {
        let pairs = self.0.iter().zip(meanings);
        Mapping(pairs.filter_map(|(name, column)| Some((name.clone(), (*column)?.word().to_owned()))).collect())
    }

    /// What the columns hold by a mapping.
    #[must_use]
    pub fn meanings(&self, mapping: &Mapping) -> Vec<Option<Column>> {
        let column = |name| mapping.0.get(name).and_then(|word| Column::from_word(word));
        self.0.iter().map(column).collect()
    }
}

/// What each column holds, by its heading; those that are ignored are not in it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Mapping(BTreeMap<String, String>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_case_and_signs_of_headings_do_not_matter() {
        let (one, other) = (Headings::new(&["Кто", "Куда писать"]), Headings::new(&["КУДА-ПИСАТЬ", "кто:"]));
        assert_eq!(one.fingerprint(), other.fingerprint());
        let mapping = one.mapping(&[Some(Column::FullName), Some(Column::Email)]);
        assert_eq!(other.meanings(&mapping), [Some(Column::Email), Some(Column::FullName)]);
        assert_ne!(one.fingerprint(), Headings::new(&["Кто", "Куда писать", "Ещё"]).fingerprint());
    }

    #[test]
    fn headings_that_repeat_are_told_apart() {
        let headings = Headings::new(&["", "Text", "Text"]);
        let meanings = [None, Some(Column::FullName), Some(Column::Email)];
        assert_eq!(headings.meanings(&headings.mapping(&meanings)), meanings);
    }
}
