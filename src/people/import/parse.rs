//! From a file to a roster: pure, nothing is looked up.

use std::collections::HashMap;

use super::columns::Columns;
use super::rows::Row;
use super::{
    Column, FileError, Incoming, MAX_EMPLOYEE_ID, MAX_LEVELS, MAX_NAME, Problem, Reason, Roster, Sheet, ZoneCell,
};
use crate::email::Address;
use crate::i18n::Lang;
use crate::people::time_zone;

/// What may stand between the levels of a department.
const LEVELS: [&str; 2] = [" / ", " > "];
/// How much of a name is shown beside a problem, in characters.
const SHOWN_NAME: usize = 60;

/// Reads a roster file whose encoding and columns leave no question.
///
/// # Errors
/// When the file as a whole cannot be used. Bad rows are no error: they are in [`Roster::problems`].
pub fn parse(bytes: &[u8]) -> Result<Roster, FileError> {
    let sheet = Sheet::read(bytes, None)?;
    sheet.roster(&sheet.recognised())
}

/// Reads the rows below a heading.
///
/// # Errors
/// When it is unclear what the columns hold.
pub(super) fn read_rows(rows: &[Row], headings: &[&str], meanings: &[Option<Column>]) -> Result<Roster, FileError> {
    let columns = Columns::new(headings, meanings)?;
    let mut roster =
        Roster { ignored: columns.ignored.clone(), not_kept: columns.not_kept.clone(), ..Roster::default() };
    for row in rows {
        match read_row(row, &columns, &mut roster) {
            Ok(person) => roster.people.push(person),
            Err(reason) => refuse(&mut roster, row, &columns, reason),
        }
    }
    refuse_repeated(&mut roster);
    Ok(roster)
}

fn read_row(row: &Row, columns: &Columns, roster: &mut Roster) -> Result<Incoming, Reason> {
    if row.stray_quote {
        return Err(Reason::StrayQuote);
    }
    if row.cells.len() < columns.width {
        return Err(Reason::TooFewCells(row.cells.len(), columns.width));
    }
    if row.width() > columns.width {
        return Err(Reason::TooManyCells(row.width(), columns.width));
    }
    let employee_id = text_cell(row, columns, Column::EmployeeId, MAX_EMPLOYEE_ID)?;
    let full_name = full_name(row, columns)?;
    let first_name = text_cell(row, columns, Column::FirstName, MAX_NAME)?;
    let email = columns.place(Column::Email).map(|place| row.cell(place)).unwrap_or_default();
    let address = Address::parse(email).map_err(|error| Reason::Address(shown(email), error))?;
    let path = path(row, columns)?;
    let language = text_cell(row, columns, Column::Language, MAX_NAME)?;
    let known = language.as_deref().and_then(language_of);
    if let (Some(language), None) = (language, known) {
        *roster.other_languages.entry(language).or_default() += 1;
    }
    let time_zone = time_zone(row, columns)?;
    Ok(Incoming { row: row.number, employee_id, full_name, first_name, address, path, language: known, time_zone })
}

/// A cell with single spaces; none where it is empty or the file has no such column.
fn text_cell(row: &Row, columns: &Columns, column: Column, limit: usize) -> Result<Option<String>, Reason> {
    let Some(place) = columns.place(column) else { return Ok(None) };
    let text = tidy(row.cell(place), column, limit)?;
    Ok((!text.is_empty()).then_some(text))
}

fn tidy(cell: &str, column: Column, limit: usize) -> Result<String, Reason> {
    let text = cell.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().any(char::is_control) {
        return Err(Reason::ControlCharacter(column));
    }
    if text.contains(char::REPLACEMENT_CHARACTER) {
        return Err(Reason::LostLetter(column));
    }
    if text.chars().count() > limit {
        return Err(Reason::TooLong(column, limit));
    }
    Ok(text)
}

fn full_name(row: &Row, columns: &Columns) -> Result<String, Reason> {
    let order = if columns.place(Column::FullName).is_some() {
        &[Column::FullName][..]
    } else if columns.last_name_first {
        &[Column::LastName, Column::FirstName, Column::MiddleName]
    } else {
        &[Column::FirstName, Column::MiddleName, Column::LastName]
    };
    let mut parts = Vec::new();
    for column in order {
        parts.extend(text_cell(row, columns, *column, MAX_NAME)?);
    }
    let name = parts.join(" ");
    if name.is_empty() {
        return Err(Reason::NoName);
    }
    tidy(&name, Column::FullName, MAX_NAME)
}

