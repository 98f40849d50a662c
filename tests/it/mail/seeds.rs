//! All that can go wrong with a mail server and with us, mixed at random from a seed: everyone gets their message,
//! and what is repeated has its reason.

use std::collections::{HashMap, HashSet};

use candor::db::Db;
use candor::mail::{self, Composed, Post};
use candor::schema::outbox;
use chrono::TimeDelta;
use diesel::prelude::*;
use futures_util::future::try_join_all;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::{Office, letter};
use crate::app::{TestApp, on_both};
use crate::kill::until;
use crate::smtp_sink::{Fault, Sink};

/// Seeds on each database, unless `CANDOR_SEEDS` says how many; 200 are the full setting.
const SEEDS: u64 = 4;
/// Messages of a seed that are repeated until they are sent, and those sent at most once.
const MESSAGES: usize = 300;
const REMINDERS: usize = 60;
/// Recipients' domains: a server that asks for a slower pace slows one of them down.
const DOMAINS: usize = 20;
/// Connections of a process: as many messages are in its hands.
const CONNECTIONS: usize = 4;
/// Minutes in which what is sent at most once is tried again.
const REMINDED: usize = 20;
/// Minutes after which everything must have come to an end.
const MOST_MINUTES: usize = 120;

/// What the server may do to a message of somebody who gets it in the end.
const FAULTS: [Fault; 9] = [
    Fault::Recipient("450 4.2.1 mailbox busy"),
    Fault::Recipient("451 4.7.1 greylisted, try again later"),
    Fault::Recipient("452 4.2.2 mailbox full"),
    Fault::Message("451 4.3.0 try again later"),
    Fault::Message("452 4.3.1 disk full"),
    Fault::DropBeforeData,
    Fault::DropAfterData,
    Fault::LoseReply,
    Fault::LoseReply,
];
/// What it may say to anybody.
const TO_ANYONE: [Fault; 4] = [
    Fault::Mail("421 4.3.2 too many connections"),
    Fault::Mail("454 4.7.0 slow down"),
    Fault::Mail("451 4.3.0 local error"),
    Fault::Greeting("421 4.3.2 not now"),
];

/// `SplitMix64`: the same throws for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) >> 8).unwrap() % sides
    }

    fn of<T: Copy>(&mut self, several: &[T]) -> T {
        several[self.below(several.len())]
    }

    fn one_in(&mut self, sides: usize) -> bool {
        self.below(sides) == 0
    }
}

fn seeds() -> u64 {
    #[expect(clippy::disallowed_methods, reason = "only tests read this, and only here")]
    let wanted = std::env::var("CANDOR_SEEDS");
    wanted.map_or(SEEDS, |seeds| seeds.parse().expect("CANDOR_SEEDS is a number"))
}

/// The senders of a process, which is stopped or killed.
struct Process {
    post: Post,
    stop: watch::Sender<bool>,
    running: JoinHandle<()>,
}

impl Process {
    fn start(post: Post) -> Self {
        let (stop, stopped) = watch::channel(false);
        let running = tokio::spawn(mail::run(post.clone(), stopped));
        Self { post, stop, running }
    }

    async fn stop(self) -> Post {
        self.stop.send(true).unwrap();
        self.running.await.unwrap();
        self.post
    }

    async fn kill(self) {
        self.running.abort();
        let _ = self.running.await;
    }
}

/// What came of a seed, in messages.
#[derive(Debug, Default)]
struct Figures {
    taken: usize,
    refused: usize,
    repeated: usize,
    /// Replies that were lost after the server had taken the message.
    replies_lost: usize,
    /// Messages that were in somebody's hands when they were killed, at most.
    in_hand: usize,
    reminders: usize,
}

/// One seed on one database.
struct Case {
    dice: Dice,
    office: Office,
    sink: Sink,
    refused: HashSet<String>,
    /// Who met no fault of their own.
    untroubled: HashSet<String>,
    processes: usize,
    figures: Figures,
}

impl Case {
    async fn new(seed: u64) -> Self {
        let (sink, dice) = (Sink::start().await, Dice(seed));
        let (refused, untroubled) = (HashSet::new(), HashSet::new());
        let mut case =
            Self { dice, office: Office::new(), sink, refused, untroubled, processes: 1, figures: Figures::default() };
        case.processes = 1 + case.dice.below(3);
        for fault in TO_ANYONE {
            if case.dice.one_in(2) {
                case.sink.fail("*", fault, 1 + case.dice.below(3));
            }
        }
        if case.dice.one_in(4) {
            case.sink.greylist();
        }
        if case.dice.one_in(2) {
            case.sink.pipeline();
        }
        case
    }

    /// Somebody's address, and what will happen to their message.
    fn somebody(&mut self, kind: &str, number: usize, hangs: bool) -> String {
        let address = format!("{kind}{number:03}@d{}.example.com", number % DOMAINS);
        if hangs {
            self.sink.fail(&address, Fault::Hang, 1);
        } else if kind == "n" && self.dice.one_in(50) {
            self.sink.fail(&address, Fault::Recipient("550 5.1.1 no such person"), usize::MAX);
            self.refused.insert(address.clone());
        } else if self.dice.one_in(3) {
            for _ in 0..=self.dice.below(3) {
                let fault = self.dice.of(&FAULTS);
                self.figures.replies_lost += usize::from(kind == "n" && fault == Fault::LoseReply);
                self.sink.fail(&address, fault, 1);
            }
        } else {
            self.untroubled.insert(address.clone());
        }
        address
    }

