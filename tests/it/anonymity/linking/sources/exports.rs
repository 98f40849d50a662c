//! What an admin takes home after the count: the report, its comments, its table as a file, the lists of waves and people,
//! the audit log's page.

use super::{Leak, Source};
use crate::anonymity::linking::evidence::Record;
use crate::anonymity::linking::scene::Scene;

pub const SOURCE: Source = Source { name: "exports", only: None, read, leak: Leak::Left(leak) };

fn read(scene: &Scene) -> Vec<Record> {
    assert!(scene.exports.len() > 15, "{:?}", scene.exports.keys());
    let one_by_one = scene.exports.iter().map(|(path, page)| Record::new(path.as_str(), page.as_str()));
    let together = scene.exports.values().map(|page| Record::new("all pages", page.as_str()));
    one_by_one.chain(together).collect()
}

/// A table of comments as they came.
fn leak(scene: &mut Scene) {
    let table: Vec<String> = scene.arrived().map(str::to_owned).collect();
    scene.exports.insert("/reports/wave/comments.csv".to_owned(), table.join("\r\n"));
}
