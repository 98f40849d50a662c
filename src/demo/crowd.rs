//! The people of the demonstration: they read their mail, and some of them answer by the link in it, each after a
//! while of their own. Nobody else knows who will.

use std::collections::{BTreeMap, HashMap};

use anyhow::Context;
use chrono::TimeDelta;
use tokio::runtime::Handle;
use tokio::task::JoinSet;

use super::comments::{Comments, Writer};
use super::company::Employee;
use super::dice::Dice;
use crate::app::App;
use crate::ballots::{self, Answer, CastError};
use crate::db::{Moment, WaveId};
use crate::mail::Captured;
use crate::waves::{self, COMMENT_LIMIT};

/// Of those who answer, the share that does so after the invitation, and after it or the first reminder.
const PROMPT: [f64; 2] = [0.6, 0.84];
/// The share of respondents who would write a comment, if they have one.
const COMMENTING: f64 = 0.55;
/// How far scores lie from the mood of their team.
const SPREAD: f64 = 1.7;
/// The shortest and the longest time from a letter to the answer, in minutes; most lie near the shortest.
const PATIENCE: (f64, f64) = (6.0, 2_400.0);
/// Answers on their way at the same time.
const AT_ONCE: usize = 32;

/// How people feel and answer in one survey.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chapter {
    /// From 1; which comments are written.
    pub(super) number: u8,
    /// How many reminders go out.
    pub(super) reminders: usize,
    /// The share of people who answer, if there are two reminders.
    pub(super) turnout: f64,
    /// What moves everyone's mood.
    pub(super) mood: f64,
    /// How much of the hard times is felt, from 0 to 1.
    pub(super) hardship: f64,
}

/// Someone is going to answer.
struct Intent {
    wave: WaveId,
    token: String,
    person: usize,
}

/// A letter's reader and wave, to tell the invitation from its reminders.
type Correspondence = (WaveId, usize);

/// Everyone, what they have read, and who is going to answer when.
pub(super) struct Crowd {
    people: Vec<Employee>,
    by_address: HashMap<String, usize>,
    comments: Comments,
    chapters: HashMap<WaveId, Chapter>,
    /// Of surveys that the story does not know.
    otherwise: Chapter,
    /// Letters that were read.
    read: usize,
    /// How many letters somebody has had about a survey.
    letters: HashMap<Correspondence, usize>,
    /// By moment, and in the order of reading.
    intents: BTreeMap<(Moment, usize), Intent>,
    /// How many intents there were so far.
    intended: usize,
}

impl Crowd {
    pub(super) fn new(people: Vec<Employee>, otherwise: Chapter) -> anyhow::Result<Self> {
        let by_address = people.iter().enumerate().map(|(index, person)| (person.address.clone(), index)).collect();
        Ok(Self {
            people,
            by_address,
            comments: Comments::new()?,
            chapters: HashMap::new(),
            otherwise,
            read: 0,
            letters: HashMap::new(),
            intents: BTreeMap::new(),
            intended: 0,
        })
    }

    /// Says how people feel in a survey of the story.
    pub(super) fn expect(&mut self, wave: WaveId, chapter: Chapter) {
        self.chapters.insert(wave, chapter);
    }

    /// Letters were thrown away: the next one is the first again.
    pub(super) fn forget_letters(&mut self) {
        self.read = 0;
        self.letters.clear();
    }

    /// Reads the letters that have come since the last time. The same people answer whenever it is read.
    pub(super) fn read(&mut self, letters: &[Captured]) {
        for letter in letters.iter().skip(self.read) {
            let Some(person) = self.by_address.get(&letter.to.address).copied() else { continue };
            let Some((wave, token)) = link_in(&letter.text) else { continue };
            let had = self.letters.entry((wave, person)).or_default();
            let number = *had;
            *had += 1;
            let mut dice = self.dice(wave, person);
            let (chapter, patience) = (self.chapter(wave), dice.even());
            let (responds, promptness) = (dice.even() < chapter.turnout, dice.even());
            let answers_to = PROMPT.iter().filter(|share| promptness >= **share).count();
            if responds && number == answers_to {
                let at = letter.at + after_a_while(patience);
                self.intents.insert((at, self.intended), Intent { wave, token, person });
                self.intended += 1;
            }
        }
        self.read = letters.len();
    }

