//! Responses to those who look at the form and answer: every header, every cookie, and the size, which shows through
//! encryption. That each response is theirs, a proxy knows.

use std::collections::BTreeSet;

use super::{Leak, Source};
use crate::anonymity::linking::evidence::{Key, Record, Who, key};
use crate::anonymity::linking::scene::{Reply, Scene};

pub const SOURCE: Source = Source { name: "HTTP responses", only: None, read, leak: Leak::Left(leak) };

fn read(scene: &Scene) -> Vec<Record> {
    assert_eq!(scene.replies.len(), 3 * scene.people.len());
    let each = scene.replies.iter().map(|reply| {
        let record = Record::new(reply.method, reply.body.as_str()).about(Who::Person(reply.person));
        let record = record.keyed("size", Key::Number(reply.body.len() as u64));
        let record = record.keyed("size of the head", Key::Number(format!("{:?}", reply.headers).len() as u64));
        reply.headers.iter().fold(record, |record, (name, value)| record.keyed(name, key(value)))
    });
    each.collect()
}

/// What a response is but for the time of day, which every response has. Headers come in any order.
fn said(reply: &Reply) -> (&str, BTreeSet<(&str, &str)>) {
    let headers = reply.headers.iter().filter(|(name, _)| name != "date");
    (&reply.body, headers.map(|(name, value)| (name.as_str(), value.as_str())).collect())
}

/// Whether nothing in a response tells if the link has been used or what was answered, and no browser keeps any.
pub fn are_alike(scene: &Scene) -> bool {
    let of = |method: &str| scene.replies.iter().filter(|reply| reply.method == method).map(said).collect::<Vec<_>>();
    let (before, after, thanks) = (of("GET"), of("GET again"), of("POST"));
    let is_private = |(_, headers): &(&str, BTreeSet<(&str, &str)>)| {
        headers.contains(&("cache-control", "no-store")) && !headers.iter().any(|(name, _)| *name == "set-cookie")
    };
    before == after && thanks.iter().all(|one| *one == thanks[0]) && before.iter().chain(&thanks).all(is_private)
}

/// A reply whose tag follows from what was sent.
fn leak(scene: &mut Scene) {
    for reply in scene.replies.iter_mut().filter(|reply| reply.method == "POST") {
        reply.headers.push(("etag".to_owned(), scene.words[reply.person].len().to_string()));
    }
}
