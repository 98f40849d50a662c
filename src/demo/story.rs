//! A year of surveys: four that are closed, one that is half answered, one that is planned.

use std::collections::HashMap;

use anyhow::{Context, ensure};
use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};
use serde::Deserialize;
use tokio::task::JoinSet;

use super::company::{self, Employee, ZONE};
use super::dice::Dice;
use crate::app::App;
use crate::audit::Actor;
use crate::ballots::{self, Answer};
use crate::db::{Moment, WaveId};
use crate::i18n::{Lang, month_year};
use crate::mail::{Post, Transport, deliver_due};
use crate::schedule;
use crate::waves::{Audience, COMMENT_LIMIT, CommentsBy, Draft, Survey, local_time, plan};

/// From the founding of the company to today.
pub(super) const LENGTH: TimeDelta = TimeDelta::days(400);
/// How long a survey is open.
const OPEN_DAYS: u64 = 11;
/// On which days of it reminders go out.
const REMINDER_DAYS: [u64; 2] = [3, 8];
/// When it opens and reminders go out, after midnight.
const MORNING: TimeDelta = TimeDelta::hours(9);
/// When it closes, after midnight.
const CLOSING: TimeDelta = TimeDelta::hours(18);
/// The share of those who answer before the first reminder.
const PROMPT: f64 = 0.65;
/// The share of respondents who write a comment.
const COMMENTING: f64 = 0.45;
/// How far scores lie from the mood of their team.
const SPREAD: f64 = 1.7;
/// Answers on their way at the same time.
const AT_ONCE: usize = 64;

/// One survey of the story.
struct Chapter {
    number: u8,
    /// Days before today on which it opened.
    days_ago: u64,
    /// The share of people who answer.
    turnout: f64,
    /// What moves everyone's mood.
    mood: f64,
}

/// A hard winter, a worse spring, then things asked for in the surveys are done.
const CLOSED: [Chapter; 4] = [
    Chapter { number: 0, days_ago: 370, turnout: 0.68, mood: -0.4 },
    Chapter { number: 1, days_ago: 280, turnout: 0.64, mood: -0.9 },
    Chapter { number: 2, days_ago: 188, turnout: 0.75, mood: -0.2 },
    Chapter { number: 3, days_ago: 97, turnout: 0.83, mood: 0.2 },
];
const OPEN: Chapter = Chapter { number: 4, days_ago: 5, turnout: 0.52, mood: 0.3 };
/// The next survey opens in so many days.
const NEXT_DAYS: u64 = 86;

#[derive(Debug, Deserialize)]
struct Comment {
    language: String,
    category: String,
    #[serde(rename = "comment")]
    text: String,
}

struct Story<'a> {
    app: &'a App,
    post: Post,
    admin: Actor,
    people: HashMap<String, Employee>,
    comments: Vec<Comment>,
}

/// Lets the year go by.
pub(super) async fn tell(app: &App, admin: Actor, today: Moment) -> anyhow::Result<()> {
    let people = company::everyone()?.into_iter().map(|person| (person.address.clone(), person)).collect();
    let comments = company::table(include_str!("comments.csv"))?;
    let story = Story { app, post: schedule::post(app), admin, people, comments };
    let date = local_time::to_local(ZONE, today).date();
    for chapter in &CLOSED {
        let opens = workday(date - Days::new(chapter.days_ago));
        story.open(opens).await?;
        story.answer(chapter, |promptness| promptness < PROMPT).await?;
        story.remind(opens).await?;
        story.answer(chapter, |promptness| promptness >= PROMPT).await?;
        app.clock.set(utc(opens + Days::new(OPEN_DAYS), CLOSING) + TimeDelta::minutes(1));
        story.tick().await?;
        // Letters whose links lead nowhere any more would only be in the way.
        story.forget_letters();
    }
    let opens = workday(date - Days::new(OPEN.days_ago));
    story.open(opens).await?;
    story.answer(&OPEN, |promptness| promptness < PROMPT).await?;
    app.clock.set(today.min(utc(opens + Days::new(REMINDER_DAYS[0]), MORNING) + TimeDelta::minutes(1)));
    story.tick().await?;
    story.answer(&OPEN, |promptness| promptness >= PROMPT).await?;
    app.clock.set(today);
    story.tick().await?;
    story.plan(workday(date + Days::new(NEXT_DAYS))).await
}

/// The day itself, or the Friday before a weekend.
fn workday(date: NaiveDate) -> NaiveDate {
    let back = match date.weekday() {
        Weekday::Sat => 1,
        Weekday::Sun => 2,
        _ => 0,
    };
    date - Days::new(back)
}

