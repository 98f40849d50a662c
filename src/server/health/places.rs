//! The folders, their disks and the public address.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::Finding;
use crate::app::App;
use crate::db::DatabaseUrl;

const KEY_DISK: &str = "key disk";
const MEBIBYTE: u64 = 1024 * 1024;
/// Less than this is too little for any database.
const LEAST_FREE: u64 = 256 * MEBIBYTE;
/// What is written to see whether anything can be.
const TRIAL_BYTES: usize = 64 * 1024;

/// What a file system does to keys that it should not.
#[derive(Clone, Copy)]
enum Fault {
    /// It copies on write: what was overwritten stays.
    Keeps,
    /// Other machines have it, too.
    Shares,
    /// It is gone when the machine starts again.
    Forgets,
}

/// File systems that are no place for keys, by their magic number (statfs(2)).
const UNFIT: [(i64, &str, Fault); 20] = [
    (0x9123_683E, "Btrfs", Fault::Keeps),
    (0x2FC1_2FC1, "ZFS", Fault::Keeps),
    (0xCA45_1A4E, "bcachefs", Fault::Keeps),
    (0x3434, "NILFS", Fault::Keeps),
    (0xF2F5_2010, "F2FS", Fault::Keeps),
    (0x794C_7630, "an overlay of a container", Fault::Keeps),
    (0x6969, "NFS", Fault::Shares),
    (0xFF53_4D42, "CIFS", Fault::Shares),
    (0xFE53_4D42, "SMB", Fault::Shares),
    (0x517B, "SMB", Fault::Shares),
    (0x0102_1997, "9P", Fault::Shares),
    (0x00C3_6400, "Ceph", Fault::Shares),
    (0x0BD0_0BD0, "Lustre", Fault::Shares),
    (0x0116_1970, "GFS2", Fault::Shares),
    (0x7461_636F, "OCFS2", Fault::Shares),
    (0x5346_414F, "AFS", Fault::Shares),
    (0x786F_4256, "a folder of this virtual machine's host", Fault::Shares),
    (0x6573_5546, "FUSE, behind which may be another machine", Fault::Shares),
    (0x0102_1994, "tmpfs, which is memory", Fault::Forgets),
    (0x8584_58F6, "ramfs, which is memory", Fault::Forgets),
];

impl Fault {
    /// What comes of it, and what to do.
    fn advice(self) -> &'static str {
        match self {
            Self::Keeps => {
                "it copies on write, so that a destroyed key may stay readable on the disk and in snapshots; \
                 give --keys a folder on ext4 or XFS (in a container: a volume)"
            }
            Self::Shares => {
                "other machines or their backups may keep a copy of the keys; \
                 give --keys a folder on a disk of this machine alone, with ext4 or XFS"
            }
            Self::Forgets => {
                "the keys are gone when the machine starts again, and with them all answers of open waves; \
                 give --keys a folder on a disk, with ext4 or XFS"
            }
        }
    }
}

pub(super) fn key_folder(app: &App) -> Finding {
    const WHAT: &str = "key folder";
    let path = app.keys.path().display().to_string();
    match (app.keys.permissions(), app.keys.owner()) {
        (Ok(bits), _) if bits & 0o077 != 0 => {
            Finding::wrong(WHAT, format!("others can read {path}: run chmod 700 {path}"))
        }
        (Ok(_), Ok(owner)) if owner != rustix::process::geteuid().as_raw() => {
            Finding::wrong(WHAT, format!("{path} belongs to another user: run candor as that user, or chown it"))
        }
        (Ok(_), Ok(_)) => Finding::ok(WHAT, format!("{path} is its owner's alone")),
        (Err(error), _) | (_, Err(error)) => Finding::wrong(WHAT, format!("{path} cannot be examined: {error}")),
    }
}

