//! Where the columns of a file are, and whether they suffice.

use super::heading::recognise;
use super::{Column, FileError};

/// Why columns cannot be used as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unclear {
    /// None holds the address.
    NoEmail,
    /// None holds the name.
    NoName,
    /// Two hold the same.
    Twice {
        /// What.
        column: Column,
        /// The place of the later one, from 0.
        place: usize,
        /// The place of the one before it.
        before: usize,
    },
}

/// Where the columns of a file are.
#[derive(Debug, Default)]
pub struct Columns {
    places: Vec<(Column, usize)>,
    /// Headings of what is not used.
    pub ignored: Vec<String>,
    /// Headings of what is recognised and not kept.
    pub not_kept: Vec<String>,
    /// How many columns the heading has.
    pub width: usize,
    /// Whether a name in parts is put together last name first, as in Russian.
    pub last_name_first: bool,
}

impl Columns {
    /// Puts headings and what their columns hold together.
    ///
    /// # Errors
    /// When two columns hold the same, or name or address are missing.
    pub fn new(headings: &[&str], meanings: &[Option<Column>]) -> Result<Self, FileError> {
        let unclear = unclear(meanings);
        if !unclear.is_empty() {
            return Err(FileError::Columns(unclear));
        }
        let mut found = Self { width: headings.len(), ..Self::default() };
        let is_whole = meanings.contains(&Some(Column::FullName));
        for (place, (heading, column)) in headings.iter().zip(meanings).enumerate() {
            match column {
                // The first name is of use beside the whole: greetings say it.
                Some(Column::MiddleName | Column::LastName) if is_whole => found.ignore(heading),
                Some(Column::NotKept) => found.not_kept.push((*heading).to_owned()),
                Some(column) => {
                    found.places.push((*column, place));
                    found.last_name_first |= *column == Column::LastName && !heading.is_ascii();
                }
                None if recognise(heading) == Some(Column::NotKept) => found.not_kept.push((*heading).to_owned()),
                None => found.ignore(heading),
            }
        }
        Ok(found)
    }

    fn ignore(&mut self, heading: &str) {
        if !heading.is_empty() {
            self.ignored.push(heading.to_owned());
        }
    }

    /// Where a column is, if the file has it.
    #[must_use]
    pub fn place(&self, column: Column) -> Option<usize> {
        self.places.iter().find(|(found, _)| *found == column).map(|(_, place)| *place)
    }
}

/// What is unclear about columns that hold this; nothing if they can be used.
#[must_use]
pub fn unclear(meanings: &[Option<Column>]) -> Vec<Unclear> {
    let has = |column| meanings.contains(&Some(column));
    let mut found = Vec::new();
    if !has(Column::Email) {
        found.push(Unclear::NoEmail);
    }
    if ![Column::FullName, Column::LastName, Column::FirstName].into_iter().any(has) {
        found.push(Unclear::NoName);
    }
    for (place, meaning) in meanings.iter().enumerate() {
        let Some(column) = meaning.filter(|column| *column != Column::NotKept) else { continue };
        if let Some(before) = meanings[..place].iter().position(|other| *other == Some(column)) {
            found.push(Unclear::Twice { column, place, before });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_a_name_and_everything_once_suffice() {
        use Column::{Email, FirstName, FullName, NotKept};
        assert_eq!(unclear(&[Some(Email), None, Some(FirstName), Some(NotKept), Some(NotKept)]), []);
        assert_eq!(unclear(&[None, Some(Column::MiddleName)]), [Unclear::NoEmail, Unclear::NoName]);
        let twice = Unclear::Twice { column: Email, place: 2, before: 0 };
        assert_eq!(unclear(&[Some(Email), Some(FullName), Some(Email)]), [twice]);
    }

    #[test]
    fn parts_of_a_name_are_ignored_beside_the_whole_name() {
        let columns = Columns::new(
            &["ФИО", "Фамилия", "Почта"],
            &[Some(Column::FullName), Some(Column::LastName), Some(Column::Email)],
        );
        assert_eq!(columns.unwrap().ignored, ["Фамилия"]);
    }
}