fn path(row: &Row, columns: &Columns) -> Result<Option<Vec<String>>, Reason> {
    let (department, team) = (columns.place(Column::Department), columns.place(Column::Team));
    if department.is_none() && team.is_none() {
        return Ok(None);
    }
    let mut levels = Vec::new();
    // With spaces around it, so that a level at either end may be empty.
    let whole = department.map(|place| row.cell(place)).unwrap_or_default().replace(LEVELS[1], LEVELS[0]);
    for level in whole.split(LEVELS[0]) {
        levels.push(tidy(level, Column::Department, MAX_NAME)?);
    }
    levels.extend(text_cell(row, columns, Column::Team, MAX_NAME)?);
    levels.retain(|level| !level.is_empty());
    if levels.len() > MAX_LEVELS { Err(Reason::TooDeep) } else { Ok(Some(levels)) }
}

fn time_zone(row: &Row, columns: &Columns) -> Result<ZoneCell, Reason> {
    if columns.place(Column::TimeZone).is_none() {
        return Ok(ZoneCell::Unsaid);
    }
    let Some(text) = text_cell(row, columns, Column::TimeZone, MAX_NAME)? else { return Ok(ZoneCell::Is(None)) };
    match time_zone::parse(&text) {
        Some(zone) => Ok(ZoneCell::Is(Some(zone))),
        None => Err(Reason::TimeZone(shown(&text))),
    }
}

/// The language of a code or of a name in either language.
fn language_of(text: &str) -> Option<Lang> {
    match text.to_lowercase().as_str() {
        "english" | "английский" | "англ" => Some(Lang::En),
        "russian" | "русский" | "рус" => Some(Lang::Ru),
        code => Lang::from_code(code),
    }
}

/// As much of a text as is shown beside a problem.
fn shown(text: &str) -> String {
    let start: String = text.chars().filter(|c| !c.is_control()).take(SHOWN_NAME).collect();
    if text.chars().nth(SHOWN_NAME).is_some() { start + "…" } else { start }
}

fn refuse(roster: &mut Roster, row: &Row, columns: &Columns, reason: Reason) {
    let cell = |column: Column| columns.place(column).map(|place| row.cell(place)).unwrap_or_default();
    let parts = [Column::FullName, Column::LastName, Column::FirstName].map(cell);
    let name = parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let id = cell(Column::EmployeeId);
    if !id.is_empty() {
        roster.mentioned.insert(id.to_owned());
    }
    // A row that is cut wrongly may hold its address in any cell.
    let addresses = row.cells.iter().filter_map(|cell| Address::parse(cell).ok());
    roster.mentioned.extend(addresses.map(|address| address.key().to_owned()));
    roster.problems.push(Problem { row: row.number, name: shown(&name), reason });
}

/// Rows that share an employee id or an address are all refused: nobody can tell which is right.
fn refuse_repeated(roster: &mut Roster) {
    let mut reasons: HashMap<usize, Reason> = HashMap::new();
    for (first, second) in pairs(roster.people.iter().map(|person| person.address.key())) {
        let [a, b] = [first, second].map(|index| &roster.people[index]);
        reasons.insert(second, Reason::SameAddress(b.address.as_written().to_owned(), a.row));
        reasons.entry(first).or_insert_with(|| Reason::SameAddress(a.address.as_written().to_owned(), b.row));
    }
    let ids = roster.people.iter().map(|person| person.employee_id.as_deref().unwrap_or_default());
    for (first, second) in pairs(ids) {
        let id = roster.people[first].employee_id.clone().unwrap_or_default();
        reasons.insert(second, Reason::SameId(id.clone(), roster.people[first].row));
        reasons.insert(first, Reason::SameId(id, roster.people[second].row));
    }
    if reasons.is_empty() {
        return;
    }
    let all = std::mem::take(&mut roster.people);
    for (index, person) in all.into_iter().enumerate() {
        let Some(reason) = reasons.remove(&index) else {
            roster.people.push(person);
            continue;
        };
        roster.mentioned.extend(person.employee_id);
        roster.mentioned.insert(person.address.key().to_owned());
        roster.problems.push(Problem { row: person.row, name: shown(&person.full_name), reason });
    }
    roster.problems.sort_by_key(|problem| problem.row);
}

/// Where a value that is not empty stands again: the index of the first and of each later one.
fn pairs<'v>(values: impl Iterator<Item = &'v str>) -> Vec<(usize, usize)> {
    let mut first: HashMap<&str, usize> = HashMap::new();
    let mut found = Vec::new();
    for (index, value) in values.enumerate().filter(|(_, value)| !value.is_empty()) {
        match first.get(value) {
            Some(before) => found.push((*before, index)),
            None => drop(first.insert(value, index)),
        }
    }
    found
}
