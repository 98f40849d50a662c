//! What is to be sent next, by whom: jobs by the domain of their recipients, each domain in its turn.

use std::collections::{HashMap, HashSet, VecDeque};
use std::time::Duration;

use tokio::time::Instant;

use super::job::Job;
use super::outcome::Verdict;
use super::pace::Pace;
use super::trouble::Trouble;
use crate::db::{MailId, Moment};
use crate::mail::Limits;

/// Whoever has nothing to do asks again after this, whatever happens.
const ASK_AGAIN: Duration = Duration::from_secs(1);
/// A server that has refused one more connection is asked for it again after this.
const MORE_AGAIN: Duration = Duration::from_secs(30);
/// Refusals that do not say why, in a row from one domain, that are taken for "too fast".
const UNCLEAR_IN_A_ROW: u32 = 10;
/// Work on the board for this long ahead, at the speed that there is.
const AHEAD: Duration = Duration::from_millis(500);
/// The most jobs on the board: what lies there is in memory.
const MOST: usize = 1_000;
/// Jobs of a slow domain stay on the board for this long; the others go back to the queue.
const SLOW_AHEAD: Duration = Duration::from_secs(30);
/// Domains that are remembered though nothing waits for them.
const MOST_DOMAINS: usize = 1_000;

/// What a carrier does next.
#[derive(Debug)]
pub(super) enum Next {
    Job(Job),
    /// See whether the server is there, before anything is taken from the queue.
    Knock,
    /// Ask again then.
    Wait(Instant),
}

#[derive(Debug)]
struct Domain {
    jobs: VecDeque<Job>,
    in_hand: u32,
    pace: Pace,
    unclear: u32,
}

/// The board.
#[derive(Debug)]
pub(super) struct Board {
    limits: Limits,
    domains: HashMap<String, Domain>,
    /// The domains for which something waits, whose turn it is first.
    turn: VecDeque<String>,
    waiting: usize,
    in_hand: usize,
    pace: Pace,
    pub trouble: Trouble,
    /// Connections that stand, and how many the server allows.
    open: usize,
    allowed: usize,
    more_at: Option<Instant>,
    /// Whether something is due, and somebody is about to see whether the server is there.
    is_wanted: bool,
    is_knocking: bool,
    /// Messages taken since the speed was last measured, and messages a second then.
    taken: u32,
    speed: f64,
}

