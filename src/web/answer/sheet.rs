//! What the answer pages of a wave are made from: read once and kept for as long as it is true. The form is written once
//! in each language and filled for each link; whether a link has been used is not looked at.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use actix_web::web::Bytes;
use anyhow::Context as _;
use askama::Template;

use super::pages::{AnswerPage, GroupWords, Membership, NoticePage, Reader, Typed};
use crate::app::App;
use crate::db::{self, Conn, WaveId};
use crate::i18n::Lang;
use crate::settings::{self, Settings};
use crate::waves::{self, Survey, Tree, Turnover, Wave};
use crate::web;
use crate::web::pieces::Pieces;

/// Another process may have changed what was read: it is looked at again after so long.
const KEPT_FOR: Duration = Duration::from_secs(1);
/// Waves that are kept at once; more are hardly ever open.
const MOST_KEPT: usize = 64;
/// Stands for the token while the form is written: texts lose their control characters when they are read.
const TOKEN: char = '\u{2}';
/// Stands for the words about the group.
const GROUP: char = '\u{3}';

/// The sheets of all waves that somebody asked for. Cheap to clone; clones share them.
#[derive(Clone, Default)]
pub struct Sheets(Arc<Mutex<HashMap<WaveId, Kept>>>);

struct Kept {
    sheet: Arc<Sheet>,
    /// What [`db::Db::changes`] said before it was looked at.
    changes: u64,
    looked_at: Duration,
}

/// A wave as its answer pages need it.
pub struct Sheet {
    facts: Facts,
    /// By language, once somebody has asked for it.
    forms: [OnceLock<Form>; Lang::ALL.len()],
    thanks: [OnceLock<String>; Lang::ALL.len()],
    groups: OnceLock<Groups>,
    words: Mutex<HashMap<(Lang, i32), GroupWords>>,
}

/// What a page is made from that may change.
#[derive(PartialEq)]
struct Facts {
    wave: Wave,
    survey: Survey,
    settings: Settings,
}

/// The groups as they were frozen at the launch.
struct Groups {
    tree: Tree,
    headcounts: Vec<u32>,
    turnovers: HashMap<i32, Turnover>,
}

/// A form that nobody has touched: what is the same for everyone, and places for the rest.
struct Form(Vec<Part>);

enum Part {
    Fixed(Bytes),
    Token,
    Group,
}

impl Sheets {
    /// The sheet of a wave; none where there is no such wave.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn of(&self, app: &App, wave: &str) -> web::Result<Option<Arc<Sheet>>> {
        let Ok(id) = wave.parse::<WaveId>() else { return Ok(None) };
        let (changes, now) = (app.db.changes(), app.clock.ticks());
        if let Some(sheet) = self.kept(id, changes, now) {
            return Ok(Some(sheet));
        }
        let Some(facts) = app.db.read(move |conn| Facts::read(conn, id)).await? else { return Ok(None) };
        let mut all = lock(&self.0);
        if all.len() >= MOST_KEPT {
            all.clear();
        }
        let same = all.remove(&id).map(|kept| kept.sheet).filter(|sheet| sheet.facts == facts);
        let sheet = same.unwrap_or_else(|| Arc::new(Sheet::new(facts)));
        all.insert(id, Kept { sheet: Arc::clone(&sheet), changes, looked_at: now });
        Ok(Some(sheet))
    }

    fn kept(&self, id: WaveId, changes: u64, now: Duration) -> Option<Arc<Sheet>> {
        let all = lock(&self.0);
        let kept = all.get(&id)?;
        let is_true = kept.changes == changes && now.saturating_sub(kept.looked_at) < KEPT_FOR;
        is_true.then(|| Arc::clone(&kept.sheet))
    }
}

impl Facts {
    fn read(conn: &mut Conn, id: WaveId) -> db::Result<Option<Self>> {
        let Some(wave) = waves::store::find(conn, id)? else { return Ok(None) };
        Ok(Some(Self { survey: waves::store::survey(conn, wave.survey)?, settings: settings::load(conn)?, wave }))
    }
}

impl Groups {
    fn read(conn: &mut Conn, wave: WaveId) -> db::Result<Self> {
        let (tree, turnovers) = (waves::store::tree(conn, wave)?, waves::store::turnovers(conn, wave)?);
        Ok(Self { headcounts: tree.headcounts(), tree, turnovers })
    }

    fn membership(&self, number: i32) -> Option<Membership> {
        let (group, index) = (self.tree.group(number)?, usize::try_from(number).ok()?);
        let people = *self.headcounts.get(index)?;
        Some(Membership { name: group.name.clone(), people, turnover: self.turnovers.get(&number).copied() })
    }
}

