//! Which column holds what, by its heading in English or Russian.

use super::FileError;
use crate::people::person::folded;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Column {
    /// The number the company knows someone by.
    EmployeeId,
    /// The whole name.
    FullName,
    /// The first name alone.
    FirstName,
    /// The patronymic or middle name alone.
    MiddleName,
    /// The last name alone.
    LastName,
    /// The address.
    Email,
    /// The department, perhaps with its levels.
    Department,
    /// A further level below the department.
    Team,
    /// The language someone is written to in.
    Language,
    /// Recognised, and not kept: the method needs none of it.
    NotKept,
}

/// Headings without spaces and signs, in lower case, ё as е.
const HEADINGS: [(&str, Column); 51] = [
    ("employeeid", Column::EmployeeId),
    ("employeenumber", Column::EmployeeId),
    ("personnelnumber", Column::EmployeeId),
    ("id", Column::EmployeeId),
    ("табельныйномер", Column::EmployeeId),
    ("табномер", Column::EmployeeId),
    ("fullname", Column::FullName),
    ("name", Column::FullName),
    ("фио", Column::FullName),
    ("firstname", Column::FirstName),
    ("givenname", Column::FirstName),
    ("имя", Column::FirstName),
    ("middlename", Column::MiddleName),
    ("patronymic", Column::MiddleName),
    ("отчество", Column::MiddleName),
    ("lastname", Column::LastName),
    ("surname", Column::LastName),
    ("familyname", Column::LastName),
    ("фамилия", Column::LastName),
    ("workemail", Column::Email),
    ("email", Column::Email),
    ("emailaddress", Column::Email),
    ("workemailaddress", Column::Email),
    ("почта", Column::Email),
    ("рабочаяпочта", Column::Email),
    ("электроннаяпочта", Column::Email),
    ("адресэлектроннойпочты", Column::Email),
    ("рабочийemail", Column::Email),
    ("department", Column::Department),
    ("отдел", Column::Department),
    ("подразделение", Column::Department),
    ("департамент", Column::Department),
    ("team", Column::Team),
    ("group", Column::Team),
    ("группа", Column::Team),
    ("команда", Column::Team),
    ("language", Column::Language),
    ("язык", Column::Language),
    ("gender", Column::NotKept),
    ("sex", Column::NotKept),
    ("пол", Column::NotKept),
    ("birthyear", Column::NotKept),
    ("yearofbirth", Column::NotKept),
    ("dateofbirth", Column::NotKept),
    ("годрождения", Column::NotKept),
    ("датарождения", Column::NotKept),
    ("hiredate", Column::NotKept),
    ("датаприема", Column::NotKept),
    ("датанайма", Column::NotKept),
    ("timezone", Column::NotKept),
    ("часовойпояс", Column::NotKept),
];

/// What a heading means, if anything.
#[must_use]
pub fn recognise(heading: &str) -> Option<Column> {
    let key: String = folded(heading).chars().filter(|c| c.is_alphanumeric()).collect();
    HEADINGS.iter().find(|(name, _)| *name == key).map(|(_, column)| *column)
}

/// Where the columns of a file are.
#[derive(Debug, Default)]
pub struct Columns {
    places: Vec<(Column, usize)>,
    /// Headings that nothing is known of.
    pub ignored: Vec<String>,
    /// Headings of what is recognised and not kept.
    pub not_kept: Vec<String>,
    /// How many columns the heading has.
    pub width: usize,
    /// Whether a name in parts is put together last name first, as in Russian.
    pub last_name_first: bool,
}

impl Columns {
    /// Reads the heading.
    ///
    /// # Errors
    /// When two columns say the same, or name or address are missing.
    pub fn read<'h>(headings: impl Iterator<Item = &'h str>) -> Result<Self, FileError> {
        let mut found = Self::default();
        let headings: Vec<&str> = headings.map(str::trim).collect();
        found.width = headings.iter().rposition(|heading| !heading.is_empty()).map_or(0, |last| last + 1);
        for (place, heading) in headings.iter().enumerate().take(found.width) {
            match recognise(heading) {
                Some(Column::NotKept) => found.not_kept.push((*heading).to_owned()),
                Some(column) => {
                    if let Some(before) = found.place(column) {
                        let (first, second) = (headings[before].to_owned(), (*heading).to_owned());
                        return Err(FileError::RepeatedColumn { first, second });
                    }
                    found.places.push((column, place));
                    found.last_name_first |= column == Column::LastName && !heading.is_ascii();
                }
                None if heading.is_empty() => {}
                None => found.ignored.push((*heading).to_owned()),
            }
        }
        let has_name =
            [Column::FullName, Column::LastName, Column::FirstName].iter().any(|c| found.place(*c).is_some());
        for (column, is_there) in [(Column::Email, found.place(Column::Email).is_some()), (Column::FullName, has_name)]
        {
            if !is_there {
                let headings = headings[..found.width].join(", ");
                return Err(FileError::MissingColumn { column, headings });
            }
        }
        Ok(found)
    }

    /// Where a column is, if the file has it.
    #[must_use]
    pub fn place(&self, column: Column) -> Option<usize> {
        self.places.iter().find(|(found, _)| *found == column).map(|(_, place)| *place)
    }
}

/// How many headings of a line are recognised, to choose among delimiters.
pub fn recognised<'h>(headings: impl Iterator<Item = &'h str>) -> usize {
    headings.filter(|heading| recognise(heading).is_some()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_recognised_whatever_their_case_spaces_and_yo() {
        assert_eq!(recognise(" E-MAIL "), Some(Column::Email));
        assert_eq!(recognise("Work  email"), Some(Column::Email));
        assert_eq!(recognise("Ф.И.О."), Some(Column::FullName));
        assert_eq!(recognise("Дата приёма"), Some(Column::NotKept));
        assert_eq!(recognise("Cost centre"), None);
    }
}
