//! Takes rows from the queue, has them written, and looks after what is in hand.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Weak};
use std::time::Duration;

use chrono::TimeDelta;
use tokio::time::Instant;

use super::Jobs;
use super::desk::Desk;
use super::job::{Claim, Job};
use super::ledger::{self, Entry};
use super::outcome::ended;
use super::trouble::Stand;
use crate::db::{Conn, Id, MailId, Result, named};
use crate::keys::random_id;
use crate::mail::held::Errand;
use crate::mail::outbox::Standstill;
use crate::mail::store::{self, Fate, First, Row, Settled, Wanted};
use crate::mail::{Composed, retry};

/// How long a lease lasts that is not renewed; a crashed sender's rows wait as long.
const LEASE: Duration = Duration::from_mins(5);
/// Between two renewals.
const RENEW: Duration = Duration::from_secs(20);
/// No message is begun with less of the lease left than this.
pub(super) const SLOWEST_MESSAGE: Duration = Duration::from_mins(4);
/// Others' leases are not taken back before they were seen to stand unrenewed for this long, since the wall clock
/// of either may be wrong.
const UNRENEWED: Duration = Duration::from_mins(1);
/// Between two looks into an empty queue, and after what is in hand.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// Between two looks for leases that somebody has left behind.
const LOOK_BACK: Duration = Duration::from_secs(10);
/// The longest pause after the database could not be asked.
const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// Most rows in one lease.
const MOST: usize = 500;
/// What a slow domain cannot take goes back to the queue for this long at most: it may become faster.
const MOST_DELAY: Duration = Duration::from_mins(2);

/// The clerk.
pub(super) struct Clerk {
    desk: Arc<Desk>,
    /// Who we are, where it matters to others.
    sender: Id<named::Mail>,
    claims: Vec<Weak<Claim>>,
    looked: Option<Instant>,
    looked_back: Option<Instant>,
    renewed: Instant,
}

impl Clerk {
    pub(super) fn new(desk: Arc<Desk>) -> Self {
        let claims = Vec::new();
        Self { desk, sender: random_id(), claims, looked: None, looked_back: None, renewed: Instant::now() }
    }

    /// Works until told to stop.
    pub(super) async fn run(&mut self) {
        let mut pause = LOOK_AGAIN;
        let desk = Arc::clone(&self.desk);
        while !desk.stops() {
            match self.turn().await {
                Ok(()) => pause = LOOK_AGAIN,
                Err(error) => {
                    tracing::error!("mail waits, the queue cannot be read or written: {error}");
                    pause = (pause * 2).min(LONGEST_PAUSE);
                    desk.stops_within(pause).await;
                    continue;
                }
            }
            tokio::select! {
                () = desk.room.notified() => {}
                _ = desk.stops_within(pause) => {}
            }
        }
    }

    /// Gives everything back when all have stopped.
    pub(super) async fn close(&mut self) {
        let sender = self.sender;
        let given_back = self.give_back().await;
        let gone = self.desk.post.db.write(move |conn| store::go_on(conn, sender)).await;
        if let Err(error) = given_back.and(gone) {
            tracing::error!("mail that was not sent waits until its lease has run out: {error}");
        }
    }

    async fn turn(&mut self) -> Result<()> {
        self.tell_of_standing().await?;
        let now = Instant::now();
        if self.looked.is_none_or(|looked| now - looked >= LOOK_AGAIN) {
            self.desk.board().measure(self.looked.map_or(LOOK_AGAIN, |looked| now - looked));
            self.looked = Some(now);
            self.look_after().await?;
        }
        if self.looked_back.is_none_or(|looked| now - looked >= LOOK_BACK) {
            self.looked_back = Some(now);
            self.look_back().await?;
        }
        loop {
            let (room, is_open, first) = {
                let board = self.desk.board();
                let first = if board.trouble.stand().is_some() { First::Refused } else { First::Due };
                (board.room(Instant::now()), board.is_open(), first)
            };
            if room == 0 || self.desk.stops() {
                return Ok(());
            }
            if !is_open {
                // The server is called first, so that nothing is taken from the queue while it is away.
                if self.is_anything_due().await? {
                    self.desk.board().want();
                    self.desk.work.notify_one();
                }
                return Ok(());
            }
            if self.fill(room.min(MOST), first).await? < room.min(MOST) {
                return Ok(());
            }
        }
    }

    pub(super) async fn is_anything_due(&self) -> Result<bool> {
        let post = &self.desk.post;
        let (kinds, now) = (post.kinds(), post.clock.now());
        if post.held().is_due(post.clock.ticks()) {
            return Ok(true);
        }
        post.db.read(move |conn| store::is_due(conn, &kinds, now)).await
    }

