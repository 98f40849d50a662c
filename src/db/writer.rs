//! SQLite's one writer: a thread that commits whatever has queued up, so that many small
//! transactions share one fsync and none waits for a lock.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};

use diesel::connection::{AnsiTransactionManager, Connection, TransactionManager};
use diesel::r2d2::R2D2Connection;
use diesel::result::ConnectionResult;

use super::pool::unavailable;
use super::{Conn, DatabaseUrl, Error};

/// Most closures in one transaction: a bound on how long the first waits for the last.
const MAX_GROUP: usize = 256;

/// Called when the group's fate is known: `None` for committed, else why not.
type Finish = Box<dyn FnOnce(Option<Error>) + Send>;
/// Runs inside a savepoint and says what to do when the group's fate is known; without a transaction runs not at all.
type Grouped = Box<dyn FnOnce(Result<&mut Conn, Error>) -> Finish + Send>;
type Alone = Box<dyn FnOnce(&mut Conn) + Send>;

enum Job {
    Grouped(Grouped),
    Alone(Alone),
}

pub(super) struct Writer {
    jobs: Sender<Job>,
}

impl Writer {
    /// Starts the thread; it ends when the last handle is dropped.
    pub(super) fn start(url: DatabaseUrl) -> ConnectionResult<Self> {
        let conn = url.connect()?;
        let (jobs, queue) = channel();
        std::thread::spawn(move || run(conn, &url, &queue));
        Ok(Self { jobs })
    }

    pub(super) fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Conn) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (reply, answer) = sync_channel(1);
        let job: Grouped = Box::new(move |conn| match conn {
            Ok(conn) => in_savepoint(conn, work, reply),
            Err(error) => {
                // Whoever asked may have gone; then nobody needs the answer.
                let _ = reply.send(Ok(Err(E::from(error))));
                Box::new(drop)
            }
        });
        self.jobs.send(Job::Grouped(job)).map_err(|_| gone())?;
        match answer.recv().map_err(|_| gone())? {
            Ok(result) => result,
            Err(panic) => resume_unwind(panic),
        }
    }

    pub(super) fn alone<T, F>(&self, work: F) -> Result<T, Error>
    where
        F: FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        let (reply, answer) = sync_channel(1);
        let job: Alone = Box::new(move |conn| {
            let result = catch_unwind(AssertUnwindSafe(|| work(conn)));
            // Whoever asked may have gone; then nobody needs the answer.
            let _ = reply.send(result);
        });
        self.jobs.send(Job::Alone(job)).map_err(|_| gone())?;
        match answer.recv().map_err(|_| gone())? {
            Ok(result) => result,
            Err(panic) => resume_unwind(panic),
        }
    }
}

fn gone() -> Error {
    unavailable("the database's writer has stopped")
}

type Outcome<T, E> = Result<Result<T, E>, Box<dyn Any + Send>>;

/// Runs one closure in its savepoint; what it changed stays only if it returns `Ok`.
fn in_savepoint<T, E, F>(conn: &mut Conn, work: F, reply: SyncSender<Outcome<T, E>>) -> Finish
where
    F: FnOnce(&mut Conn) -> Result<T, E>,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    let depth_before = depth(conn);
    let outcome = catch_unwind(AssertUnwindSafe(|| conn.transaction(work)));
    if outcome.is_err() && depth(conn) > depth_before {
        // A panic leaves its savepoint open; the neighbours' work must go on.
        let _ = rollback(conn);
    }
    Box::new(move |failure| {
        let outcome = match (outcome, failure) {
            (Ok(Ok(_)), Some(error)) => Ok(Err(E::from(error))),
            (outcome, _) => outcome,
        };
        // Whoever asked may have gone; then nobody needs the answer.
        let _ = reply.send(outcome);
    })
}

/// Runs a closure in a transaction, outside of which nothing may be open; what it changed stays only if it returns `Ok`.
pub(super) fn in_transaction<T, E, F>(conn: &mut Conn, work: F) -> Result<T, E>
where
    F: FnOnce(&mut Conn) -> Result<T, E>,
    E: From<Error>,
{
    begin(conn)?;
    match catch_unwind(AssertUnwindSafe(|| work(conn))) {
        Ok(Ok(value)) => commit(conn).map(|()| value).map_err(E::from),
        Ok(Err(error)) => {
            // The error tells more than one of the way back; a connection that is broken is replaced.
            let _ = rollback(conn);
            Err(error)
        }
        Err(panic) => {
            let _ = rollback(conn);
            resume_unwind(panic)
        }
    }
}

fn run(mut conn: Conn, url: &DatabaseUrl, queue: &Receiver<Job>) {
    let mut carried = None;
    while let Some(job) = carried.take().or_else(|| queue.recv().ok()) {
        // A full disk may end a transaction behind the connection's back; another connection goes on.
        if conn.is_broken()
            && let Ok(fresh) = url.connect()
        {
            conn = fresh;
        }
        match job {
            Job::Alone(work) => work(&mut conn),
            Job::Grouped(first) => carried = run_group(&mut conn, first, queue),
        }
    }
}

/// Runs what has queued up in one transaction; returns a job that must wait for the next turn.
fn run_group(conn: &mut Conn, first: Grouped, queue: &Receiver<Job>) -> Option<Job> {
    if let Err(error) = begin(conn) {
        first(Err(error))(None);
        return None;
    }
    let mut finishes = vec![first(Ok(conn))];
    let mut carried = None;
    while finishes.len() < MAX_GROUP {
        match queue.try_recv() {
            Ok(Job::Grouped(job)) => finishes.push(job(Ok(conn))),
            Ok(alone @ Job::Alone(_)) => {
                carried = Some(alone);
                break;
            }
            Err(_) => break,
        }
    }
    let failure = commit(conn).err().map(|error| error.to_string());
    for finish in finishes {
        finish(failure.as_deref().map(unavailable));
    }
    carried
}

macro_rules! sqlite_only {
    ($conn:ident, $inner:ident => $body:expr) => {
        match $conn {
            Conn::Sqlite($inner) => $body,
            #[cfg(feature = "postgres")]
            Conn::Postgres(_) => Err(unavailable("only SQLite has a writer thread")),
        }
    };
}

fn begin(conn: &mut Conn) -> Result<(), Error> {
    sqlite_only!(conn, inner => AnsiTransactionManager::begin_transaction_sql(inner, "BEGIN IMMEDIATE"))
}

fn commit(conn: &mut Conn) -> Result<(), Error> {
    sqlite_only!(conn, inner => AnsiTransactionManager::commit_transaction(inner))
}

fn rollback(conn: &mut Conn) -> Result<(), Error> {
    sqlite_only!(conn, inner => AnsiTransactionManager::rollback_transaction(inner))
}

/// How many transactions and savepoints are open.
fn depth(conn: &mut Conn) -> u32 {
    let levels = sqlite_only!(conn, inner => {
        AnsiTransactionManager::transaction_manager_status_mut(inner).transaction_depth()
    });
    levels.ok().flatten().map_or(0, std::num::NonZeroU32::get)
}
