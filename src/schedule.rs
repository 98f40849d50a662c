//! The one list of recurring work. What is due is computed and stored in the database, so a tick that
//! was missed is caught up, and a tick that runs twice, or on two replicas, does its work once.

use std::pin::Pin;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use anyhow::Context;
use chrono::TimeDelta;
use tokio::sync::{Mutex, watch};
use tokio_cron_scheduler::{Job, JobScheduler};

use crate::accounts::{self, Account, WelcomeMail, sessions};
use crate::app::App;
use crate::audit::Actor;
use crate::ballots::{self, ReminderMail};
use crate::db::{self, Conn, Db, WaveId};
use crate::invitations::bounces::{ReadMailError, Replies, Returning, Returns, read_mail};
use crate::invitations::former::FormerAddressMail;
use crate::invitations::launch::{self, LaunchError};
use crate::invitations::mail::{CancellationMail, InvitationMail, Letters};
use crate::mail::{self, Compose, Post};
use crate::people::{import, many};
use crate::reports::closing::ClosingMail;
use crate::reports::results::{self, Addressee, ReportMail, ResultsMail};
use crate::reports::{blackout, count, rates};
use crate::settings::{self, ClockHold};
use crate::waves::{self, LaunchRefusal, plan};

/// Every ten seconds, in UTC: seconds, minutes, hours, day, month, weekday.
const TICKS: &str = "*/10 * * * * *";
/// A wall clock put forward by more than this holds what opens and closes.
const FORWARD: TimeDelta = TimeDelta::days(1);
/// A wall clock put back by more than this does, too.
const BACK: TimeDelta = TimeDelta::hours(1);
/// What was deleted or blacked out is removed from the files when no reader is in the way, and that is asked so often.
const SCRUB_AGAIN: Duration = Duration::from_mins(1);
/// Threads that tick and send mail.
const THREADS: usize = 2;

/// A mailbox on a server is read so often.
const READ_AGAIN: Duration = Duration::from_mins(2);
/// A mailbox that cannot be read is tried again so much later.
const TRY_AGAIN: Duration = Duration::from_mins(5);
/// Other work waits no longer than this while a mailbox is read.
const READ_FOR: Duration = Duration::from_secs(30);

type Doing<'a> = Pin<Box<dyn Future<Output = anyhow::Result<u64>> + Send + 'a>>;

/// One kind of recurring work.
struct Work {
    name: &'static str,
    /// Whether it waits for an admin's word after the wall clock has jumped.
    waits: bool,
    /// Does everything of its kind that is due and answers how much that was.
    run: for<'a> fn(&'a App) -> Doing<'a>,
}

/// All recurring work, in the order in which it is done.
const WORK: [Work; 11] = [
    Work { name: ENDED_KEYS, waits: false, run: |app| Box::pin(ended_keys(app)) },
    Work { name: DELETED_BALLOTS, waits: false, run: |app| Box::pin(deleted_ballots(app)) },
    Work { name: BLACKED_OUT, waits: false, run: |app| Box::pin(blacked_out(app)) },
    Work { name: LAUNCHES, waits: true, run: |app| Box::pin(launches(app)) },
    Work { name: REMINDERS, waits: true, run: |app| Box::pin(reminders(app)) },
    Work { name: COUNTS, waits: true, run: |app| Box::pin(counts(app)) },
    Work { name: REPORTS, waits: false, run: |app| Box::pin(new_reports(app)) },
    Work { name: "response rates", waits: false, run: |app| Box::pin(response_rates(app)) },
    Work { name: "old sessions", waits: false, run: |app| Box::pin(old_sessions(app)) },
    Work { name: "old imports", waits: false, run: |app| Box::pin(old_imports(app)) },
    Work { name: BOUNCES, waits: false, run: |app| Box::pin(came_back(app)) },
];

