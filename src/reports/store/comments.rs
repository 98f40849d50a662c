//! The comments of closed waves.

use diesel::prelude::*;

use super::BATCH;
use crate::db::{CommentId, Conn, Result, WaveId, on_backend};
use crate::keys::random_id;
use crate::reports::Place;
use crate::schema::comments;

/// A comment. It says nothing of who wrote it, when, or with which score.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Comment {
    /// Random: it tells nothing.
    pub id: CommentId,
    /// The words.
    pub body: String,
}

/// Stores comments under fresh random ids, in the order of those ids: the order in which they will be read, which
/// tells nothing of the order in which they came.
///
/// # Errors
/// When the database refuses.
pub fn save_comments(conn: &mut Conn, wave: WaveId, placed: Vec<(Place, String)>) -> Result<()> {
    let mut drawn: Vec<(CommentId, String, String)> =
        placed.into_iter().map(|(place, body)| (random_id(), place.word(), body)).collect();
    drawn.sort_unstable_by_key(|(id, ..)| *id);
    for batch in drawn.chunks(BATCH) {
        let rows: Vec<_> = batch
            .iter()
            .map(|(id, place, body)| {
                (comments::id.eq(id), comments::wave_id.eq(wave), comments::place.eq(place), comments::body.eq(body))
            })
            .collect();
        on_backend!(conn => diesel::insert_into(comments::table).values(&rows).execute(conn))?;
    }
    Ok(())
}

/// A page of the comments of a place, in the order drawn at the count.
///
/// # Errors
/// When the database cannot be asked.
pub fn comments(conn: &mut Conn, wave: WaveId, place: Place, offset: i64, limit: i64) -> Result<Vec<Comment>> {
    comments::table
        .filter(comments::wave_id.eq(wave).and(comments::place.eq(place.word())))
        .order(comments::id)
        .offset(offset)
        .limit(limit)
        .select((comments::id, comments::body))
        .load(conn)
}

/// The comments of a place that come after one, in the same order; from the first where there is none.
///
/// # Errors
/// When the database cannot be asked.
pub fn comments_after(
    conn: &mut Conn,
    wave: WaveId,
    place: Place,
    after: Option<CommentId>,
    limit: i64,
) -> Result<Vec<Comment>> {
    let Some(after) = after else { return comments(conn, wave, place, 0, limit) };
    comments::table
        .filter(comments::wave_id.eq(wave).and(comments::place.eq(place.word())).and(comments::id.gt(after)))
        .order(comments::id)
        .limit(limit)
        .select((comments::id, comments::body))
        .load(conn)
}

/// Some comments of a wave, in the same order.
///
/// # Errors
/// When the database cannot be asked.
pub fn comments_among(conn: &mut Conn, wave: WaveId, ids: &[CommentId]) -> Result<Vec<Comment>> {
    comments::table
        .filter(comments::wave_id.eq(wave).and(comments::id.eq_any(ids.to_vec())))
        .order(comments::id)
        .select((comments::id, comments::body))
        .load(conn)
}

/// A comment of a wave, with the word of its place.
///
/// # Errors
/// When the database cannot be asked.
pub fn comment(conn: &mut Conn, wave: WaveId, id: CommentId) -> Result<Option<(String, Comment)>> {
    let found: Option<(String, String)> = comments::table
        .find(id)
        .filter(comments::wave_id.eq(wave))
        .select((comments::place, comments::body))
        .first(conn)
        .optional()?;
    Ok(found.map(|(place, body)| (place, Comment { id, body })))
}

/// Puts other words in the place of a comment's, if it still says what was read; whether it did.
///
/// # Errors
/// When the database refuses.
pub fn overwrite_comment(conn: &mut Conn, read: &Comment, words: &str) -> Result<bool> {
    let unchanged = comments::table.filter(comments::id.eq(read.id).and(comments::body.eq(&read.body)));
    diesel::update(unchanged).set(comments::body.eq(words)).execute(conn).map(|rows| rows == 1)
}
