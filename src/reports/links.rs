//! Links to closed reports: whoever has one may read that report until it expires or is withdrawn.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::store;
use crate::audit::{self, Actor};
use crate::db::{AccountId, Conn, LinkId, Moment, Result, WaveId};
use crate::keys::{ordered_id, random_token};

/// How long a link is good, in days, where nobody says otherwise.
pub const DEFAULT_DAYS: i64 = 30;
/// The longest that a link can be good, in days.
pub const MOST_DAYS: i64 = 365;

/// A link, without what opens it: only a hash of that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its id; it opens nothing.
    pub id: LinkId,
    /// The report.
    pub wave: WaveId,
    /// Who made it.
    pub made_by: AccountId,
    /// When.
    pub made_at: Moment,
    /// Until when it is good.
    pub expires_at: Moment,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Moment>,
}

impl Link {
    /// Whether it opens the report.
    #[must_use]
    pub fn is_good(&self, now: Moment) -> bool {
        self.withdrawn_at.is_none() && now < self.expires_at
    }
}

/// Makes a link to a report; what opens it is told once, and never again. None where there is no report.
///
/// # Errors
/// When the database refuses.
pub fn make(
    conn: &mut Conn,
    now: Moment,
    wave: WaveId,
    expires_at: Moment,
    account: AccountId,
) -> Result<Option<String>> {
    if store::find(conn, wave)?.is_none() {
        return Ok(None);
    }
    let token = random_token();
    let link = Link { id: ordered_id(), wave, made_by: account, made_at: now, expires_at, withdrawn_at: None };
    store::insert_link(conn, &link, &hash(&token))?;
    audit::record(conn, now, Actor::Account(account), "report.link-made", &wave.to_string(), &expires_at.to_string())?;
    Ok(Some(token))
}

/// Withdraws a link of a report; whether it was good.
///
/// # Errors
/// When the database refuses.
pub fn withdraw(conn: &mut Conn, now: Moment, wave: WaveId, id: LinkId, actor: Actor) -> Result<bool> {
    let was_good = store::withdraw_link(conn, wave, id, now)?;
    if was_good {
        audit::record(conn, now, actor, "report.link-withdrawn", &wave.to_string(), "")?;
    }
    Ok(was_good)
}

/// The wave whose report something opens now; none if it opens nothing.
///
/// # Errors
/// When the database cannot be asked.
pub fn opened(conn: &mut Conn, now: Moment, token: &str) -> Result<Option<WaveId>> {
    let hash = hash(token);
    let found = store::link_of(conn, &hash)?;
    let good = found.filter(|(kept, link)| bool::from(kept.ct_eq(&hash)) && link.is_good(now));
    Ok(good.map(|(_, link)| link.wave))
}

fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}
