//! The program's log and that of all libraries in it, down to the finest.

use super::{Leak, Source};
use crate::anonymity::linking::evidence::Record;
use crate::anonymity::linking::scene::Scene;

pub const SOURCE: Source = Source { name: "log", only: None, read, leak: Leak::Lines(leak) };

fn read(scene: &Scene) -> Vec<Record> {
    assert!(scene.logged > 100 * scene.people.len(), "the log was listened to");
    scene.log.iter().map(|line| Record::new("log", line.as_slice())).collect()
}

/// The form that was sent, as a body.
fn leak(scene: &Scene) -> Vec<String> {
    let sent = |words: &str| url::form_urlencoded::Serializer::new(String::new()).append_pair("why", words).finish();
    scene.arrived().map(|words| format!("POST /a lang=en&{}", sent(words))).collect()
}