impl Board {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            domains: HashMap::new(),
            turn: VecDeque::new(),
            waiting: 0,
            in_hand: 0,
            pace: Pace::at_most(limits.rate),
            trouble: Trouble::default(),
            open: 0,
            allowed: limits.connections as usize,
            more_at: None,
            is_wanted: false,
            is_knocking: false,
            taken: 0,
            speed: 0.0,
            limits,
        }
    }

    fn domain(&mut self, name: &str) -> &mut Domain {
        let rate = self.limits.domain_rate;
        self.domains.entry(name.to_owned()).or_insert_with(|| Domain {
            jobs: VecDeque::new(),
            in_hand: 0,
            pace: Pace::at_most(rate),
            unclear: 0,
        })
    }

    pub(super) fn put(&mut self, jobs: Vec<Job>) {
        self.is_wanted = false;
        for job in jobs {
            self.place(job, VecDeque::push_back);
        }
    }

    /// A job that was begun and could not be tried.
    pub(super) fn put_first(&mut self, job: Job) {
        self.place(job, VecDeque::push_front);
    }

    fn place(&mut self, job: Job, push: fn(&mut VecDeque<Job>, Job)) {
        let name = job.domain.clone();
        let domain = self.domain(&name);
        let is_first = domain.jobs.is_empty();
        push(&mut domain.jobs, job);
        self.waiting += 1;
        if is_first && !self.turn.contains(&name) {
            self.turn.push_back(name);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting == 0
    }

    /// How many more jobs the board takes now: work for half a second ahead.
    pub(super) fn room(&self, now: Instant) -> usize {
        match self.trouble.stand() {
            Some(stand) if now < stand.until => return 0,
            // One message tells whether the server takes mail again.
            Some(_) => return 1_usize.saturating_sub(self.waiting + self.in_hand),
            None => {}
        }
        let (fewest, speed) = (2 * self.limits.connections as usize, (self.speed * AHEAD.as_secs_f64()).min(1e6));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it lies between 0 and a million")]
        let wanted = fewest.max(speed as usize).min(MOST);
        // Few at a time would be many statements.
        if self.waiting > wanted / 2 { 0 } else { wanted - self.waiting }
    }

    /// Says that something is due.
    pub(super) fn want(&mut self) {
        self.is_wanted = true;
    }

    /// Whether anybody stands in connection with the server.
    pub(super) fn is_open(&self) -> bool {
        self.open > 0
    }

    /// A connection was opened or has ended.
    pub(super) fn opened(&mut self, is_open: bool) {
        self.open = if is_open { self.open + 1 } else { self.open.saturating_sub(1) };
    }

    /// What to do next for someone who has a connection or would have to open one.
    pub(super) fn next(&mut self, now: Instant, is_open: bool) -> Next {
        let later = Next::Wait(now + ASK_AGAIN);
        if let Some(stand) = self.trouble.stand() {
            if now < stand.until {
                return Next::Wait(stand.until);
            }
            if self.in_hand > 0 || self.is_knocking {
                return later;
            }
        }
        if self.waiting == 0 {
            let knocks = self.is_wanted && self.open == 0 && !self.is_knocking;
            self.is_knocking |= knocks;
            return if knocks { Next::Knock } else { later };
        }
        if !is_open && !self.takes_one_more(now) {
            return later;
        }
        if let Some(at) = self.pace.not_before(now) {
            return Next::Wait(at);
        }
        self.in_turn(now)
    }

    /// Whether one more connection is of use and allowed.
    fn takes_one_more(&mut self, now: Instant) -> bool {
        if self.more_at.is_some_and(|at| at <= now) {
            self.allowed = (self.allowed + 1).min(self.limits.connections as usize);
            self.more_at = (self.allowed < self.limits.connections as usize).then(|| now + MORE_AGAIN);
        }
        let idle = self.open.saturating_sub(self.in_hand);
        self.open.max(self.in_hand) < self.allowed && self.waiting > idle
    }

    fn in_turn(&mut self, now: Instant) -> Next {
        let mut earliest = now + ASK_AGAIN;
        let most = self.limits.domain_connections.unwrap_or(u32::MAX);
        for _ in 0..self.turn.len() {
            let Some(name) = self.turn.pop_front() else { break };
            let Some(domain) = self.domains.get_mut(&name) else { continue };
            if domain.jobs.is_empty() {
                continue;
            }
            let not_before = domain.pace.not_before(now);
            if domain.in_hand >= most || not_before.is_some() {
                earliest = earliest.min(not_before.unwrap_or(earliest));
                self.turn.push_back(name);
                continue;
            }
            let Some(job) = domain.jobs.pop_front() else { continue };
            domain.in_hand += 1;
            domain.pace.start(now);
            if !domain.jobs.is_empty() {
                self.turn.push_back(name);
            }
            self.pace.start(now);
            (self.waiting, self.in_hand) = (self.waiting - 1, self.in_hand + 1);
            return Next::Job(job);
        }
        Next::Wait(earliest)
    }

    /// What came of knocking.
    pub(super) fn knocked(&mut self, now: Instant, wall: Moment, refused: Option<&str>) {
        self.is_knocking = false;
        if refused.is_some() {
            self.trouble.went_wrong(now, wall, refused, self.open == 0);
        }
    }

    /// What came of a job that began at a moment.
    pub(super) fn finished(&mut self, name: &str, began: Instant, now: Instant, wall: Moment, verdict: &Verdict) {
        self.let_fall(name);
        let domain = self.domain(name);
        match verdict {
            Verdict::Taken => {
                domain.unclear = 0;
                domain.pace.taken();
                self.pace.taken();
                self.taken = self.taken.saturating_add(1);
                self.trouble.went_well();
            }
            Verdict::Recipient => {}
            Verdict::TooFast(why) => {
                domain.pace.slow_down(began, now);
                self.trouble.went_wrong(now, wall, why.as_deref(), false);
            }
            Verdict::Unclear(why) => {
                domain.unclear += 1;
                if domain.unclear >= UNCLEAR_IN_A_ROW {
                    domain.pace.slow_down(began, now);
                }
                self.trouble.went_wrong(now, wall, why.as_deref(), false);
            }
            Verdict::Error(why) => self.trouble.went_wrong(now, wall, why.as_deref(), false),
            Verdict::Unreachable(why) => self.unreachable(began, now, wall, why),
        }
        if self.domains.len() > MOST_DOMAINS {
            self.domains.retain(|_, domain| !domain.jobs.is_empty() || domain.in_hand > 0 || domain.pace.is_slowed());
        }
    }

    /// Whether the end of one job lets another begin that somebody waits for.
    pub(super) fn has_places(&self) -> bool {
        self.limits.domain_connections.is_some() && self.waiting > 0
    }

    /// A job in hand was not tried.
    pub(super) fn let_fall(&mut self, name: &str) {
        self.in_hand = self.in_hand.saturating_sub(1);
        let domain = self.domain(name);
        domain.in_hand = domain.in_hand.saturating_sub(1);
    }

    /// The server does not talk to one more of us, or to none at all.
    fn unreachable(&mut self, began: Instant, now: Instant, wall: Moment, why: &str) {
        self.trouble.went_wrong(now, wall, Some(why), self.open == 0);
        self.pace.slow_down(began, now);
        if self.open > 0 {
            self.allowed = self.open;
            self.more_at = Some(now + MORE_AGAIN);
        }
    }

    /// Measures the speed; called once a while.
    pub(super) fn measure(&mut self, time: Duration) {
        let taken = f64::from(std::mem::take(&mut self.taken));
        self.speed = taken / time.as_secs_f64().max(f64::EPSILON);
    }

    /// Takes everything off the board.
    pub(super) fn clear(&mut self) -> Vec<Job> {
        self.waiting = 0;
        self.turn.clear();
        self.domains.values_mut().flat_map(|domain| domain.jobs.drain(..)).collect()
    }

    /// Takes those jobs off the board that have a row which is not among these.
    pub(super) fn keep_only(&mut self, rows: &HashSet<MailId>) -> Vec<Job> {
        self.take_where(|_, job| job.tracked.as_ref().is_some_and(|(row, _)| !rows.contains(&row.id)))
    }

    /// Takes those jobs off the board that a slow domain could not take soon, each with the time until it can.
    pub(super) fn excess(&mut self) -> Vec<(Job, Duration)> {
        let mut pauses = HashMap::new();
        for (name, domain) in &self.domains {
            if domain.pace.is_slowed() {
                pauses.insert(name.clone(), (domain.pace.pause(), 0_u32));
            }
        }
        let mut waits = Vec::new();
        let taken = self.take_where(|name, _| {
            let Some((pause, place)) = pauses.get_mut(name) else { return false };
            *place += 1;
            let wait = *pause * *place;
            let is_excess = wait > SLOW_AHEAD;
            if is_excess {
                waits.push(wait);
            }
            is_excess
        });
        taken.into_iter().zip(waits).collect()
    }

    fn take_where(&mut self, mut goes: impl FnMut(&str, &Job) -> bool) -> Vec<Job> {
        let mut taken = Vec::new();
        for (name, domain) in &mut self.domains {
            for job in std::mem::take(&mut domain.jobs) {
                if goes(name, &job) { taken.push(job) } else { domain.jobs.push_back(job) }
            }
        }
        self.waiting -= taken.len();
        taken
    }
}