impl Sheet {
    fn new(facts: Facts) -> Self {
        Self {
            facts,
            forms: Default::default(),
            thanks: Default::default(),
            groups: OnceLock::new(),
            words: Mutex::default(),
        }
    }

    /// The wave.
    pub fn wave(&self) -> &Wave {
        &self.facts.wave
    }

    /// The language that a reader gets who wishes for one: of those that the survey speaks.
    pub fn language(&self, wished: Option<Lang>) -> Lang {
        let first = || self.facts.survey.languages().next().unwrap_or_default();
        wished.map_or_else(first, |lang| self.facts.survey.language(lang))
    }

    /// Someone who reads its pages, and may switch languages by links to a path.
    pub fn reader(&self, lang: Lang, path: &str) -> Reader {
        Reader::new(lang, self.facts.settings.clone()).who_may_switch(&self.facts.survey, path)
    }

    /// The form with what was typed, for a reader whose group is not known.
    pub fn typed(&self, reader: &Reader, typed: Typed) -> AnswerPage {
        AnswerPage::new(&self.facts.wave, &self.facts.survey, reader, typed)
    }

    /// The form that nobody has touched, for the link with a token that was verified.
    ///
    /// # Errors
    /// When it cannot be written, or the database not be asked.
    pub async fn form(&self, app: &App, lang: Lang, token: String, group: i32) -> web::Result<Pieces> {
        let words = self.group_words(app, lang, group).await?;
        let form = kept(&self.forms, lang, || {
            // From the address they are at, so that no page instead of the form holds the link.
            let page = self.typed(&self.reader(lang, ""), Typed::nothing(TOKEN.to_string()));
            Ok(Form::new(&page.in_group(GroupWords::place(GROUP)).render().context("a form cannot be written")?))
        })?;
        Ok(form.fill(token, words.as_str()))
    }

    /// What is said to someone whose answer is in the box.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn thanks(&self, lang: Lang) -> web::Result<String> {
        let thanks = kept(&self.thanks, lang, || {
            let reader = Reader::new(lang, self.facts.settings.clone());
            let page = NoticePage::new(&reader, "answer-thanks", "answer-thanks-text", None);
            Ok(page.render().context("a page cannot be written")?)
        })?;
        Ok(thanks.clone())
    }

    /// What is said of the group that an answer counts in.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub async fn group_words(&self, app: &App, lang: Lang, group: i32) -> web::Result<GroupWords> {
        if let Some(words) = lock(&self.words).get(&(lang, group)) {
            return Ok(words.clone());
        }
        if self.groups.get().is_none() {
            let wave = self.wave().id;
            let groups = app.db.read(move |conn| Groups::read(conn, wave)).await?;
            // If somebody else was faster, theirs are the same.
            let _ = self.groups.set(groups);
        }
        let words = GroupWords::new(lang, self.groups.get().and_then(|groups| groups.membership(group)))?;
        lock(&self.words).insert((lang, group), words.clone());
        Ok(words)
    }
}

/// What is kept for a language, written when it is asked for the first time.
fn kept<T>(
    all: &[OnceLock<T>; Lang::ALL.len()],
    lang: Lang,
    write: impl FnOnce() -> web::Result<T>,
) -> web::Result<&T> {
    let place = &all[Lang::ALL.iter().position(|each| *each == lang).unwrap_or_default()];
    if let Some(kept) = place.get() {
        return Ok(kept);
    }
    let written = write()?;
    Ok(place.get_or_init(|| written))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Form {
    fn new(written: &str) -> Self {
        let mut parts = Vec::new();
        for piece in written.split_inclusive([TOKEN, GROUP]) {
            let slot = match piece.chars().next_back() {
                Some(TOKEN) => Some(Part::Token),
                Some(GROUP) => Some(Part::Group),
                _ => None,
            };
            parts.push(Part::Fixed(piece.trim_end_matches([TOKEN, GROUP]).to_owned().into()));
            parts.extend(slot);
        }
        Self(parts)
    }

    /// A form for one link: the pieces that all links share are not copied. Nothing is escaped: a token is letters, and the words are HTML.
    fn fill(&self, token: String, group: &str) -> Pieces {
        let (token, group) = (Bytes::from(token), Bytes::copy_from_slice(group.as_bytes()));
        let piece = |part: &Part| match part {
            Part::Fixed(words) => words.clone(),
            Part::Token => token.clone(),
            Part::Group => group.clone(),
        };
        self.0.iter().map(piece).collect()
    }
}
