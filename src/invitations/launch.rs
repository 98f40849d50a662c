//! The launch: the roster and the tree are frozen, the key is made, invitations are queued.

use std::collections::HashSet;

use chrono::DateTime;

use super::anew::{Anew, asked_anew};
use super::freeze::{freeze, group_of};
use super::mail::INVITATION;
use super::{store, turnover};
use crate::audit::{self, Actor};
use crate::db::{BatchId, Conn, InvitationId, Moment, PersonId, WaveId};
use crate::keys::{KeyFolder, random_id};
use crate::mail::outbox::{self, NewMail};
use crate::people;
use crate::waves::{self, Invitee, LaunchRefusal, METHOD_VERSION, Tree, Wave, WaveState, local_time, plan};

/// What a launch did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Launched {
    /// The wave.
    pub wave: WaveId,
    /// How many people were invited.
    pub headcount: u32,
    /// How many were left out since another open wave has them.
    pub left_out: u32,
}

/// Why a wave was not launched.
#[derive(Debug, thiserror::Error)]
pub enum LaunchError {
    /// There is no such wave.
    #[error("there is no such wave")]
    NotFound,
    /// Its state or time does not allow it; if it is open, perhaps someone else launched it a moment ago.
    #[error(transparent)]
    Refused(#[from] LaunchRefusal),
    /// It is not scheduled for now (any more).
    #[error("the wave is not scheduled for now")]
    NotScheduled,
    /// Nobody is in its audience, or all are in other open waves.
    #[error("nobody would be invited")]
    NobodyToInvite,
    /// Some of its people are in another wave at the same time.
    #[error("it overlaps with another wave")]
    Overlap {
        /// The other wave.
        with: Box<Wave>,
        /// How many people are in both.
        people: usize,
    },
    /// A group would be asked again too soon, too much as it was.
    #[error("a group would be asked anew too soon")]
    Anew(Box<Anew>),
    /// The key could not be made.
    #[error("the wave's key cannot be made: {0}")]
    Key(#[from] std::io::Error),
    /// The database.
    #[error(transparent)]
    Database(#[from] crate::db::Error),
}

/// Launches a draft or scheduled wave now, since an admin says so.
///
/// # Errors
/// When it has been open, has no time left, would invite nobody, or (a draft, whose plan nobody has
/// checked yet) overlaps with another wave; when the key or the rows cannot be written. Then nothing
/// has happened.
pub fn launch(
    conn: &mut Conn,
    keys: &KeyFolder,
    now: Moment,
    id: WaveId,
    actor: Actor,
) -> Result<Launched, LaunchError> {
    let wave = locked(conn, id)?;
    refuse_overlap(conn, &wave, now)?;
    open(conn, keys, now, wave, actor)
}

/// The plan of a scheduled wave was compared with the others when it was scheduled.
fn refuse_overlap(conn: &mut Conn, wave: &Wave, now: Moment) -> Result<(), LaunchError> {
    if wave.state == WaveState::Draft
        && let Some((with, people)) = plan::overlap(conn, wave, now)?
    {
        return Err(LaunchError::Overlap { with: Box::new(with), people });
    }
    Ok(())
}

/// Two reports of nearly the same small group would tell of the few who are in one of them only.
///
/// # Errors
/// [`LaunchError::Anew`].
pub fn refuse_anew(conn: &mut Conn, wave: &Wave, opens_at: Moment) -> Result<(), LaunchError> {
    match asked_anew(conn, wave, opens_at)? {
        Some(anew) => Err(LaunchError::Anew(Box::new(anew))),
        None => Ok(()),
    }
}

/// Launches a scheduled wave whose opening has come.
///
/// # Errors
/// As [`launch`]; [`LaunchError::NotScheduled`] when its plan has changed a moment ago.
pub fn launch_due(conn: &mut Conn, keys: &KeyFolder, now: Moment, id: WaveId) -> Result<Launched, LaunchError> {
    let wave = locked(conn, id)?;
    if wave.state == WaveState::Open {
        return Err(LaunchRefusal::AlreadyOpen.into());
    }
    if wave.state != WaveState::Scheduled || wave.opens_at > now {
        return Err(LaunchError::NotScheduled);
    }
    open(conn, keys, now, wave, Actor::Schedule)
}

/// Reads a wave under its lock: of two processes that launch it, the second waits here and then finds
/// it open, so it never touches the first one's key. The lock on all waves comes first, since two
/// different waves must not take the same person at the same moment. The roster stays as it is until the launch
/// is done, so that people and departments are those of one moment.
fn locked(conn: &mut Conn, id: WaveId) -> Result<Wave, LaunchError> {
    conn.lock_wave_exclusive(waves::all_waves())?;
    conn.lock_wave_exclusive(id)?;
    conn.lock_roster()?;
    waves::store::find(conn, id)?.ok_or(LaunchError::NotFound)
}

fn open(conn: &mut Conn, keys: &KeyFolder, now: Moment, mut wave: Wave, actor: Actor) -> Result<Launched, LaunchError> {
    let was = wave.state;
    wave.launch(now)?;
    // Also those of a wave that has closed and waits for its count: nobody is in two open waves.
    let (invitees, left_out) = audience(conn, &wave, DateTime::UNIX_EPOCH.naive_utc())?;
    if invitees.is_empty() {
        return Err(LaunchError::NobodyToInvite);
    }
    refuse_anew(conn, &wave, now)?;
    if wave.opens_at > now {
        wave.opens_at = now;
        wave.opens_local = local_time::to_local(wave.time_zone, now);
    }
    let launched = Launched { wave: wave.id, headcount: count(invitees.len()), left_out: count(left_out) };
    wave.headcount = Some(launched.headcount);
    wave.left_out = Some(launched.left_out);
    wave.method_version = METHOD_VERSION;
    // The file is on disk before the commit: a crash between leaves a key without an open wave, which the
    // next launch takes, never an open wave without its key.
    wave.key_check = Some(keys.create(wave.id)?.check_value().to_vec());
    if !waves::store::save(conn, &wave, was, now)? {
        return Err(LaunchError::NotScheduled);
    }
    waves::store::drop_reminders_until(conn, wave.id, now)?;
    invite(conn, now, &wave, &invitees)?;
    let details = format!("invited={} left_out={}", launched.headcount, launched.left_out);
    audit::record(conn, now, actor, "wave.launched", &wave.id.to_string(), &details)?;
    Ok(launched)
}

/// Whom the wave invites, and how many are left out since another open wave has them after a moment.
pub(super) fn audience(conn: &mut Conn, wave: &Wave, after: Moment) -> crate::db::Result<(Vec<Invitee>, usize)> {
    let mut invitees = waves::store::invitees(conn, &wave.audience)?;
    let meant = invitees.len();
    let taken = store::people_in_other_open_waves(conn, wave.id, after)?;
    invitees.retain(|invitee| !taken.contains(&invitee.person));
    let left_out = meant - invitees.len();
    Ok((invitees, left_out))
}

/// Freezes the tree, writes the invitations and queues their mails.
fn invite(conn: &mut Conn, now: Moment, wave: &Wave, invitees: &[Invitee]) -> crate::db::Result<()> {
    let (tree, numbers) = freeze(&waves::store::departments(conn)?, invitees);
    waves::store::freeze_tree(conn, wave.id, &tree)?;
    let grouped: Vec<_> = invitees.iter().map(|invitee| (invitee.person, group_of(&numbers, invitee))).collect();
    turnover::note(conn, wave, &tree, &grouped)?;
    let mut invited: Vec<_> = invitees
        .iter()
        .map(|invitee| (random_id::<crate::db::named::Invitation>(), invitee.person, group_of(&numbers, invitee)))
        .collect();
    // By random id: neither rows nor mails follow the roster.
    invited.sort_unstable();
    store::insert(conn, wave.id, &invited)?;
    let mails: Vec<NewMail> = invited.iter().map(|(id, _, _)| mail(*id, wave.id, now)).collect();
    outbox::enqueue(conn, &mails)
}

/// The row that sends an invitation's mail.
fn mail(invitation: InvitationId, wave: WaveId, due_at: Moment) -> NewMail {
    NewMail {
        kind: INVITATION,
        reference: invitation.uuid(),
        at_most_once: false,
        due_at,
        batch: Some(BatchId::from_uuid(wave.uuid())),
    }
}

fn count(people: usize) -> u32 {
    u32::try_from(people).unwrap_or(u32::MAX)
}

/// What a launch would do today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Expected {
    /// How many people would be invited.
    pub people: usize,
    /// In how many departments and teams, as far as they have invited people.
    pub groups: usize,
    /// How many would be left out since another open wave has them.
    pub left_out: usize,
    /// How many of those who would be invited have an address that mail came back from.
    pub bounced: usize,
}

/// What a launch at a moment would do with today's roster.
///
/// # Errors
/// When the database cannot be asked.
pub fn expected(conn: &mut Conn, wave: &Wave, at: Moment) -> crate::db::Result<Expected> {
    let (invitees, left_out) = audience(conn, wave, at)?;
    let (tree, _) = freeze(&waves::store::departments(conn)?, &invitees);
    let marked: HashSet<PersonId> = people::store::bounced(conn)?.into_iter().collect();
    let bounced = invitees.iter().filter(|invitee| marked.contains(&invitee.person)).count();
    Ok(Expected { people: invitees.len(), groups: tree.len() - 1, left_out, bounced })
}

/// The groups that a launch would freeze with today's roster.
///
/// # Errors
/// When the database cannot be asked.
pub fn tree(conn: &mut Conn, wave: &Wave) -> crate::db::Result<Tree> {
    let invitees = waves::store::invitees(conn, &wave.audience)?;
    Ok(freeze(&waves::store::departments(conn)?, &invitees).0)
}

/// What [`launch`] would do now; nothing is changed.
///
/// # Errors
/// Why it would be refused.
pub fn expected_now(conn: &mut Conn, wave: &Wave, now: Moment) -> Result<Expected, LaunchError> {
    wave.clone().launch(now)?;
    refuse_overlap(conn, wave, now)?;
    let expected = expected(conn, wave, now)?;
    if expected.people == 0 {
        return Err(LaunchError::NobodyToInvite);
    }
    refuse_anew(conn, wave, now)?;
    Ok(expected)
}