/// The name of the work that opens waves.
pub const LAUNCHES: &str = "launches";
/// The name of the work that queues reminders.
pub const REMINDERS: &str = "reminders";
/// The name of the work that counts closed waves.
pub const COUNTS: &str = "counts";
/// The name of the work that tells admins of new reports.
pub const REPORTS: &str = "mails about new reports";
/// The name of the work that destroys the keys of ended waves where a crash left them.
pub const ENDED_KEYS: &str = "keys of ended waves";
/// The name of the work that removes what deleted ballots left behind in the database's files.
pub const DELETED_BALLOTS: &str = "traces of deleted ballots";
/// The name of the work that removes what was blacked out from the database's files.
pub const BLACKED_OUT: &str = "traces of what was blacked out";
/// The name of the work that reads what came back.
pub const BOUNCES: &str = "bounces";

/// What a tick did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ticked {
    /// Each kind of work and how much of it was done, where there was any.
    pub done: Vec<(&'static str, u64)>,
    /// The kinds of work that could not be done; the log says why.
    pub failed: Vec<&'static str>,
    /// Whether openings and closings wait since the wall clock has jumped.
    pub held: bool,
}

impl Ticked {
    /// How much of a kind of work was done.
    #[must_use]
    pub fn of(&self, name: &str) -> u64 {
        self.done.iter().find(|(kind, _)| *kind == name).map_or(0, |(_, count)| *count)
    }
}

/// Does everything that is due, once. A kind of work that fails is logged and stops no other.
///
/// # Errors
/// When it cannot be found out whether the clock can be trusted: nothing is done then.
pub async fn tick(app: &App) -> anyhow::Result<Ticked> {
    let mut ticked = Ticked { held: is_held(app).await?, ..Ticked::default() };
    for work in &WORK {
        if work.waits && ticked.held {
            continue;
        }
        match (work.run)(app).await {
            Ok(0) => {}
            Ok(count) => ticked.done.push((work.name, count)),
            Err(error) => {
                tracing::error!(work = work.name, "recurring work failed: {error:#}");
                ticked.failed.push(work.name);
            }
        }
    }
    Ok(ticked)
}

/// Notes a jump of the wall clock, and answers whether one waits for an admin's word.
async fn is_held(app: &App) -> anyhow::Result<bool> {
    let jump = app.clock.jumped(|jump| jump > FORWARD || jump < -BACK);
    let hold = jump.map(|jump| ClockHold { at: app.clock.now(), seconds: jump.num_seconds() });
    if let Some(hold) = hold {
        tracing::error!(seconds = hold.seconds, "the wall clock has jumped: openings and closings wait for an admin");
        app.db.write(move |conn| settings::hold_clock(conn, hold)).await?;
    }
    Ok(app.db.read(settings::clock_hold).await?.is_some())
}

/// Opens what is due, and calls off what should have opened and closed while the program was not running.
async fn launches(app: &App) -> anyhow::Result<u64> {
    let now = app.clock.now();
    let due = app.db.read(move |conn| waves::store::due_to_open(conn, now)).await?;
    let mut done = 0;
    for wave in due {
        done += u64::from(launch_one(app, wave).await?);
    }
    Ok(done)
}

/// Whether the wave was launched or called off; a wave that another process launches is none of ours.
async fn launch_one(app: &App, wave: WaveId) -> anyhow::Result<bool> {
    let (keys, now) = (app.keys.clone(), app.clock.now());
    match app.db.write(move |conn| launch::launch_due(conn, &keys, now, wave)).await {
        Ok(launched) => {
            tracing::info!(%wave, headcount = launched.headcount, "a wave was launched");
            Ok(true)
        }
        Err(LaunchError::Refused(LaunchRefusal::ClosePassed)) => {
            app.db.write(move |conn| plan::cancel(conn, now, wave, Actor::Schedule, "missed")).await?;
            tracing::warn!(%wave, "a wave was called off: the program was not running from its opening to its close");
            Ok(true)
        }
        // Where there is nobody to invite, the wave's page says so; it opens as soon as there is somebody.
        Err(
            LaunchError::Refused(_) | LaunchError::NotScheduled | LaunchError::NotFound | LaunchError::NobodyToInvite,
        ) => Ok(false),
        Err(error) => Err(error).with_context(|| format!("wave {wave} cannot be launched")),
    }
}

