//! Who was told of a report: all admins, everyone. Never who of them.

use diesel::prelude::*;
use uuid::Uuid;

use crate::db::{AccountId, Conn, Id, Moment, Result, WaveId};
use crate::schema::{report_mails, reports, waves};

/// Marks the mail to an admin.
#[derive(Debug)]
pub enum ReportMail {}

/// When everyone was told the results; none if they were not.
///
/// # Errors
/// When the database cannot be asked.
pub fn told_at(conn: &mut Conn, wave: WaveId) -> Result<Option<Moment>> {
    let found: Option<Option<Moment>> = reports::table.find(wave).select(reports::told_at).first(conn).optional()?;
    Ok(found.flatten())
}

/// Notes that everyone is told, if nobody has noted it before; whether it was news.
///
/// # Errors
/// When the database refuses.
pub fn note_told(conn: &mut Conn, wave: WaveId, now: Moment) -> Result<bool> {
    let untold = reports::table.filter(reports::wave_id.eq(wave)).filter(reports::told_at.is_null());
    Ok(diesel::update(untold).set(reports::told_at.eq(Some(now))).execute(conn)? == 1)
}

/// Reports that admins have not been told of, of waves that ended at a moment or later.
///
/// # Errors
/// When the database cannot be asked.
pub fn untold(conn: &mut Conn, since: Moment) -> Result<Vec<WaveId>> {
    reports::table
        .inner_join(waves::table)
        .filter(reports::are_admins_told.eq(false).and(waves::ended_at.ge(since)))
        .order((waves::closes_at, waves::id))
        .select(reports::wave_id)
        .load(conn)
}

/// Notes that admins are told, if nobody has noted it before; whether it was news.
///
/// # Errors
/// When the database refuses.
pub fn note_admins_told(conn: &mut Conn, wave: WaveId) -> Result<bool> {
    let untold = reports::table.filter(reports::wave_id.eq(wave)).filter(reports::are_admins_told.eq(false));
    Ok(diesel::update(untold).set(reports::are_admins_told.eq(true)).execute(conn)? == 1)
}

/// Keeps what a mail to an admin is about, until it has ended.
///
/// # Errors
/// When the database refuses.
pub fn insert_report_mail(conn: &mut Conn, id: Id<ReportMail>, wave: WaveId, account: AccountId) -> Result<()> {
    diesel::insert_into(report_mails::table)
        .values((report_mails::id.eq(id), report_mails::wave_id.eq(wave), report_mails::account_id.eq(account)))
        .execute(conn)
        .map(drop)
}

/// Wave and admin of a mail, while it has not ended.
///
/// # Errors
/// When the database cannot be asked.
pub fn report_mail(conn: &mut Conn, id: Uuid) -> Result<Option<(WaveId, AccountId)>> {
    let id: Id<ReportMail> = Id::from_uuid(id);
    report_mails::table.find(id).select((report_mails::wave_id, report_mails::account_id)).first(conn).optional()
}

/// Forgets a mail that has ended.
///
/// # Errors
/// When the database refuses.
pub fn delete_report_mail(conn: &mut Conn, id: Uuid) -> Result<()> {
    let id: Id<ReportMail> = Id::from_uuid(id);
    diesel::delete(report_mails::table.find(id)).execute(conn).map(drop)
}
