//! Where a group stands in the tree: its name, after those above it. Kept as one text, since a report has thousands.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use smallvec::SmallVec;

/// Most levels that take no memory of their own.
const USUAL_LEVELS: usize = 4;

/// Names from the top; none for the whole wave.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct GroupPath {
    /// The names behind each other.
    names: String,
    /// Where each of them ends.
    ends: SmallVec<[usize; USUAL_LEVELS]>,
}

impl GroupPath {
    /// How deep it leads: 0 for the whole wave, 1 for a department.
    ///
    /// ```
    /// use candor::reports::GroupPath;
    /// let path: GroupPath = ["Sales", "Riga"].into_iter().collect();
    /// assert_eq!((path.len(), path.last(), path.above()), (2, Some("Riga"), vec!["Sales"]));
    /// assert_eq!(path.join(" / "), "Sales / Riga");
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it is that of the whole wave.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Its names from the top.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let begins = std::iter::once(0).chain(self.ends.iter().copied());
        begins.zip(&self.ends).map(|(begin, end)| &self.names[begin..*end])
    }

    /// The group's own name.
    #[must_use]
    pub fn last(&self) -> Option<&str> {
        let begin = self.ends.iter().rev().nth(1).copied().unwrap_or_default();
        self.ends.last().map(|end| &self.names[begin..*end])
    }

    /// The names above its own.
    #[must_use]
    pub fn above(&self) -> Vec<&str> {
        self.iter().take(self.len().saturating_sub(1)).collect()
    }

    /// All names in one text.
    #[must_use]
    pub fn join(&self, between: &str) -> String {
        self.iter().collect::<Vec<_>>().join(between)
    }

    /// Whether it is that of a group or of one below it.
    #[must_use]
    pub fn starts_with(&self, group: &Self) -> bool {
        self.len() >= group.len() && self.iter().zip(group.iter()).all(|(ours, theirs)| ours == theirs)
    }

    /// The names behind each other, with the length of each in bytes.
    pub(super) fn packed(&self) -> (&str, impl Iterator<Item = usize>) {
        (&self.names, self.iter().map(str::len))
    }

    /// The same path again; none where the lengths are not those of the names.
    pub(super) fn unpack(names: &str, lengths: impl Iterator<Item = Option<usize>>) -> Option<Self> {
        let (mut ends, mut end) = (SmallVec::new(), 0_usize);
        for length in lengths {
            end = end.checked_add(length?)?;
            if !names.is_char_boundary(end) {
                return None;
            }
            ends.push(end);
        }
        (end == names.len()).then(|| Self { names: names.to_owned(), ends })
    }
}

impl<T: AsRef<str>> FromIterator<T> for GroupPath {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Self {
        let mut path = Self::default();
        for name in all {
            path.names.push_str(name.as_ref());
            path.ends.push(path.names.len());
        }
        path
    }
}

impl fmt::Debug for GroupPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl Serialize for GroupPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for GroupPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<String>::deserialize(deserializer)?.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(names: &[&str]) -> GroupPath {
        names.iter().collect()
    }

    #[test]
    fn names_are_told_apart_though_they_stand_in_one_text() {
        assert_ne!(path(&["ab", "c"]), path(&["a", "bc"]));
        assert_eq!(path(&["", "Ж", ""]).iter().collect::<Vec<_>>(), ["", "Ж", ""]);
        assert_eq!((path(&[]).last(), path(&[]).above().len()), (None, 0));
        assert!(path(&["a", "b"]).starts_with(&path(&["a"])) && path(&["a"]).starts_with(&path(&[])));
        assert!(!path(&["ab"]).starts_with(&path(&["a"])) && !path(&["a"]).starts_with(&path(&["a", "b"])));
    }

    #[test]
    fn it_is_stored_as_a_list() {
        let stored = serde_json::to_string(&path(&["Sales", "Riga"])).unwrap();
        assert_eq!(stored, r#"["Sales","Riga"]"#);
        assert_eq!(serde_json::from_str::<GroupPath>(&stored).unwrap(), path(&["Sales", "Riga"]));
    }
}