async fn ended_keys(app: &App) -> anyhow::Result<u64> {
    Ok(ballots::finish_ended(&app.db, &app.keys).await? as u64)
}

async fn deleted_ballots(app: &App) -> anyhow::Result<u64> {
    scrub(app, DELETED_BALLOTS, ballots::scrub_due).await
}

async fn blacked_out(app: &App) -> anyhow::Result<u64> {
    scrub(app, BLACKED_OUT, blackout::scrub_due).await
}

/// Where a reader is in the way it is tried again a while later: each attempt keeps everyone else waiting.
async fn scrub(app: &App, what: &'static str, scrub: fn(&Db) -> db::Result<bool>) -> anyhow::Result<u64> {
    let now = app.clock.ticks();
    if app.pauses.has(what, now) {
        return Ok(0);
    }
    let db = app.db.clone();
    match tokio::task::spawn_blocking(move || scrub(&db)).await? {
        Ok(was_due) => Ok(was_due.into()),
        Err(error) => {
            tracing::warn!(what, "what was deleted is still in the database's files, for now: {error}");
            app.pauses.until(what, now + SCRUB_AGAIN);
            Ok(0)
        }
    }
}

async fn reminders(app: &App) -> anyhow::Result<u64> {
    let now = app.clock.now();
    Ok(app.db.write(move |conn| ballots::queue_due(conn, now)).await? as u64)
}

/// A wave that cannot be counted stops no other; the log, its page and the health check say so.
async fn counts(app: &App) -> anyhow::Result<u64> {
    let results = count::count_due(app).await?;
    Ok(results.iter().filter(|(_, result)| result.is_ok()).count() as u64)
}

async fn new_reports(app: &App) -> anyhow::Result<u64> {
    let now = app.clock.now();
    let tell = move |conn: &mut Conn| {
        let admins: Vec<_> = admins(conn)?.into_iter().map(|admin| admin.account).collect();
        results::tell_admins(conn, now, &admins)
    };
    // Nothing is written in most rounds.
    let is_due = app.db.read(move |conn| results::is_anything_untold(conn, now)).await?;
    if is_due { Ok(app.db.write(tell).await? as u64) } else { Ok(0) }
}

/// The admins as their mails need them.
fn admins(conn: &mut Conn) -> db::Result<Vec<Addressee>> {
    let addressee = |account: Account| Addressee {
        account: account.id,
        name: account.name,
        email: account.email,
        language: account.language,
    };
    Ok(accounts::store::admins(conn)?.into_iter().map(addressee).collect())
}

async fn response_rates(app: &App) -> anyhow::Result<u64> {
    let (keys, now) = (app.keys.clone(), app.clock.now());
    Ok(app.db.write(move |conn| rates::refresh(conn, &keys, now)).await? as u64)
}

async fn old_sessions(app: &App) -> anyhow::Result<u64> {
    let now = app.clock.unshifted();
    Ok(app.db.write(move |conn| sessions::store::delete_expired(conn, now)).await? as u64)
}

async fn old_imports(app: &App) -> anyhow::Result<u64> {
    let now = app.clock.now();
    Ok(app
        .db
        .write(move |conn| Ok::<_, db::Error>(import::forget_old(conn, now)? + many::forget_old(conn, now)?))
        .await? as u64)
}

/// Reads reports of what did not arrive. Why they cannot be read is shown to the admins; nothing else waits for that.
async fn came_back(app: &App) -> anyhow::Result<u64> {
    let (Some(source), Some(returns)) = (&app.bounces, Returns::of(app)) else { return Ok(0) };
    let start = app.clock.ticks();
    if app.pauses.has(BOUNCES, start) {
        return Ok(0);
    }
    let read = tokio::time::timeout(READ_FOR, read_mail(app, source, &returns)).await;
    let now = app.clock.now();
    let (why, noted) = match read {
        Ok(Ok(noted)) => (None, noted),
        // The rest is read the next time.
        Err(_) => (None, 0),
        Ok(Err(ReadMailError::Mailbox(error))) => (Some(error.to_string()), 0),
        Ok(Err(error)) => return Err(error.into()),
    };
    if let Some(why) = &why {
        tracing::warn!("reports of what did not arrive cannot be read: {why}");
        app.pauses.until(BOUNCES, start + TRY_AGAIN);
    } else if source.is_remote() {
        app.pauses.until(BOUNCES, start + READ_AGAIN);
    }
    let is_known = app.db.read(settings::bounces_unread).await?.is_some();
    if is_known || why.is_some() {
        app.db.write(move |conn| settings::note_bounces_unread(conn, now, why.as_deref())).await?;
    }
    Ok(noted)
}

