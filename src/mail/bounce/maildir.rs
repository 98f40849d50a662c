//! A maildir: a folder with `new` and `cur` in it, a file for each message.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::MOST_BYTES;
use super::source::{MOST_AT_ONCE, ReadError, Settled};

/// A maildir with the names of what was new when it was opened.
pub struct Maildir {
    folder: PathBuf,
    /// The last is the next.
    names: Vec<PathBuf>,
    current: Option<PathBuf>,
}

impl Maildir {
    pub(super) async fn open(folder: PathBuf) -> Result<Self, ReadError> {
        let new = folder.join("new");
        let names = aside(move || new_messages(&new)).await.map_err(|error| ReadError::new("new", error))?;
        Ok(Self { folder, names, current: None })
    }

    pub(super) async fn next(&mut self) -> Result<Option<Vec<u8>>, ReadError> {
        while let Some(path) = self.names.pop() {
            let file = path.clone();
            match aside(move || beginning(&file)).await {
                Ok(raw) => {
                    self.current = Some(path);
                    return Ok(Some(raw));
                }
                // Someone else has read it meanwhile.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(ReadError::new("a message cannot be read", error)),
            }
        }
        Ok(None)
    }

    /// What was looked at stands in `cur`, with S for seen if it was for us.
    pub(super) async fn settle(&mut self, settled: Settled) -> Result<(), ReadError> {
        let Some(path) = self.current.take() else { return Ok(()) };
        let mark = match settled {
            Settled::Ours => ":2,S",
            Settled::NotOurs => ":2,",
            Settled::Later => return Ok(()),
        };
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(mark);
        let there = self.folder.join("cur").join(name);
        match aside(move || fs::rename(&path, &there)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(ReadError::new("a message cannot be moved to cur", error))
            }
            _ => Ok(()),
        }
    }
}

/// The oldest messages in a folder, the oldest last: their names begin with the time.
fn new_messages(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let is_hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        if !is_hidden && entry.file_type()?.is_file() {
            names.push(entry.path());
        }
    }
    names.sort_unstable();
    names.truncate(MOST_AT_ONCE);
    names.reverse();
    Ok(names)
}

fn beginning(path: &Path) -> io::Result<Vec<u8>> {
    let mut raw = Vec::new();
    fs::File::open(path)?.take(MOST_BYTES as u64).read_to_end(&mut raw)?;
    Ok(raw)
}

/// Runs what waits for the disk where it keeps nobody else waiting.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}
