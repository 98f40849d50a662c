//! The rules of the house (ARCHITECTURE.md) that a test can hold.

mod languages;
mod plurals;
mod releases;
mod sources;
mod templates;
mod threats;

use std::fs;
use std::path::{Path, PathBuf};

/// Every file below a folder whose name ends so, with its path from the project's top.
pub fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut folders = vec![top.join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                let name = path.strip_prefix(top).unwrap().to_string_lossy().into_owned();
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    assert!(!found.is_empty(), "no {ending} in {folder}: the check would pass on nothing");
    found.sort();
    found
}

/// Fails with all that was found, a line each.
fn none(broken: Vec<String>, rule: &str) {
    assert!(broken.is_empty(), "{rule}:\n{}", broken.join("\n"));
}
