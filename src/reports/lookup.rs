//! Looking through the comments of a place: what a reader seeks, and what many of them are about.

use std::ops::Range;

use super::reading::{Common, Dictionary, Piece, Reader, Search, most_common, pieces};
use super::store::{self, Comment};
use super::{CommentPlace, Place};
use crate::db::{CommentId, Conn, Result, WaveId};
use crate::settings;

/// Comments on a page.
pub const PAGE: u32 = 50;
/// Comments that are read at a time.
const BATCH: i64 = 1_000;
/// Comments that themes and common words are counted in; where a place has more, these are the first of the order
/// drawn at the count, and so a fair sample.
pub const MOST_READ: u32 = 20_000;
/// Common words, and as many pairs.
const MOST_COMMON: usize = 12;
/// The setting with the dictionary of themes, where an admin has changed it.
const DICTIONARY: &str = "themes";

/// The dictionary in force.
///
/// # Errors
/// When the database cannot be asked.
pub fn dictionary(conn: &mut Conn) -> Result<Dictionary> {
    let written = settings::value(conn, DICTIONARY)?;
    Ok(written.map_or_else(Dictionary::starter, |written| Dictionary::lenient(&written)))
}

/// Puts a dictionary in the place of the one before; whether it is another.
///
/// # Errors
/// When the database refuses.
pub fn set_dictionary(conn: &mut Conn, new: &Dictionary) -> Result<bool> {
    let is_other = dictionary(conn)? != *new;
    if is_other {
        settings::set_value(conn, DICTIONARY, new.written())?;
    }
    Ok(is_other)
}

/// What a reader seeks among comments: all of it must be there.
#[derive(Debug, Clone, Default)]
pub struct Sought {
    /// Words as they are typed.
    pub search: Option<Search>,
    /// A theme of a dictionary.
    pub theme: Option<(Dictionary, usize)>,
}

impl Sought {
    fn is_everything(&self) -> bool {
        self.search.is_none() && self.theme.is_none()
    }
}

/// A comment as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its id.
    pub id: CommentId,
    /// Its words, with what was sought marked.
    pub pieces: Vec<Piece>,
}

/// A page of what was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The comments of the page.
    pub shown: Vec<Shown>,
    /// How many there are on all pages.
    pub total: u32,
    /// The page, from 1.
    pub number: u32,
    /// How many pages there are, 1 or more.
    pub pages: u32,
}

/// A page of those comments of a place that have what is sought, in the order drawn at the count. A number behind the
/// last page is the last.
///
/// # Errors
/// When the database cannot be asked.
pub fn find(conn: &mut Conn, wave: WaveId, place: &CommentPlace, sought: &Sought, number: u32) -> Result<Found> {
    let Some(of) = place.place() else { return Ok(page_of(Vec::new(), 0, number)) };
    if sought.is_everything() {
        let page = page_of(Vec::new(), place.comments, number);
        let found = store::comments(conn, wave, of, i64::from((page.number - 1) * PAGE), PAGE.into())?;
        let shown = found.into_iter().map(|comment| shown(comment, Vec::new())).collect();
        return Ok(Found { shown, ..page });
    }
    let mut seeker = Seeker::new(sought);
    let mut hits: Vec<CommentId> = Vec::new();
    each(conn, wave, of, u32::MAX, |comment| hits.extend(seeker.hits(&comment.body).map(|_| comment.id)))?;
    let page = page_of(Vec::new(), u32::try_from(hits.len()).unwrap_or(u32::MAX), number);
    let first = usize::try_from((page.number - 1) * PAGE).unwrap_or(usize::MAX);
    let ids: Vec<CommentId> = hits.into_iter().skip(first).take(PAGE as usize).collect();
    let found = store::comments_among(conn, wave, &ids)?;
    let mark = |comment: Comment| {
        let hits = seeker.hits(&comment.body).unwrap_or_default();
        shown(comment, hits)
    };
    Ok(Found { shown: found.into_iter().map(mark).collect(), ..page })
}

fn page_of(shown: Vec<Shown>, total: u32, number: u32) -> Found {
    let pages = total.div_ceil(PAGE).max(1);
    Found { shown, total, number: number.clamp(1, pages), pages }
}

fn shown(comment: Comment, hits: Vec<Range<usize>>) -> Shown {
    Shown { id: comment.id, pieces: pieces(&comment.body, hits) }
}

/// Finds what is sought in one text after the other.
struct Seeker<'a> {
    search: Option<&'a Search>,
    theme: Option<(Reader<'a>, usize)>,
}

impl<'a> Seeker<'a> {
    fn new(sought: &'a Sought) -> Self {
        let theme = sought.theme.as_ref().map(|(dictionary, theme)| (Reader::new(dictionary), *theme));
        Self { search: sought.search.as_ref(), theme }
    }

    /// Where what is sought stands; none where some of it is missing.
    fn hits(&mut self, text: &str) -> Option<Vec<Range<usize>>> {
        let mut hits = self.search.map_or(Some(Vec::new()), |search| search.find(text))?;
        if let Some((reader, theme)) = &mut self.theme {
            let places = reader.places(text, *theme);
            if places.is_empty() {
                return None;
            }
            hits.extend(places);
        }
        Some(hits)
    }
}

/// What many comments of a place are about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// How many comments were read: all of them, or [`MOST_READ`].
    pub read: u32,
    /// Themes that occur, by their number in the dictionary, with how many comments have them; the commonest first.
    pub themes: Vec<(usize, u32)>,
    /// Words that many have.
    pub words: Vec<Common>,
    /// Pairs of words that many have.
    pub pairs: Vec<Common>,
}

/// What the comments of a place are about, as they are now: what was blacked out is in none of it.
///
/// # Errors
/// When the database cannot be asked.
pub fn about(conn: &mut Conn, wave: WaveId, place: Place, dictionary: &Dictionary) -> Result<About> {
    let mut bodies = Vec::new();
    each(conn, wave, place, MOST_READ, |comment| bodies.push(comment.body))?;
    let mut reader = Reader::new(dictionary);
    let mut counts = vec![0_u32; dictionary.themes().len()];
    for body in &bodies {
        for theme in reader.themes(body) {
            counts[theme] += 1;
        }
    }
    let mut themes: Vec<(usize, u32)> = counts.into_iter().enumerate().filter(|(_, comments)| *comments > 0).collect();
    themes.sort_by_key(|(theme, comments)| (std::cmp::Reverse(*comments), *theme));
    let (words, pairs) = most_common(&mut reader, bodies.iter().map(String::as_str), MOST_COMMON);
    Ok(About { read: u32::try_from(bodies.len()).unwrap_or(u32::MAX), themes, words, pairs })
}

/// Reads the comments of a place in their order, at most so many.
fn each(conn: &mut Conn, wave: WaveId, place: Place, most: u32, mut read: impl FnMut(Comment)) -> Result<()> {
    let (mut last, mut left) = (None, i64::from(most));
    while left > 0 {
        let batch = store::comments_after(conn, wave, place, last, left.min(BATCH))?;
        let Some(end) = batch.last() else { break };
        last = Some(end.id);
        left -= i64::try_from(batch.len()).unwrap_or(left);
        batch.into_iter().for_each(&mut read);
    }
    Ok(())
}
