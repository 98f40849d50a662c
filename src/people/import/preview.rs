//! Between the upload and the decision: the file waits in the database, and what it would change is shown.

use std::hash::Hasher;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::difference::{Difference, compare};
use super::mapping::Mapping;
use super::{Column, Encoding, FileError, KEPT_FOR, Roster, Sheet, store};
use crate::db::{self, Conn, ImportId, Moment};
use crate::keys::ordered_id;
use crate::people::{self, Departments, Person};
use crate::settings;

/// The longest file name that is kept, in characters.
const MAX_FILE_NAME: usize = 120;

/// A file as it was uploaded.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Its name on the admin's computer.
    pub file_name: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// What an import would do, as shown before it is done.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The import.
    pub id: ImportId,
    /// The name of its file.
    pub file_name: String,
    /// How it was read.
    pub manner: Manner,
    /// What the file says.
    pub roster: Roster,
    /// What it would change.
    pub difference: Difference,
    /// Recognises this difference: it is applied only if it is still the same.
    pub fingerprint: String,
}

/// How a file was read.
#[derive(Debug, Clone)]
pub struct Manner {
    /// How its bytes stand for letters.
    pub encoding: Encoding,
    /// Whether the bytes leave no doubt about it.
    pub is_certain: bool,
    /// What stands between its cells: a comma, a semicolon or a tab.
    pub delimiter: u8,
    /// Its headings, and what their columns hold.
    pub columns: Vec<(String, Option<Column>)>,
    /// Whether an admin said what the columns hold.
    pub is_assigned: bool,
}

/// Why there is nothing to preview.
#[derive(Debug, thiserror::Error)]
pub enum PreviewError {
    /// Never uploaded, applied already, or forgotten after [`KEPT_FOR`].
    #[error("the import is no longer there")]
    Gone,
    /// The file cannot be used after all, or something must be asked first.
    #[error(transparent)]
    File(#[from] FileError),
    /// The database.
    #[error(transparent)]
    Database(#[from] db::Error),
}

/// Keeps a file that can be read until it is applied.
///
/// # Errors
/// When the database refuses.
pub fn upload(conn: &mut Conn, upload: &Upload, now: Moment) -> db::Result<ImportId> {
    let id = ordered_id();
    let name: String = upload.file_name.chars().filter(|c| !c.is_control()).take(MAX_FILE_NAME).collect();
    store::insert(conn, id, &name, &upload.content, now)?;
    Ok(id)
}

/// Works out what an uploaded file would change now.
///
/// # Errors
/// When it is no longer there, or the database cannot be asked.
pub fn preview(conn: &mut Conn, id: ImportId, now: Moment) -> Result<Preview, PreviewError> {
    let waiting = Waiting::find(conn, id, now)?;
    let meanings = waiting.meanings();
    let roster = waiting.sheet.roster(&meanings)?;
    let known = Known::load(conn)?;
    let difference = known.compare(&roster);
    let fingerprint = fingerprint(&difference);
    let Waiting { file_name, sheet, mapping } = waiting;
    let columns = sheet.headings().into_iter().map(str::to_owned).zip(meanings).collect();
    let Sheet { encoding, is_certain, delimiter, .. } = sheet;
    let manner = Manner { encoding, is_certain, delimiter, columns, is_assigned: mapping.is_some() };
    Ok(Preview { id, file_name, manner, roster, difference, fingerprint })
}

/// Reads an uploaded file again, for [`super::apply`].
///
/// # Errors
/// When it is no longer there, or the database cannot be asked.
pub fn reread(conn: &mut Conn, id: ImportId, now: Moment) -> Result<Roster, PreviewError> {
    let waiting = Waiting::find(conn, id, now)?;
    Ok(waiting.sheet.roster(&waiting.meanings())?)
}

/// An uploaded file, cut into rows, with what is remembered of its columns.
#[derive(Debug)]
pub struct Waiting {
    /// Its name.
    pub file_name: String,
    /// Its rows.
    pub sheet: Sheet,
    /// What an admin said that its columns hold.
    pub mapping: Option<Mapping>,
}

impl Waiting {
    /// Reads an uploaded file again.
    ///
    /// # Errors
    /// When it is no longer there, cannot be used, or the database cannot be asked.
    pub fn find(conn: &mut Conn, id: ImportId, now: Moment) -> Result<Self, PreviewError> {
        let stored = store::find(conn, id, now - KEPT_FOR)?.ok_or(PreviewError::Gone)?;
        let sheet = Sheet::read(&stored.content, stored.encoding())?;
        let mapping = store::mapping(conn, &sheet.names().fingerprint())?;
        Ok(Self { file_name: stored.file_name, sheet, mapping })
    }

    /// What its columns hold.
    #[must_use]
    pub fn meanings(&self) -> Vec<Option<Column>> {
        self.sheet.meanings(self.mapping.as_ref())
    }
}

/// Forgets files that were never applied. Returns how many.
///
/// # Errors
/// When the database refuses.
pub fn forget_old(conn: &mut Conn, now: Moment) -> db::Result<usize> {
    store::delete_older(conn, now - KEPT_FOR)
}

/// What a file is compared with.
pub(super) struct Known {
    pub everyone: Vec<Person>,
    pub tree: Departments,
    pub default_language: crate::i18n::Lang,
}

impl Known {
    pub(super) fn load(conn: &mut Conn) -> db::Result<Self> {
        Ok(Self {
            everyone: people::store::everyone(conn)?,
            tree: Departments::new(people::store::departments(conn)?),
            default_language: settings::load(conn)?.languages.first().copied().unwrap_or_default(),
        })
    }

    pub(super) fn compare(&self, roster: &Roster) -> Difference {
        compare(&self.everyone, &self.tree, roster)
    }
}

/// A hash of everything in a difference, the same on every replica of one version.
pub(super) fn fingerprint(difference: &Difference) -> String {
    struct Sink(Sha256);
    impl Hasher for Sink {
        fn write(&mut self, bytes: &[u8]) {
            self.0.update(bytes);
        }
        fn finish(&self) -> u64 {
            0
        }
    }
    let mut sink = Sink(Sha256::new());
    std::hash::Hash::hash(difference, &mut sink);
    URL_SAFE_NO_PAD.encode(sink.0.finalize())
}
