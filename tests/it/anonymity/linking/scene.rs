//! All that was taken from one wave, as it was found.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use candor::db::Backend;

use super::evidence::{Clues, Key, Order, Who};
use super::score::PEOPLE;
use super::wave::mark_of;
use crate::anonymity::needles::{Needles, digits};
use crate::anonymity::tables::Tables;
use crate::app::TestApp;

/// What an attacker knows of a person, and what a ballot is stored under.
#[derive(Debug, Clone)]
pub struct Known {
    pub email: String,
    pub id: [u8; 16],
    pub invitation: [u8; 16],
    pub mark: [u8; 32],
    pub token: String,
}

/// A response to someone who answers.
#[derive(Debug, Clone)]
pub struct Reply {
    pub person: usize,
    pub method: &'static str,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

/// A file of the data and key folders.
#[derive(Debug, Clone)]
pub struct File {
    pub name: String,
    /// Nanoseconds since 1970.
    pub modified: u64,
    pub bytes: Vec<u8>,
}

/// Everything that there is at one moment.
#[derive(Debug, Clone, Default)]
pub struct Stock {
    pub tables: Tables,
    pub files: Vec<File>,
    /// The write-ahead log.
    pub wal: Vec<u8>,
    /// The files in which the database keeps its tables.
    pub pages: BTreeMap<String, Vec<u8>>,
}

/// What has changed between one answer and the next.
#[derive(Debug, Clone, Default)]
pub struct Step {
    /// Who has answered, where it was one alone.
    pub who: Option<usize>,
    /// Rows that were not there before, with their tables.
    pub came: Vec<(String, String)>,
    /// Rows that are not there any more.
    pub went: Vec<(String, String)>,
    /// Of files and tables, by name.
    pub sizes: BTreeMap<String, u64>,
    /// What the database's connections have last been asked.
    pub activity: Vec<String>,
}

impl Step {
    pub fn between(
        who: Option<usize>,
        before: &Tables,
        after: &Tables,
        sizes: BTreeMap<String, u64>,
        activity: Vec<String>,
    ) -> Self {
        Self { who, came: missing(before, after), went: missing(after, before), sizes, activity }
    }
}

/// Rows of some tables that others do not have. A row that was written again as it was is another one on PostgreSQL.
fn missing(there: &Tables, here: &Tables) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (name, table) in here {
        let old: BTreeSet<&Vec<String>> = there.get(name).into_iter().flat_map(|table| &table.rows).collect();
        let new = table.rows.iter().filter(|row| !old.contains(row));
        found.extend(new.map(|row| (name.clone(), row.join(" "))));
    }
    found
}

/// A wave as an attacker may know it, and the truth, by which only the score goes.
#[derive(Clone)]
pub struct Scene {
    pub backend: Backend,
    pub people: Vec<Known>,
    /// What everyone wrote: the truth.
    pub words: Vec<String>,
    /// Who answered when, from a proxy's log: the attacker knows it.
    pub answered: Vec<usize>,
    pub replies: Vec<Reply>,
    pub steps: Vec<Step>,
    /// The tables as they were when last looked at.
    pub before: Tables,
    pub open: Stock,
    pub closed: Stock,
    /// Pages and files that an admin reads after the count.
    pub exports: BTreeMap<String, String>,
    pub mails: Vec<String>,
    pub statements: Vec<String>,
    /// Lines of the log that name anyone or anything.
    pub log: Vec<Vec<u8>>,
    /// Bytes that were logged in all.
    pub logged: usize,
    pub needles: Vec<(Vec<u8>, Who)>,
    /// The same, to look for; made when it is first needed.
    index: OnceLock<Arc<Needles<Who>>>,
}

impl Scene {
    /// Nothing has happened yet.
    pub fn of(backend: Backend) -> Self {
        Self {
            backend,
            people: Vec::new(),
            words: Vec::new(),
            answered: Vec::new(),
            replies: Vec::new(),
            steps: Vec::new(),
            before: Tables::new(),
            open: Stock::default(),
            closed: Stock::default(),
            exports: BTreeMap::new(),
            mails: Vec::new(),
            statements: Vec::new(),
            log: Vec::new(),
            logged: 0,
            needles: Vec::new(),
            index: OnceLock::new(),
        }
    }

    pub fn index(&self) -> Arc<Needles<Who>> {
        Arc::clone(self.index.get_or_init(|| Arc::new(Needles::new(self.needles.iter().cloned()))))
    }