    /// Puts up to `most` messages on the board, and says how many were taken from the queue for that.
    pub(super) async fn fill(&mut self, most: usize, first: First) -> Result<usize> {
        let post = self.desk.post.clone();
        let held = post.held().take(post.clock.ticks(), most);
        if !held.is_empty() {
            return self.take_up(held).await;
        }
        let (kinds, now, until) = (post.kinds(), post.clock.now(), post.clock.ticks() + LEASE);
        let lease =
            move |conn: &mut Conn| store::lease(conn, now, Wanted { kinds: &kinds, length: delta(LEASE), most, first });
        let (id, rows) = post.db.write(lease).await?;
        if rows.is_empty() {
            return Ok(0);
        }
        let claim = Arc::new(Claim::new(id, until));
        self.claims.retain(|claim| claim.strong_count() > 0);
        self.claims.push(Arc::downgrade(&claim));
        let (count, ids) = (rows.len(), rows.iter().map(|row| row.id).collect::<Vec<_>>());
        if let Err(error) = self.write(&claim, rows).await {
            post.db.write(move |conn| store::release(conn, id, &ids, None)).await?;
            return Err(error);
        }
        Ok(count)
    }

    /// Messages that could not be sent before. If they cannot even be written now, they are held on.
    async fn take_up(&mut self, errands: Vec<Errand>) -> Result<usize> {
        let (post, count) = (&self.desk.post, errands.len());
        match post.compose(errands.clone()).await {
            Ok(written) => {
                self.put_up(errands.into_iter().zip(written));
                Ok(count)
            }
            Err(error) => {
                let (now, mut held) = (post.clock.ticks(), post.held());
                for errand in errands {
                    held.hold(now, errand);
                }
                Err(error)
            }
        }
    }

    /// Has leased rows written.
    async fn write(&mut self, claim: &Arc<Claim>, rows: Vec<Row>) -> Result<()> {
        let post = self.desk.post.clone();
        let written = post.compose(rows.iter().map(Errand::of).collect()).await?;
        let rows = rows.into_iter().zip(written);
        let (once, tracked): (Vec<_>, Vec<_>) = rows.partition(|(row, _)| row.at_most_once);
        if !once.is_empty() {
            let id = claim.id;
            let ended: HashSet<MailId> =
                post.db.write(move |conn| store::end_at_most_once(conn, id)).await?.into_iter().collect();
            let mine = once.into_iter().filter(|(row, _)| ended.contains(&row.id));
            self.put_up(mine.map(|(row, composed)| (Errand::of(&row), composed)));
        }
        let (mut jobs, mut entries) = (Vec::with_capacity(tracked.len()), Vec::new());
        for (row, composed) in tracked {
            let fate = match composed {
                Some(Composed::Send(message)) => {
                    jobs.push(Job::new(Errand::of(&row), Some((row, Arc::clone(claim))), message));
                    continue;
                }
                Some(Composed::TooLate) => Fate::TooLate,
                Some(Composed::Refuse(failure)) => Fate::Failed(failure),
                Some(Composed::Skip) | None => Fate::Done,
            };
            entries.push(self.without_sending(row, claim.id, fate));
        }
        ledger::note(&post, entries).await?;
        self.put(jobs);
        Ok(())
    }

    /// A row with nothing to send.
    fn without_sending(&self, row: Row, lease: Id<named::Mail>, fate: Fate) -> Entry {
        let mut delivered = self.desk.delivered();
        let ended = match &fate {
            Fate::Done | Fate::Again(_) => {
                delivered.skipped += 1;
                None
            }
            Fate::TooLate => {
                delivered.too_late += 1;
                ended(&fate)
            }
            Fate::Failed(_) => {
                delivered.failed += 1;
                ended(&fate)
            }
        };
        Entry { settled: Settled { row, lease, fate }, ended, noted: None }
    }

    /// Messages whose rows have ended.
    fn put_up(&self, errands: impl Iterator<Item = (Errand, Option<Composed>)>) {
        let mut jobs = Vec::new();
        for (errand, composed) in errands {
            match composed {
                Some(Composed::Send(message)) => jobs.push(Job::new(errand, None, message)),
                _ => self.desk.delivered().skipped += 1,
            }
        }
        self.put(jobs);
    }

    fn put(&self, jobs: Jobs) {
        if !jobs.is_empty() {
            self.desk.board().put(jobs);
            self.desk.work.notify_waiters();
        }
    }