pub(super) fn separation(app: &App) -> Finding {
    const WHAT: &str = "folders";
    let (data, keys) = (whole(&app.config.data), whole(app.keys.path()));
    if keys.starts_with(&data) || data.starts_with(&keys) {
        let text = "the keys of open waves lie in the data folder or around it, and so in its backups: \
                    give --keys another folder";
        return Finding::wrong(WHAT, text);
    }
    Finding::ok(WHAT, "data and keys lie apart")
}

fn whole(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

pub(super) fn disk(app: &App) -> Finding {
    let Ok(found) = rustix::fs::statfs(app.keys.path()) else {
        return Finding::warning(KEY_DISK, "its kind cannot be found out");
    };
    // The number may come with its sign extended; the magic numbers fit in 32 bits.
    let magic = found.f_type & 0xFFFF_FFFF;
    judged(magic)
}

fn judged(magic: i64) -> Finding {
    match UNFIT.iter().find(|(number, ..)| *number == magic) {
        Some((_, name, fault)) => {
            Finding::warning(KEY_DISK, format!("the key folder is on {name}: {}", fault.advice()))
        }
        None => Finding::ok(KEY_DISK, "of no kind that is known to keep, share or forget keys"),
    }
}

/// Whether both folders take what a count writes. What is written here has no name and is gone at once.
pub(super) fn room(app: &App) -> Finding {
    const WHAT: &str = "disk space";
    for folder in [app.config.data.as_path(), app.keys.path()] {
        if let Err(error) = try_to_write(folder) {
            let text =
                format!("nothing can be written to {}: {error}; make room, or see to the disk", folder.display());
            return Finding::wrong(WHAT, text);
        }
    }
    let needed = needed(app);
    match rustix::fs::statvfs(&app.config.data) {
        Ok(found) if found.f_bavail.saturating_mul(found.f_frsize) < needed => {
            let text = format!(
                "less than {} MiB are free where {} is: answers, and the count, which needs as much again as the \
                 database has, may fail; make room",
                needed / MEBIBYTE,
                app.config.data.display()
            );
            Finding::warning(WHAT, text)
        }
        Ok(_) => Finding::ok(WHAT, "enough for answers and for counts"),
        Err(error) => Finding::warning(WHAT, format!("cannot be found out: {error}")),
    }
}

fn try_to_write(folder: &Path) -> std::io::Result<()> {
    let mut file = tempfile::tempfile_in(folder)?;
    file.write_all(&vec![0; TRIAL_BYTES])?;
    file.sync_all()
}

/// A count writes the database's size to its log at most, and VACUUM the database once more.
fn needed(app: &App) -> u64 {
    let DatabaseUrl::Sqlite(path) = app.db.url() else { return LEAST_FREE };
    let size = path.metadata().map_or(0, |file| file.len());
    size.saturating_mul(2).max(LEAST_FREE)
}

pub(super) fn public_address(app: &App) -> Finding {
    const WHAT: &str = "public address";
    let url = app.config.public_url();
    let is_loopback = app.config.listen.ip().is_loopback();
    if app.config.public_url.is_none() && !(is_loopback && app.config.trusted_proxy.is_empty()) {
        let text = format!("not set, so links in mails lead to {url}: set --public-url");
        return Finding::wrong(WHAT, text);
    }
    if app.config.is_https() || app.config.is_loopback() {
        return Finding::ok(WHAT, url);
    }
    Finding::warning(
        WHAT,
        format!("{url} is not encrypted: whoever is between can read passwords and answers; use https"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::health::State;

    #[test]
    fn disks_that_keep_share_or_forget_keys_are_named_with_what_to_do() {
        for (number, name, _) in UNFIT {
            let found = judged(number);
            assert_eq!(found.state, State::Warning, "{name}");
            assert!(found.text.contains(name) && found.text.contains("give --keys a folder on"), "{}", found.text);
        }
        for fit in [0xEF53, 0x5846_5342] {
            assert_eq!(judged(fit).state, State::Ok, "ext4 and XFS");
        }
    }
}
