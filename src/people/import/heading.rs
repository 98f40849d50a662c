//! What a column holds, by its heading in English or Russian.

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
    /// The time zone someone works in.
    TimeZone,
    /// Recognised, and not kept: the method needs none of it.
    NotKept,
}

impl Column {
    /// What an admin can say that a column holds.
    pub const CHOICES: [Self; 10] = [
        Self::FullName,
        Self::LastName,
        Self::FirstName,
        Self::MiddleName,
        Self::Email,
        Self::EmployeeId,
        Self::Department,
        Self::Team,
        Self::Language,
        Self::TimeZone,
    ];

    /// The word in forms and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::EmployeeId => "employee_id",
            Self::FullName => "full_name",
            Self::FirstName => "first_name",
            Self::MiddleName => "middle_name",
            Self::LastName => "last_name",
            Self::Email => "email",
            Self::Department => "department",
            Self::Team => "team",
            Self::Language => "language",
            Self::TimeZone => "time_zone",
            Self::NotKept => "not_kept",
        }
    }

    /// The choice of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::CHOICES.into_iter().find(|column| column.word() == word)
    }
}

/// What a heading that says "name" means: the whole name, or beside a last name the first.
const NAME: &str = "name";

/// Headings as personnel systems and people write them; see [`key`]. What stands for two things (a division, a
/// private address, a bare number) is left to the admin.
const HEADINGS: [(Column, &[&str]); 11] = [
    (
        Column::EmployeeId,
        &[
            "employeeid",
            "employeenumber",
            "employeeno",
            "employeecode",
            "empid",
            "empno",
            "personnelnumber",
            "personnelno",
            "personnelid",
            "staffid",
            "staffnumber",
            "staffno",
            "payrollnumber",
            "payrollid",
            "workerid",
            "id",
            "табельныйномер",
            "табельный",
            "табномер",
            "таб",
            "номерсотрудника",
            "idсотрудника",
            "кодсотрудника",
            "личныйномер",
        ],
    ),
    (
        Column::FullName,
        &[
            "fullname",
            NAME,
            "employeename",
            "employee",
            "displayname",
            "фио",
            "фиосотрудника",
            "фиоработника",
            "сотрудник",
            "работник",
            "фамилияимяотчество",
            "фамилияимя",
            "полноеимя",
            "имяифамилия",
            "фамилияиимя",
        ],
    ),
    (Column::FirstName, &["firstname", "givenname", "forename", "имя"]),
    (Column::MiddleName, &["middlename", "patronymic", "отчество"]),
    (Column::LastName, &["lastname", "surname", "familyname", "фамилия"]),
    (
        Column::Email,
        &[
            "workemail",
            "email",
            "mail",
            "emailaddress",
            "workemailaddress",
            "emailwork",
            "workmail",
            "companyemail",
            "corporateemail",
            "businessemail",
            "officeemail",
            "почта",
            "элпочта",
            "электроннаяпочта",
            "рабочаяпочта",
            "почтарабочая",
            "корпоративнаяпочта",
            "почтакорпоративная",
            "рабочаяэлектроннаяпочта",
            "корпоративнаяэлектроннаяпочта",
            "адресэлектроннойпочты",
            "адресэлпочты",
            "адреспочты",
            "электронныйадрес",
            "рабочийemail",
            "emailрабочий",
            "корпоративныйemail",
            "имейл",
            "емейл",
        ],
    ),
    (
        Column::Department,
        &[
            "department",
            "departmentname",
            "dept",
            "orgunit",
            "organizationalunit",
            "organisationalunit",
            "отдел",
            "подразделение",
            "структурноеподразделение",
            "департамент",
            "названиеотдела",
            "названиеподразделения",
            "наименованиеподразделения",
        ],
    ),
    (Column::Team, &["team", "teamname", "group", "группа", "команда"]),
    (Column::Language, &["language", "preferredlanguage", "язык", "языкписем", "языкобщения", "предпочитаемыйязык"]),
    (
        Column::TimeZone,
        &["timezone", "timezonename", "worktimezone", "tz", "часовойпояс", "часпояс", "таймзона", "временнаязона"],
    ),
    (
        Column::NotKept,
        &[
            "gender",
            "sex",
            "пол",
            "birthyear",
            "yearofbirth",
            "birthdate",
            "dateofbirth",
            "birthday",
            "годрождения",
            "датарождения",
            "деньрождения",
            "hiredate",
            "dateofhire",
            "startdate",
            "датаприема",
            "датаприеманаработу",
            "датанайма",
            "дататрудоустройства",
        ],
    ),
];

/// A heading as headings are compared: without spaces and signs, in lower case, ё as е.
#[must_use]
pub fn key(heading: &str) -> String {
    folded(heading).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What a heading means, if anything.
#[must_use]
pub fn recognise(heading: &str) -> Option<Column> {
    let key = key(heading);
    HEADINGS.iter().find(|(_, names)| names.contains(&key.as_str())).map(|(column, _)| *column)
}

/// What the headings of a file mean, each beside the others.
#[must_use]
pub fn recognise_all(headings: &[&str]) -> Vec<Option<Column>> {
    let mut found: Vec<Option<Column>> = headings.iter().map(|heading| recognise(heading)).collect();
    if found.contains(&Some(Column::LastName)) && !found.contains(&Some(Column::FirstName)) {
        for (_, column) in headings.iter().zip(&mut found).filter(|(heading, _)| key(heading) == NAME) {
            *column = Some(Column::FirstName);
        }
    }
    found
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

    #[test]
    fn headings_of_personnel_systems_are_recognised() {
        for (heading, column) in [
            ("Эл. почта", Column::Email),
            ("Корпоративная почта", Column::Email),
            ("E-mail (рабочий)", Column::Email),
            ("Сотрудник", Column::FullName),
            ("Таб. №", Column::EmployeeId),
            ("Employee number", Column::EmployeeId),
            ("Структурное подразделение", Column::Department),
            ("Дата приёма на работу", Column::NotKept),
            ("Time zone", Column::TimeZone),
            ("Часовой пояс", Column::TimeZone),
        ] {
            assert_eq!(recognise(heading), Some(column), "{heading}");
        }
    }

    #[test]
    fn what_may_mean_two_things_is_left_to_the_admin() {
        for heading in ["№", "№ п/п", "Номер", "Личная почта", "Personal email", "Division", "Должность", "Start", ""]
        {
            assert_eq!(recognise(heading), None, "{heading}");
        }
    }

    #[test]
    fn no_heading_means_two_things() {
        let mut all: Vec<&str> = HEADINGS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        assert!(all.iter().all(|name| key(name) == *name), "each is written as it is compared");
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn a_name_beside_a_last_name_is_the_first() {
        assert_eq!(recognise_all(&["Name", "E-mail"])[0], Some(Column::FullName));
        assert_eq!(recognise_all(&["Name", "Surname"])[0], Some(Column::FirstName));
        assert_eq!(recognise_all(&["Name", "First name", "Surname"])[0], Some(Column::FullName));
    }
}