fn local(date: NaiveDate, time: TimeDelta) -> NaiveDateTime {
    date.and_time(NaiveTime::MIN) + time
}

fn utc(date: NaiveDate, time: TimeDelta) -> Moment {
    local_time::to_utc(ZONE, local(date, time))
}

impl Story<'_> {
    /// Plans a survey and schedules it.
    async fn plan(&self, opens: NaiveDate) -> anyhow::Result<()> {
        let draft = Draft {
            title: month_year(Lang::En, opens),
            audience: Audience::Everyone,
            time_zone: ZONE,
            opens_local: local(opens, MORNING),
            closes_local: local(opens + Days::new(OPEN_DAYS), CLOSING),
            reminders: REMINDER_DAYS.map(|day| local(opens + Days::new(day), MORNING)).to_vec(),
            threshold: 5,
            long_comments: false,
            remind_everyone: false,
            comments_by: CommentsBy::Group,
            survey: Survey::standard(&Lang::ALL),
        };
        let (now, admin) = (self.app.clock.now(), self.admin);
        let write = move |conn: &mut crate::db::Conn| {
            let id = plan::create(conn, now, &draft, admin)?;
            plan::schedule(conn, now, id, admin)?;
            Ok::<_, anyhow::Error>(())
        };
        self.app.db.write(write).await
    }

    /// Plans a survey a week ahead and lets it open.
    async fn open(&self, opens: NaiveDate) -> anyhow::Result<()> {
        self.app.clock.set(utc(opens - Days::new(7), MORNING));
        self.plan(opens).await?;
        self.app.clock.set(utc(opens, MORNING) + TimeDelta::minutes(1));
        self.tick().await
    }

    async fn remind(&self, opens: NaiveDate) -> anyhow::Result<()> {
        for day in REMINDER_DAYS {
            self.app.clock.set(utc(opens + Days::new(day), MORNING) + TimeDelta::minutes(1));
            self.tick().await?;
        }
        Ok(())
    }

    /// Does what the program does by itself at this moment, and sends the mail.
    async fn tick(&self) -> anyhow::Result<()> {
        let ticked = schedule::tick(self.app).await?;
        ensure!(ticked.failed.is_empty() && !ticked.held, "what was due could not be done: {ticked:?}");
        let delivered = deliver_due(&self.post).await?;
        ensure!(delivered.failed == 0, "mail could not be captured");
        Ok(())
    }

    fn forget_letters(&self) {
        if let Transport::Memory(letters) = &self.app.transport {
            letters.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clear();
        }
    }

    /// Lets those answer who do so at this time, by the links in their letters.
    async fn answer(&self, chapter: &Chapter, is_now: impl Fn(f64) -> bool) -> anyhow::Result<()> {
        let mut invited = HashMap::new();
        for letter in self.app.transport.captured().unwrap_or_default() {
            if let (Some(person), Some(link)) = (self.people.get(&letter.to.address), link_in(&letter.text)) {
                invited.insert(person.number, (person, link));
            }
        }
        let mut casting = JoinSet::new();
        for (person, (wave, token)) in invited.into_values() {
            let mut dice = Dice::of(chapter.number.into(), person.number);
            let (responds, promptness) = (dice.even() < chapter.turnout, dice.even());
            if !responds || !is_now(promptness) {
                continue;
            }
            let answer = self.answer_of(person, chapter, &mut dice)?;
            let (db, keys, clock) = (self.app.db.clone(), self.app.keys.clone(), self.app.clock.clone());
            casting.spawn(async move { ballots::cast(&db, &keys, &clock, wave, &token, &answer).await });
            if casting.len() >= AT_ONCE {
                casting.join_next().await.context("nobody is answering")???;
            }
        }
        while let Some(cast) = casting.join_next().await {
            cast??;
        }
        Ok(())
    }

    fn answer_of(&self, person: &Employee, chapter: &Chapter, dice: &mut Dice) -> anyhow::Result<Answer> {
        let team = &person.team;
        let mood = team.mood + team.drift * f64::from(chapter.number) + chapter.mood + SPREAD * dice.normal();
        let score = whole_score(mood);
        let category = match score {
            9.. => "promoter",
            7..9 => "passive",
            _ => "detractor",
        };
        let fits = |comment: &&Comment| comment.language == person.language.code() && comment.category == category;
        let fitting: Vec<&Comment> = self.comments.iter().filter(fits).collect();
        let comment = if dice.even() < COMMENTING { dice.pick(&fitting) } else { None };
        Ok(Answer::new(score, comment.map_or("", |comment| comment.text.as_str()), COMMENT_LIMIT)?)
    }
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