/// Delivery with everyone who writes mails.
#[must_use]
pub fn post(app: &App) -> Post {
    let letters = Letters::new(app.keys.clone(), app.config.public_url());
    let reminders = ReminderMail::new(app.keys.clone(), app.config.public_url());
    let composers: Vec<Arc<dyn Compose>> = vec![
        Returning::over(app, InvitationMail(letters), Replies::AsWritten),
        Returning::over(app, CancellationMail, Replies::AsWritten),
        Returning::over(app, FormerAddressMail, Replies::AsWritten),
        Returning::over(app, reminders, Replies::ToNobody),
        Returning::over(app, ClosingMail::default(), Replies::AsWritten),
        Returning::over(app, ResultsMail, Replies::AsWritten),
        Returning::over(
            app,
            WelcomeMail { secret: app.secret.clone(), public_url: app.config.public_url() },
            Replies::AsWritten,
        ),
        Returning::over(app, ReportMail { public_url: app.config.public_url(), admins }, Replies::AsWritten),
    ];
    Post::new(app.db.clone(), app.clock.clone(), app.transport.clone(), composers)
}

/// The recurring work while it runs, in threads of its own.
pub struct Running {
    stop: watch::Sender<bool>,
    thread: JoinHandle<anyhow::Result<()>>,
}

impl Running {
    /// Finishes the work and the messages in hand, then returns. Blocks meanwhile.
    ///
    /// # Errors
    /// Why it had stopped before.
    pub fn stop(self) -> anyhow::Result<()> {
        // If nobody listens any more, it has stopped already.
        let _ = self.stop.send(true);
        self.thread.join().map_err(|_| anyhow::anyhow!("the recurring work has panicked"))?
    }
}

/// Starts ticking and sending mail.
///
/// # Errors
/// When no thread can be started.
pub fn start(app: &App) -> anyhow::Result<Running> {
    let (stop, stopped) = watch::channel(false);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(THREADS).enable_all().build()?;
    let app = app.clone();
    let thread = std::thread::Builder::new()
        .name("schedule".to_owned())
        .spawn(move || runtime.block_on(run(app, stopped)))
        .context("the recurring work cannot be started")?;
    Ok(Running { stop, thread })
}

async fn run(app: App, mut stopped: watch::Receiver<bool>) -> anyhow::Result<()> {
    let senders = tokio::spawn(mail::run(post(&app), stopped.clone()));
    let at_work = Arc::new(Mutex::new(()));
    // What a crash has cut off does not wait for the next round ten seconds.
    tick_once(&app, &at_work).await;
    let mut scheduler = JobScheduler::new().await?;
    let (ticking, busy) = (app.clone(), Arc::clone(&at_work));
    let job = Job::new_async(TICKS, move |_, _| {
        let (app, busy) = (ticking.clone(), Arc::clone(&busy));
        Box::pin(async move { tick_once(&app, &busy).await })
    })?;
    scheduler.add(job).await?;
    scheduler.start().await?;
    // An error means that whoever could say stop is gone; then it is time to stop as well.
    let _ = stopped.wait_for(|stop| *stop).await;
    scheduler.shutdown().await?;
    drop(at_work.lock().await);
    senders.await.context("the senders of mail have panicked")
}

/// A tick that takes longer than the pause is not started a second time beside itself.
async fn tick_once(app: &App, at_work: &Mutex<()>) {
    let Ok(_only) = at_work.try_lock() else { return };
    if let Err(error) = tick(app).await {
        tracing::error!("a tick was left out: {error:#}");
    }
}
