//! The other files of the data and key folders: names, contents, and when they were last written.

use super::{Leak, Source, scattered};
use crate::anonymity::linking::evidence::{Key, Record};
use crate::anonymity::linking::scene::{File, Scene};

pub const SOURCE: Source = Source { name: "other files", only: None, read, leak: Leak::Left(leak) };

fn read(scene: &Scene) -> Vec<Record> {
    let mut records = Vec::new();
    for (when, stock) in [("open", &scene.open), ("closed", &scene.closed)] {
        assert!(stock.files.len() > 1, "a secret and a key or what is left of it");
        records.extend(stock.files.iter().map(|file| {
            let bytes = [file.name.as_bytes(), b"\n", &file.bytes].concat();
            let record = Record::new(format!("files, {when}"), bytes).keyed("modified", Key::Number(file.modified));
            record.keyed("size", Key::Number(file.bytes.len() as u64))
        }));
    }
    records
}

/// A file for each form that is being read, under a random name.
fn leak(scene: &mut Scene) {
    let forms = scene.arrived().enumerate().map(|(turn, words)| File {
        name: format!("data/upload-{:020}", scattered(turn)),
        modified: 1_772_000_000_000_000_000 + turn as u64,
        bytes: words.as_bytes().to_vec(),
    });
    let mut forms: Vec<File> = forms.collect();
    forms.sort_by(|one, other| one.name.cmp(&other.name));
    scene.closed.files.extend(forms);
}