    /// Keeps what was logged of this wave: other tests log at the same time.
    pub fn heard(&mut self, log: &[u8]) {
        let index = self.index();
        self.logged += log.len();
        let lines = log.split(|byte| *byte == b'\n').filter(|line| !index.find(line).is_empty());
        self.log.extend(lines.map(<[u8]>::to_vec));
    }

    /// What everyone wrote, in the order in which it came: for planting leaks.
    pub fn arrived(&self) -> impl Iterator<Item = &str> {
        self.answered.iter().map(|person| self.words[*person].as_str())
    }

    /// Comments have ids, which from now on stand for their words.
    pub fn learn_comments(&mut self, tables: &Tables) {
        let comments = &tables["comments"];
        let [id, body] = ["id", "body"].map(|wanted| comments.columns.iter().position(|name| name == wanted).unwrap());
        assert_eq!(comments.rows.len(), PEOPLE);
        for row in &comments.rows {
            let answer = self.words.iter().position(|words| row[body].contains(mark_of(words))).unwrap();
            let id = row[id].trim_start_matches("X'").trim_end_matches('\'');
            let id: uuid::Uuid = id.parse().unwrap();
            self.needles.extend(digits(id.as_bytes()).into_iter().map(|needle| (needle, Who::Answer(answer))));
        }
        self.index = OnceLock::new();
    }

    /// What is known whatever else was taken: who answered when, the roster, whose ballot is whose; and the comments as
    /// the report shows them.
    pub fn known(&self) -> Clues {
        let mut marks: Vec<usize> = (0..PEOPLE).collect();
        marks.sort_by_key(|person| self.people[*person].mark);
        let order = |name: &str, numbers: Vec<usize>| -> Order { (name.to_owned(), numbers) };
        let index = self.index();
        let mut published = Vec::new();
        for (_, page) in self.exports.iter().filter(|(path, _)| path.contains("comments?group=")) {
            // Pages of a theme or a word show some of them once more.
            for (_, who) in index.find(page.as_bytes()) {
                published.extend(if let Who::Answer(answer) = who { Some(answer) } else { None });
            }
        }
        let mut seen = BTreeSet::new();
        published.retain(|answer| seen.insert(*answer));
        assert_eq!(published.len(), PEOPLE, "every comment is published");
        let sorted = |key: &dyn Fn(usize) -> Key| {
            let mut numbers = published.clone();
            numbers.sort_by_key(|answer| key(*answer));
            numbers
        };
        let by_words = sorted(&|answer| Key::Text(self.words[answer].clone()));
        let by_length = sorted(&|answer| Key::Number(self.words[answer].len() as u64));
        Clues {
            people: vec![
                order("as they answered", self.answered.clone()),
                order("as on the roster", (0..PEOPLE).collect()),
                order("by their ballots' marks", marks),
            ],
            answers: vec![
                order("as published", published.clone()),
                order("by their words", by_words),
                order("by their length", by_length),
            ],
            pairs: Vec::new(),
        }
    }
}

/// Every file below a folder.
fn files_below(folder: &Path, top: &Path, found: &mut Vec<File>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, top, found);
            continue;
        }
        let about = path.metadata().unwrap();
        let (seconds, nanoseconds) =
            (u64::try_from(about.mtime()).unwrap(), u64::try_from(about.mtime_nsec()).unwrap());
        let name = path.strip_prefix(top).unwrap().display().to_string();
        let modified = seconds * 1_000_000_000 + nanoseconds;
        found.push(File { name, modified, bytes: std::fs::read(&path).unwrap() });
    }
}

impl TestApp {
    /// Every file of the data and key folders but the database's own.
    pub fn files_with_times(&self) -> Vec<File> {
        let mut files = Vec::new();
        files_below(self.folder.path(), self.folder.path(), &mut files);
        files.retain(|file| !file.name.contains("candor.db"));
        files
    }

    /// How large files and tables are.
    pub async fn sizes(&self) -> BTreeMap<String, u64> {
        let mut sizes = BTreeMap::new();
        for entry in std::fs::read_dir(&self.app.config.data).unwrap() {
            let entry = entry.unwrap();
            sizes.insert(entry.file_name().to_string_lossy().into_owned(), entry.metadata().unwrap().len());
        }
        if self.app.db.backend() == Backend::Postgres {
            let counted = "SELECT relname || ' size ' || pg_total_relation_size(relid) || ' writes ' || \
                           n_tup_ins + n_tup_upd + n_tup_del AS line FROM pg_stat_user_tables";
            for line in self.ask(counted).await {
                let [table, _, size, _, writes] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
                sizes.insert(format!("{table} size"), size.parse().unwrap());
                sizes.insert(format!("{table} writes"), writes.parse().unwrap());
            }
        }
        sizes
    }
}
