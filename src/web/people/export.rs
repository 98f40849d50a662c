//! Changes and problems of an import, to take away.

use actix_web::web;

use super::preview::load;
use super::{download, id, words};
use crate::app::App;
use crate::i18n::{Lang, say};
use crate::people::import::{Change, Field, Kind, Problem, Roster};
use crate::web::{Admin, Result};

/// `GET /people/import/{id}/changes.csv`: every change, a line for each thing that changes about someone.
///
/// # Errors
/// When the file is no longer there.
pub async fn changes(admin: Admin, app: web::Data<App>, path: web::Path<String>) -> Result {
    let preview = match load(&app, id(&path)?).await? {
        Ok(preview) => preview,
        Err(question) => return Ok(question),
    };
    let lang = admin.account.language;
    let headings = [
        "preview-change",
        "preview-row",
        "column-name",
        "column-employee-id",
        "column-department",
        "preview-what",
        "preview-before",
        "preview-after",
    ];
    let mut rows = vec![headings.map(|key| lang.text(&say(key))).to_vec()];
    for change in &preview.difference.changes {
        rows.extend(lines(lang, change, &preview.roster));
    }
    download::csv(lang, "candor-changes.csv", &rows)
}

fn lines(lang: Lang, change: &Change, roster: &Roster) -> Vec<Vec<String>> {
    let row = change.incoming.map(|index| roster.people[index].row.to_string()).unwrap_or_default();
    let id = change.employee_id.clone().unwrap_or_default();
    let start = [lang.text(&words::kind(change.kind)), row, change.name.clone(), id, change.group.clone()];
    let line = |edit: [String; 3]| start.iter().cloned().chain(edit).collect();
    if change.kind == Kind::New {
        let address = change.incoming.map(|index| roster.people[index].address.as_written().to_owned());
        return vec![line([lang.text(&words::field(Field::Email)), String::new(), address.unwrap_or_default()])];
    }
    if change.edits.is_empty() {
        return vec![line(Default::default())];
    }
    let edits = change.edits.iter();
    edits.map(|edit| line([lang.text(&words::field(edit.field)), edit.old.clone(), edit.new.clone()])).collect()
}

/// `GET /people/import/{id}/problems.csv`.
///
/// # Errors
/// When the file is no longer there.
pub async fn problems(admin: Admin, app: web::Data<App>, path: web::Path<String>) -> Result {
    let preview = match load(&app, id(&path)?).await? {
        Ok(preview) => preview,
        Err(question) => return Ok(question),
    };
    let lang = admin.account.language;
    let text = |key| lang.say(key).to_string();
    let mut rows = vec![vec![text("preview-row"), text("column-name"), text("preview-where"), text("preview-problem")]];
    for Problem { row, name, reason } in preview.roster.problems {
        let (place, reason) = (words::place(&reason), words::reason(&reason));
        rows.push(vec![row.to_string(), name, lang.text(&place), lang.text(&reason)]);
    }
    download::csv(lang, "candor-problems.csv", &rows)
}