    /// Renews our leases; takes off the board what was withdrawn or paused meanwhile, and what would lie there for long.
    async fn look_after(&mut self) -> Result<()> {
        let post = self.desk.post.clone();
        let claims: Vec<Arc<Claim>> = self.claims.iter().filter_map(Weak::upgrade).collect();
        let ids: Vec<_> = claims.iter().map(|claim| claim.id).collect();
        if ids.is_empty() {
            self.renewed = Instant::now();
        } else {
            if self.renewed.elapsed() >= RENEW {
                let (mine, wall, until) = (ids.clone(), post.clock.now() + delta(LEASE), post.clock.ticks() + LEASE);
                post.db.write(move |conn| store::renew(conn, &mine, wall)).await?;
                for claim in &claims {
                    claim.renew(until);
                }
                self.renewed = Instant::now();
            }
            let still = post.db.read(move |conn| store::still_in_hand(conn, &ids)).await?.into_iter().collect();
            let fallen = self.desk.board().keep_only(&still);
            self.put_back(fallen, None).await?;
        }
        let excess = self.desk.board().excess();
        let mut later: HashMap<u64, Jobs> = HashMap::new();
        for (job, wait) in excess {
            later.entry(wait.min(MOST_DELAY).as_secs()).or_default().push(job);
        }
        for (seconds, jobs) in later {
            self.put_back(jobs, Some(Duration::from_secs(seconds))).await?;
        }
        Ok(())
    }

    /// Gives everything back that lies on the board.
    pub(super) async fn give_back(&mut self) -> Result<()> {
        let jobs = self.desk.board().clear();
        self.put_back(jobs, None).await
    }

    /// Puts jobs back in the queue, or those whose rows have ended where they are held in memory.
    async fn put_back(&self, jobs: Jobs, wait: Option<Duration>) -> Result<()> {
        let post = &self.desk.post;
        let mut leases: HashMap<Id<named::Mail>, Vec<MailId>> = HashMap::new();
        for job in jobs {
            match job.tracked {
                Some((row, claim)) => leases.entry(claim.id).or_default().push(row.id),
                None => post.held().hold(post.clock.ticks() + wait.unwrap_or_default(), job.errand),
            }
        }
        if leases.is_empty() {
            return Ok(());
        }
        let until = wait.map(|wait| post.clock.now() + delta(wait));
        let give_back = move |conn: &mut Conn| {
            leases.iter().try_for_each(|(lease, rows)| store::release(conn, *lease, rows, until).map(drop))
        };
        post.db.write(give_back).await
    }

    /// Takes rows back whose sender has gone away, and brings forward what a wrong clock has put off.
    pub(super) async fn look_back(&mut self) -> Result<()> {
        let post = self.desk.post.clone();
        let mine: HashSet<_> = self.claims.iter().filter_map(Weak::upgrade).map(|claim| claim.id).collect();
        let (now, ticks) = (post.clock.now(), post.clock.ticks());
        let longest = retry::LONGEST_PAUSE;
        let find = move |conn: &mut Conn| Ok((store::standing(conn)?, store::is_misdated(conn, now, longest)?));
        let (standing, is_misdated) = post.db.read::<_, crate::db::Error, _>(find).await?;
        let abandoned: Vec<_> = {
            let mut seen = post.seen();
            seen.retain(|lease, _| standing.contains(lease));
            let others = standing.into_iter().filter(|(lease, _)| !mine.contains(lease));
            others
                .filter(|lease| {
                    let unrenewed = ticks.saturating_sub(*seen.entry(*lease).or_insert(ticks));
                    unrenewed >= LEASE || unrenewed >= UNRENEWED && lease.1 <= now
                })
                .collect()
        };
        if abandoned.is_empty() && !is_misdated {
            return Ok(());
        }
        post.db
            .write(move |conn| {
                abandoned.into_iter().try_for_each(|lease| store::take_back(conn, lease, now).map(drop))?;
                store::bring_forward(conn, now, longest).map(drop)
            })
            .await
    }

    /// Writes down that sending stands still, or goes on again, and empties the board meanwhile.
    async fn tell_of_standing(&mut self) -> Result<()> {
        let stand = {
            let trouble = &mut self.desk.board().trouble;
            if !trouble.has_changed() {
                return Ok(());
            }
            trouble.stand().cloned()
        };
        let (post, sender) = (self.desk.post.clone(), self.sender);
        let Some(Stand { since, pause, why, .. }) = stand else {
            tracing::info!("mail is sent again");
            return post.db.write(move |conn| store::go_on(conn, sender)).await;
        };
        self.give_back().await?;
        let Some(why) = why else { return Ok(()) };
        tracing::warn!(again_in = pause.as_secs(), "mail waits: {why}");
        let now = post.clock.now();
        let standstill = Standstill { since, until: now + delta(pause), why };
        post.db.write(move |conn| store::stand_still(conn, sender, now, &standstill)).await
    }
}

fn delta(time: Duration) -> TimeDelta {
    TimeDelta::from_std(time).unwrap_or(TimeDelta::MAX)
}