    fn chapter(&self, wave: WaveId) -> Chapter {
        self.chapters.get(&wave).copied().unwrap_or(self.otherwise)
    }

    /// Dice of a person in a survey: the same in every demonstration for the surveys of the story.
    fn dice(&self, wave: WaveId, person: usize) -> Dice {
        let of_its_own = wave.uuid().as_u64_pair().1;
        let occasion = self.chapters.get(&wave).map_or(of_its_own, |chapter| chapter.number.into());
        Dice::of(occasion, self.people.get(person).map_or(0, |person| person.number))
    }

    /// Lets those answer whose time has come.
    ///
    /// # Errors
    /// When an answer could not be given that should have been taken.
    pub(super) async fn answer(&mut self, app: &App) -> anyhow::Result<()> {
        let later = self.intents.split_off(&(app.clock.now() + TimeDelta::milliseconds(1), 0));
        let now = std::mem::replace(&mut self.intents, later);
        let (mut casting, runtime) = (JoinSet::new(), Handle::current());
        for Intent { wave, token, person } in now.into_values() {
            let answer = self.answer_of(wave, person)?;
            let (app, runtime) = (app.clone(), runtime.clone());
            // Sealing is work, and there is more than one core.
            casting.spawn_blocking(move || runtime.block_on(cast(&app, wave, &token, &answer)));
            if casting.len() >= AT_ONCE {
                taken(casting.join_next().await.context("nobody is answering")??)?;
            }
        }
        while let Some(cast) = casting.join_next().await {
            taken(cast?)?;
        }
        Ok(())
    }

    fn answer_of(&mut self, wave: WaveId, person: usize) -> anyhow::Result<Answer> {
        let (chapter, mut dice) = (self.chapter(wave), self.dice(wave, person));
        let employee = self.people.get(person).context("nobody is answering")?;
        // The first throws have said whether and when.
        let _ = [dice.even(), dice.even(), dice.even()];
        let team = &employee.team;
        let since = f64::from(chapter.number) - 1.0;
        let mood = team.mood + team.drift * since + chapter.mood - team.hardship * chapter.hardship;
        let score = whole_score(mood + SPREAD * dice.normal());
        let mut comment = String::new();
        if dice.even() < COMMENTING {
            let writer = Writer { language: employee.language, place: team.place(), score };
            comment = self.comments.take(wave, chapter.number, &writer, &mut dice).unwrap_or_default();
        }
        Ok(Answer::new(score, &comment, COMMENT_LIMIT)?)
    }
}

/// Answers by a link, as the answer page does.
async fn cast(app: &App, wave: WaveId, token: &str, answer: &Answer) -> Result<(), CastError> {
    let wave = app.db.read(move |conn| waves::store::find(conn, wave)).await?.ok_or(CastError::UnknownLink)?;
    let (key, claim) = ballots::check(&app.keys, &app.clock, &wave, token)?;
    ballots::cast(&app.db, &app.clock, &wave, &key, claim, answer).await
}

/// The visitor may have answered first, or ended the survey.
fn taken(cast: Result<(), CastError>) -> anyhow::Result<()> {
    match cast {
        Err(CastError::Database(_) | CastError::KeyMissing(_) | CastError::DoesNotFit(_)) => Ok(cast?),
        _ => Ok(()),
    }
}

fn after_a_while(patience: f64) -> TimeDelta {
    let minutes = PATIENCE.0 + (PATIENCE.1 - PATIENCE.0) * patience.powi(3);
    TimeDelta::try_seconds(whole(minutes * 60.0)).unwrap_or_default()
}

#[expect(clippy::cast_possible_truncation, reason = "a day or two in seconds")]
fn whole(number: f64) -> i64 {
    number as i64
}

/// The nearest score from 0 to 10.
fn whole_score(mood: f64) -> u8 {
    (0..10).find(|score| mood < f64::from(*score) + 0.5).unwrap_or(10)
}

/// Wave and token of the link in a letter.
fn link_in(text: &str) -> Option<(WaveId, String)> {
    let (_, path) = text.split_whitespace().find_map(|word| word.split_once("/a/"))?;
    let (wave, token) = path.split('?').next()?.split_once('/')?;
    Some((wave.parse().ok()?, token.to_owned()))
}
