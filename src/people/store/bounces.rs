//! The marks on addresses that mail came back from.

use diesel::prelude::*;

use crate::db::{Conn, Moment, PersonId, Result};
use crate::people::Why;
use crate::schema::people;

/// Marks someone's address, if it is this one still. A complaint is no news about an address that mail came back
/// from; otherwise the first report stays. Answers whether anything was marked.
///
/// # Errors
/// When the database refuses.
pub fn mark_bounced(conn: &mut Conn, person: PersonId, email_key: &str, why: Why, now: Moment) -> Result<bool> {
    let of_them = people::id.eq(person).and(people::email_key.eq(email_key));
    let mark = (people::bounced_at.eq(Some(now)), people::bounced_why.eq(Some(why.word())));
    let rows = match why {
        Why::Complaint => {
            diesel::update(people::table.filter(of_them.and(people::bounced_at.is_null()))).set(mark).execute(conn)?
        }
        Why::Failed(_) => {
            let is_news = people::bounced_at.is_null().or(people::bounced_why.eq(Why::Complaint.word()));
            diesel::update(people::table.filter(of_them.and(is_news))).set(mark).execute(conn)?
        }
    };
    Ok(rows > 0)
}

/// Takes the mark away. Answers whether there was one.
///
/// # Errors
/// When the database refuses.
pub fn clear_bounce(conn: &mut Conn, person: PersonId) -> Result<bool> {
    let marked = people::table.filter(people::id.eq(person).and(people::bounced_at.is_not_null()));
    let rows = diesel::update(marked)
        .set((people::bounced_at.eq(None::<Moment>), people::bounced_why.eq(None::<String>)))
        .execute(conn)?;
    Ok(rows > 0)
}

/// Takes the mark away from whoever gets another address.
pub(super) fn forget_with_address(conn: &mut Conn, person: PersonId, new_key: &str) -> Result<()> {
    let marked = people::id.eq(person).and(people::bounced_at.is_not_null()).and(people::email_key.ne(new_key));
    diesel::update(people::table.filter(marked))
        .set((people::bounced_at.eq(None::<Moment>), people::bounced_why.eq(None::<String>)))
        .execute(conn)
        .map(drop)
}

/// Whoever is here and has a mark.
///
/// # Errors
/// When the database cannot be asked.
pub fn bounced(conn: &mut Conn) -> Result<Vec<PersonId>> {
    let marked = people::bounced_at.is_not_null().and(people::left_at.is_null());
    people::table.filter(marked).select(people::id).load(conn)
}