    async fn queue(&mut self, app: &TestApp, kind: &str, messages: usize, hangs: bool) {
        let compose = |number| {
            let address = self.somebody(kind, number, hangs && number == 0);
            let mut message = letter(address.split('@').next().unwrap());
            message.to.address = address;
            Composed::Send(Box::new(message))
        };
        let composed = (0..messages).map(compose).collect();
        self.office.queue_as(app, composed, kind == "once").await;
    }

    /// As many processes as this seed has, each with the database to itself.
    fn start(&self, app: &TestApp) -> Vec<Process> {
        let post = || {
            let (db, clock) = (Db::open(app.app.db.url()).unwrap(), app.app.clock.clone());
            let options = format!("?timeout=5&connections={CONNECTIONS}");
            Post::new(db, clock, self.sink.transport_with(&options), vec![self.office.letters.clone()])
        };
        (0..self.processes).map(|_| Process::start(post())).collect()
    }

    /// Lets processes work side by side, kills them at some moments, and at last stops them when nothing is due or
    /// sending stands still: what they have in hand they finish, what they have not begun they give back.
    async fn work(&mut self, app: &TestApp) -> Vec<Post> {
        let mut processes = self.start(app);
        for _ in 0..self.dice.below(3) {
            let wanted = self.done(app).await + 1 + self.dice.below(MESSAGES / 4);
            until(async || self.done(app).await >= wanted || app.rests().await).await;
            for process in processes {
                process.kill().await;
            }
            self.figures.in_hand += self.processes * CONNECTIONS;
            processes = self.start(app);
        }
        until(async || app.rests().await).await;
        let mut posts = Vec::new();
        for process in processes {
            posts.push(process.stop().await);
        }
        posts
    }

    async fn done(&self, app: &TestApp) -> usize {
        usize::try_from(self.office.progress(app).await.done).unwrap()
    }

    async fn run(mut self, app: &TestApp, hangs: bool) -> Figures {
        self.queue(app, "n", MESSAGES, hangs).await;
        self.queue(app, "once", REMINDERS, false).await;
        let posts = self.work(app).await;
        let mut minutes = 0;
        while !self.office.progress(app).await.is_finished() || minutes < REMINDED {
            minutes += 1;
            assert!(minutes <= MOST_MINUTES, "{:?}", self.office.progress(app).await);
            app.app.clock.advance(TimeDelta::minutes(1));
            try_join_all(posts.iter().map(mail::deliver_due)).await.unwrap();
        }
        self.check(app).await
    }

    async fn check(mut self, app: &TestApp) -> Figures {
        let mut messages: HashMap<String, Vec<String>> = HashMap::new();
        for taken in self.sink.taken() {
            let id = taken.parsed().message_id().unwrap().to_owned();
            messages.entry(taken.recipient).or_default().push(id);
        }
        for (address, ids) in &messages {
            assert!(ids.iter().all(|id| *id == ids[0]), "{address}: a repeated message is recognised by its id");
        }
        let of = |kind: &str, number: usize| {
            let address = format!("{kind}{number:03}@d{}.example.com", number % DOMAINS);
            let count = messages.get(&address).map_or(0, Vec::len);
            (address, count)
        };
        for (address, count) in (0..MESSAGES).map(|number| of("n", number)) {
            assert_eq!(count == 0, self.refused.contains(&address), "{address} got {count}");
            self.figures.repeated += count.saturating_sub(1);
        }
        for (address, count) in (0..REMINDERS).map(|number| of("once", number)) {
            assert!(count <= 1, "{address} got {count}");
            let must_have = self.figures.in_hand == 0 && self.untroubled.contains(&address);
            assert!(count == 1 || !must_have, "{address} got none");
            self.figures.reminders += count;
        }
        let progress = self.office.progress(app).await;
        assert_eq!(usize::try_from(progress.failed).unwrap(), self.refused.len());
        self.figures.taken = messages.values().map(Vec::len).sum();
        self.figures.refused = self.refused.len();
        assert!(self.figures.repeated <= self.figures.replies_lost + self.figures.in_hand, "{:?}", self.figures);
        self.figures
    }
}

impl TestApp {
    /// Whether nothing more happens at this moment: the clock stands, so a pause after errors may be a long one.
    async fn rests(&self) -> bool {
        !self.is_anything_due().await || self.standstill().await.is_some()
    }

    async fn is_anything_due(&self) -> bool {
        let now = self.app.clock.now();
        let due = outbox::table.filter(outbox::state.eq("queued").and(outbox::due_at.le(now))).count();
        let due: i64 = self.app.db.read(move |conn| due.get_result(conn)).await.unwrap();
        due > 0
    }
}

on_both! {
    async fn whatever_goes_wrong_everyone_gets_their_message_and_no_reminder_comes_twice(app: TestApp) {
        let mut sum = Figures::default();
        for seed in 0..seeds() {
            println!("seed {seed}");
            let figures = Case::new(seed).await.run(&app, seed % 4 == 3).await;
            sum.taken += figures.taken;
            sum.refused += figures.refused;
            sum.repeated += figures.repeated;
            sum.replies_lost += figures.replies_lost;
            sum.in_hand += figures.in_hand;
            sum.reminders += figures.reminders;
        }
        println!("{:?}: {sum:?}", app.app.db.backend());
    }
}
