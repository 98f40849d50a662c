//! kill −9, again and again, on the real program while it sends through a real Postfix: every mailbox has its
//! invitation, and no more are repeated than were in hand.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use candor::clock::Clock;
use candor::db::{BatchId, WaveId};
use candor::mail::outbox::{self, Progress};
use mail_parser::MessageParser;

use crate::app::TestApp;
use crate::cli::candor;

/// How often the program is killed, unless `CANDOR_KILLS` says otherwise; the full setting is 100.
const KILLS: usize = 5;
/// People for each kill.
const PEOPLE_PER_KILL: usize = 60;
/// Messages that are delivered before a kill, at most.
const BEFORE_A_KILL: usize = 20;
/// Connections of the program: as many messages are in its hands.
const CONNECTIONS: usize = 8;
/// Where a program that runs ten times as fast is in ten minutes' time: what the dead had in hand is taken from them.
const LATER: &str = "+10m x10";

/// How often a test kills the program, unless `CANDOR_KILLS` says otherwise.
pub fn kills(few: usize) -> usize {
    #[expect(clippy::disallowed_methods, reason = "only tests read this, and only here")]
    let wanted = std::env::var("CANDOR_KILLS");
    wanted.map_or(few, |kills| kills.parse().expect("CANDOR_KILLS is a number"))
}

/// A command as the machine's administrator.
fn as_root(program: &str) -> Command {
    if rustix::process::geteuid().is_root() {
        return Command::new(program);
    }
    let mut sudo = Command::new("sudo");
    sudo.args(["-n", program]);
    sudo
}

fn must(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}: run the tests by tests/run"));
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(output.status.success(), "{command:?} needs root and Postfix, run the tests by tests/run: {said}");
    said
}

/// Its settings: mail for example.com goes into folders of this user, and none goes anywhere else.
fn settings(root: &str, user: u32, group: u32) -> String {
    format!(
        "compatibility_level = 3.6\nqueue_directory = {root}/spool\ndata_directory = {root}/data\n\
         command_directory = /usr/sbin\ndaemon_directory = /usr/lib/postfix/sbin\nmail_owner = postfix\n\
         setgid_group = postdrop\nmaillog_file = {root}/log\nmaillog_file_prefixes = {root}\n\
         myhostname = mail.example.net\nmydestination =\ninet_interfaces = loopback-only\ninet_protocols = ipv4\n\
         mynetworks = 127.0.0.0/8\nsmtpd_relay_restrictions = permit_mynetworks, reject\n\
         smtpd_peername_lookup = no\nvirtual_mailbox_domains = example.com\n\
         virtual_mailbox_base = {root}/mail\nvirtual_mailbox_maps = texthash:{root}/etc/mailboxes\n\
         virtual_uid_maps = static:{user}\nvirtual_gid_maps = static:{group}\nvirtual_minimum_uid = 1\n"
    )
}

/// Its parts.
fn services(port: u16) -> String {
    let mut services = format!("127.0.0.1:{port} inet n - n - - smtpd\n");
    // Which of them are for everyone's eyes, and how many there may be.
    for (name, kind, private, most, program) in [
        ("cleanup", "unix", "n", "0", "cleanup"),
        ("qmgr", "unix", "n", "1", "qmgr"),
        ("showq", "unix", "n", "-", "showq"),
        ("postlog", "unix-dgram", "n", "1", "postlogd"),
        ("rewrite", "unix", "-", "-", "trivial-rewrite"),
        ("bounce", "unix", "-", "0", "bounce"),
        ("defer", "unix", "-", "0", "bounce"),
        ("trace", "unix", "-", "0", "bounce"),
        ("error", "unix", "-", "-", "error"),
        ("retry", "unix", "-", "-", "error"),
        ("anvil", "unix", "-", "1", "anvil"),
        ("proxymap", "unix", "-", "-", "proxymap"),
    ] {
        writeln!(services, "{name} {kind} {private} - n - {most} {program}").unwrap();
    }
    services.push_str("virtual unix - n n - - virtual\n");
    services
}

/// A Postfix of our own: a port of this machine, a queue and mailboxes in a temporary folder.
struct Postfix {
    folder: tempfile::TempDir,
    port: u16,
}

impl Postfix {
    /// With a mailbox for each of these, in the domain example.com.
    fn start(people: &[String]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        // Its parts run as a user of their own.
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = socket.local_addr().unwrap().port();
        drop(socket);
        let postfix = Self { folder, port };
        let root = postfix.folder.path().to_str().unwrap();
        for name in ["etc", "spool", "mail"] {
            std::fs::create_dir(postfix.folder.path().join(name)).unwrap();
        }
        must(as_root("install").args(["-d", "-o", "postfix", &format!("{root}/data")]));
        // Mailboxes are never root's.
        let (user, group) = match rustix::process::geteuid().as_raw() {
            0 => (65_534, 65_534),
            user => (user, rustix::process::getegid().as_raw()),
        };
        must(as_root("chown").arg(user.to_string()).arg(format!("{root}/mail")));
        let mut mailboxes = String::new();
        for name in people {
            writeln!(mailboxes, "{name}@example.com {name}/").unwrap();
        }
        let files = [("main.cf", settings(root, user, group)), ("master.cf", services(port)), ("mailboxes", mailboxes)];
        for (name, text) in files {
            std::fs::write(postfix.folder.path().join("etc").join(name), text).unwrap();
        }
        must(&mut postfix.command("start"));
        postfix
    }

    fn etc(&self) -> PathBuf {
        self.folder.path().join("etc")
    }

    fn command(&self, word: &str) -> Command {
        let mut command = as_root("postfix");
        command.arg("-c").arg(self.etc()).arg(word);
        command
    }

    fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}?connections={CONNECTIONS}", self.port)
    }

    fn has_delivered_all(&self) -> bool {
        must(as_root("postqueue").arg("-c").arg(self.etc()).arg("-p")).contains("Mail queue is empty")
    }

    /// Messages by mailbox.
    fn mailboxes(&self) -> HashMap<String, Vec<PathBuf>> {
        let list = |folder: &Path| -> Vec<PathBuf> {
            std::fs::read_dir(folder).map(|found| found.map(|file| file.unwrap().path()).collect()).unwrap_or_default()
        };
        let name = |folder: &Path| folder.file_name().unwrap().to_str().unwrap().to_owned();
        let mailboxes = list(&self.folder.path().join("mail"));
        mailboxes.iter().map(|mailbox| (name(mailbox), list(&mailbox.join("new")))).collect()
    }

    fn delivered(&self) -> usize {
        self.mailboxes().values().map(Vec::len).sum()
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        let _ = self.command("stop").output();
        let _ = as_root("rm").arg("-rf").arg(self.folder.path()).output();
    }
}

/// Looks a hundred times a second until something is so.
pub async fn until(mut is_so: impl AsyncFnMut() -> bool) {
    let mut looks = tokio::time::interval(Duration::from_millis(10));
    while !is_so().await {
        looks.tick().await;
    }
}

/// What lets a program run by another clock (Debian's package faketime).
fn clockwork() -> PathBuf {
    let folders = std::fs::read_dir("/usr/lib").unwrap().map(|folder| folder.unwrap().path());
    let mut files = folders.map(|folder| folder.join("faketime/libfaketimeMT.so.1"));
    files.find(|file| file.exists()).expect("the package faketime is not installed: run the tests by tests/run")
}

/// A company whose mail waits.
struct Company {
    app: TestApp,
    wave: WaveId,
}

impl Company {
    async fn of(people: usize) -> Self {
        let app = TestApp::start(candor::db::Backend::Sqlite).await;
        app.app.clock.set(Clock::system().now());
        app.introduce("Acme", "hr@example.com").await;
        app.hire(&[("p", people)]).await;
        let wave = app.launch_wave("March").await;
        Self { app, wave }
    }

    fn serve(&self, postfix: &Postfix, time: Option<&str>) -> Child {
        let folder = self.app.folder.path();
        let mut command = candor(folder, &["serve", "--listen", "127.0.0.1:0", "--smtp-url", &postfix.url()]);
        command.arg("--data").arg(folder.join("data")).arg("--keys").arg(folder.join("keys"));
        if let Some(time) = time {
            command.env("LD_PRELOAD", clockwork()).env("FAKETIME", time);
        }
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    async fn progress(&self) -> Progress {
        let batch = BatchId::from_uuid(self.wave.uuid());
        self.app.app.db.read(move |conn| outbox::progress(conn, batch, "invitation")).await.unwrap()
    }

    /// Rows that wait for somebody, and rows that are in somebody's hand, alive or not.
    async fn waiting_and_in_hand(&self) -> (i64, i64) {
        use candor::schema::outbox::dsl::{outbox, state};
        use diesel::prelude::*;
        let count = |word: &'static str| outbox.filter(state.eq(word)).count();
        let (waiting, in_hand) = (count("queued"), count("leased"));
        let read = self
            .app
            .app
            .db
            .read(move |conn| Ok::<_, candor::db::Error>((waiting.get_result(conn)?, in_hand.get_result(conn)?)));
        read.await.unwrap()
    }
}

#[actix_web::test]
async fn killed_again_and_again_the_program_writes_to_everyone_and_repeats_no_more_than_it_had_in_hand() {
    let kills = kills(KILLS);
    let people: Vec<String> = (0..kills * PEOPLE_PER_KILL).map(|number| format!("p{number}")).collect();
    let postfix = Postfix::start(&people);
    let company = Company::of(people.len()).await;
    let mut in_the_middle = 0;
    for kill in 0..kills {
        let wanted = postfix.delivered() + 1 + kill * 7 % BEFORE_A_KILL;
        let mut program = company.serve(&postfix, None);
        until(async || postfix.delivered() >= wanted || company.waiting_and_in_hand().await.0 == 0).await;
        program.kill().unwrap();
        program.wait().unwrap();
        in_the_middle += usize::from(company.waiting_and_in_hand().await.1 > 0);
    }
    assert!(in_the_middle > 0, "no kill came while a message was in hand");
    let mut program = company.serve(&postfix, Some(LATER));
    until(async || company.progress().await.is_finished()).await;
    program.kill().unwrap();
    program.wait().unwrap();
    until(async || postfix.has_delivered_all()).await;

    assert_eq!(company.progress().await.done, people.len() as u64);
    let mailboxes = postfix.mailboxes();
    let mut repeated = 0;
    for name in &people {
        let messages = mailboxes.get(name).map(Vec::as_slice).unwrap_or_default();
        assert!(!messages.is_empty(), "{name} has no invitation");
        repeated += messages.len() - 1;
        let id = |file: &PathBuf| {
            let raw = std::fs::read(file).unwrap();
            MessageParser::default().parse(&raw).unwrap().message_id().unwrap().to_owned()
        };
        let first = id(&messages[0]);
        assert!(messages.iter().all(|message| id(message) == first), "{name}: what is repeated has the same id");
    }
    println!("{} people, {kills} kills, {in_the_middle} with mail in hand: {repeated} repeated", people.len());
    assert!(repeated <= kills * CONNECTIONS, "{repeated} messages were repeated by {kills} kills");
}
