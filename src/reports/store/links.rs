//! Queries on links to reports.

use diesel::prelude::*;

use crate::db::{AccountId, Conn, LinkId, Moment, Result, WaveId};
use crate::reports::links::Link;
use crate::schema::report_links;

type Row = (LinkId, WaveId, AccountId, Moment, Moment, Option<Moment>);

const COLUMNS: (
    report_links::id,
    report_links::wave_id,
    report_links::made_by,
    report_links::made_at,
    report_links::expires_at,
    report_links::withdrawn_at,
) = (
    report_links::id,
    report_links::wave_id,
    report_links::made_by,
    report_links::made_at,
    report_links::expires_at,
    report_links::withdrawn_at,
);

fn from_row((id, wave, made_by, made_at, expires_at, withdrawn_at): Row) -> Link {
    Link { id, wave, made_by, made_at, expires_at, withdrawn_at }
}

/// Adds a link with the hash of what opens it.
///
/// # Errors
/// When the database refuses.
pub fn insert_link(conn: &mut Conn, link: &Link, hash: &[u8]) -> Result<()> {
    diesel::insert_into(report_links::table)
        .values((
            report_links::id.eq(link.id),
            report_links::wave_id.eq(link.wave),
            report_links::token_hash.eq(hash),
            report_links::made_by.eq(link.made_by),
            report_links::made_at.eq(link.made_at),
            report_links::expires_at.eq(link.expires_at),
        ))
        .execute(conn)
        .map(drop)
}

/// The links of a report, the latest first.
///
/// # Errors
/// When the database cannot be asked.
pub fn links(conn: &mut Conn, wave: WaveId) -> Result<Vec<Link>> {
    let of_wave = report_links::table.filter(report_links::wave_id.eq(wave));
    let rows: Vec<Row> =
        of_wave.order((report_links::made_at.desc(), report_links::id.desc())).select(COLUMNS).load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// The link with a hash, and the hash as it is kept.
///
/// # Errors
/// When the database cannot be asked.
pub fn link_of(conn: &mut Conn, hash: &[u8]) -> Result<Option<(Vec<u8>, Link)>> {
    let found: Option<(Vec<u8>, Row)> = report_links::table
        .filter(report_links::token_hash.eq(hash))
        .select((report_links::token_hash, COLUMNS))
        .first(conn)
        .optional()?;
    Ok(found.map(|(hash, row)| (hash, from_row(row))))
}

/// Withdraws a link, unless it is withdrawn; whether it was not.
///
/// # Errors
/// When the database refuses.
pub fn withdraw_link(conn: &mut Conn, wave: WaveId, id: LinkId, now: Moment) -> Result<bool> {
    let good = report_links::table.filter(report_links::id.eq(id)).filter(report_links::wave_id.eq(wave));
    let good = good.filter(report_links::withdrawn_at.is_null());
    Ok(diesel::update(good).set(report_links::withdrawn_at.eq(Some(now))).execute(conn)? == 1)
}
