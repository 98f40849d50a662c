//! Mail that went out (invitations, a reminder to those who had not answered, closing messages) with what its headers
//! say, and the rows of the queue.

use super::{Leak, Source};
use crate::anonymity::linking::evidence::{Key, Record, key};
use crate::anonymity::linking::scene::Scene;

pub const SOURCE: Source = Source { name: "mail queue", only: None, read, leak: Leak::Left(leak) };

fn read(scene: &Scene) -> Vec<Record> {
    let mails =
        scene.mails.iter().map(|mail| Record::new("mail", mail.as_str()).keyed("size", Key::Number(mail.len() as u64)));
    let mut records: Vec<Record> = mails.collect();
    assert!(records.len() > 2 * scene.people.len(), "invitations, reminders and closing messages");
    for (when, stock) in [("open", &scene.open), ("closed", &scene.closed)] {
        let queue = &stock.tables["outbox"];
        records.extend(queue.rows.iter().map(|row| {
            let record = Record::new(format!("queue, {when}"), queue.line(row));
            queue.columns.iter().zip(row).fold(record, |record, (column, cell)| record.keyed(column, key(cell)))
        }));
    }
    records
}

/// A mail to the admin for each answer, as other programs send them.
fn leak(scene: &mut Scene) {
    let arrived = scene.arrived().map(|words| format!("To: admin@example.com, someone has answered: {words}"));
    let mails: Vec<String> = arrived.collect();
    scene.mails.extend(mails);
}
