//! Someone on the roster.

use crate::db::{DepartmentId, Moment, PersonId};
use crate::i18n::Lang;

use super::Bounce;

/// Someone on the roster, here or left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their id, the same for as long as the roster knows them.
    pub id: PersonId,
    /// The number the company knows them by, as written in its file.
    pub employee_id: Option<String>,
    /// Their name, as written in the company's file.
    pub full_name: String,
    /// What greetings call them, where the company's file says it.
    pub first_name: Option<String>,
    /// Where mail reaches them.
    pub email: String,
    /// The address as compared: unique among those who are here.
    pub email_key: String,
    /// Their department, the deepest level known; none: directly in the company.
    pub department_id: Option<DepartmentId>,
    /// The language they are written to in.
    pub language: Lang,
    /// The zone in whose working hours they are reminded; none: the wave's.
    pub time_zone: Option<chrono_tz::Tz>,
    /// When they were marked as left; none while they are here.
    pub left_at: Option<Moment>,
    /// That mail to this address came back; [`super::store`] keeps it, and forgets it with the address.
    pub bounce: Option<Bounce>,
}

/// What the list searches and sorts by: name, address and employee id in lower case, ё as е.
///
/// ```
/// use candor::people::search_key;
/// assert_eq!(search_key("Фёдор Кот", "Kot@example.com", Some("A7")), "федор кот\nkot@example.com\na7");
/// ```
#[must_use]
pub fn search_key(full_name: &str, email: &str, employee_id: Option<&str>) -> String {
    folded(&format!("{full_name}\n{email}\n{}", employee_id.unwrap_or_default()))
}

/// Lower case, with ё as е, so that both find each other.
pub(super) fn folded(text: &str) -> String {
    text.to_lowercase().replace('ё', "е")
}
