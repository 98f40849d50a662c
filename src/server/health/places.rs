//! The folders, their disks and the public address.

use std::path::{Path, PathBuf};

use super::Finding;
use crate::app::App;

/// File systems that keep what was overwritten, or hand it to other machines, by their magic number (statfs(2)).
const KEEPING: [(i64, &str); 8] = [
    (0x9123_683E, "Btrfs, which copies on write"),
    (0x2FC1_2FC1, "ZFS, which copies on write"),
    (0xCA45_1A4E, "bcachefs, which copies on write"),
    (0x794C_7630, "an overlay of a container, which copies on write"),
    (0x6969, "NFS, which is shared"),
    (0xFF53_4D42, "CIFS, which is shared"),
    (0xFE53_4D42, "SMB, which is shared"),
    (0x0102_1997, "9P, which is shared"),
];

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
    const WHAT: &str = "key disk";
    let Ok(found) = rustix::fs::statfs(app.keys.path()) else {
        return Finding::warning(WHAT, "its kind cannot be found out");
    };
    // The number may come with its sign extended; the magic numbers fit in 32 bits.
    let magic = found.f_type & 0xFFFF_FFFF;
    match KEEPING.iter().find(|(number, _)| *number == magic) {
        Some((_, name)) => {
            let text = format!("the key folder is on {name}: a destroyed key may stay readable; use ext4 or XFS");
            Finding::warning(WHAT, text)
        }
        None => Finding::ok(WHAT, "of no kind that is known to keep what was overwritten"),
    }
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
