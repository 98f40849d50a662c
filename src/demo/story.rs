//! A year and a half of surveys: six that are closed, one that is half answered, one that is planned.

use anyhow::Context;
use chrono::{Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::company::{self, Employee, ZONE};
use super::crowd::{Chapter, Crowd};
use super::returned;
use super::stage::Stage;
use crate::app::App;
use crate::audit::Actor;
use crate::clock::Clock;
use crate::config::Config;
use crate::db::{Moment, WaveId};
use crate::i18n::Lang;
use crate::mail::Transport;
use crate::server;
use crate::waves::{self, Audience, CommentsBy, Draft, Survey, local_time, plan};

/// From the opening of one survey to the next.
const QUARTER: Months = Months::new(3);
/// From the founding to the first survey.
const PRELUDE: TimeDelta = TimeDelta::days(20);
/// How long before its opening a survey is planned.
const PLANNED_AHEAD: TimeDelta = TimeDelta::days(7);
/// Surveys open on a Monday and close on the Friday of the week after.
const OPEN_DAYS: u64 = 11;
/// On which days of it reminders go out: Thursday and Tuesday. The first surveys had only one.
const REMINDER_DAYS: [u64; 2] = [3, 8];
/// When it opens and reminders go out, after midnight.
const MORNING: TimeDelta = TimeDelta::hours(9);
/// When it closes, after midnight.
const CLOSING: TimeDelta = TimeDelta::hours(18);

/// A calm start and a fair summer; then bonuses are frozen and a new system is switched on with three days' notice;
/// people say so in numbers; from the fourth survey on one thing after the other is put right, but for Support.
const CHAPTERS: [Chapter; 7] = [
    Chapter { number: 1, reminders: 1, turnout: 0.76, mood: 0.0, hardship: 0.0 },
    Chapter { number: 2, reminders: 1, turnout: 0.80, mood: 0.12, hardship: 0.0 },
    Chapter { number: 3, reminders: 1, turnout: 0.88, mood: 0.0, hardship: 1.0 },
    Chapter { number: 4, reminders: 1, turnout: 0.87, mood: 0.05, hardship: 0.4 },
    Chapter { number: 5, reminders: 2, turnout: 0.78, mood: 0.05, hardship: 0.15 },
    Chapter { number: 6, reminders: 2, turnout: 0.83, mood: 0.2, hardship: 0.0 },
    Chapter { number: 7, reminders: 2, turnout: 0.82, mood: 0.25, hardship: 0.0 },
];
/// The chapter whose survey has a note.
const HARD_TIMES: u8 = 3;
/// What the surveys feel like that the visitor makes, and the planned one.
const OTHERWISE: Chapter = Chapter { number: 8, reminders: 2, turnout: 0.8, mood: 0.2, hardship: 0.0 };

/// How far the story is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The survey that is being made.
    pub title: String,
    /// Its number, from 1.
    pub number: usize,
    /// How many there are.
    pub of: usize,
}

impl std::fmt::Display for Progress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Making the survey {} ({} of {}) …", self.title, self.number, self.of)
    }
}

/// A demonstration with all that has happened in it until today.
///
/// # Errors
/// When something of it cannot be made.
pub(super) async fn tell(config: Config, password: &str, progress: impl Fn(&Progress)) -> anyhow::Result<Stage> {
    let today = Clock::system().now();
    let openings = openings(local_time::to_local(ZONE, today).date());
    let [first, .., next] = openings;
    let founding = local_time::to_utc(ZONE, local(first.monday, MORNING)) - PRELUDE;
    let app = server::prepare(config, Clock::manual(founding), Transport::memory())?;
    let people = company::everyone()?;
    let admin = company::found(&app, password).await.context("the company cannot be made")?;
    let stage = Stage::new(app, Crowd::new(people.clone(), OTHERWISE)?);
    for (opening, chapter) in openings.iter().zip(CHAPTERS) {
        let title = opening.title();
        progress(&Progress { title: title.clone(), number: chapter.number.into(), of: CHAPTERS.len() });
        survey(&stage, admin, &people, opening, chapter, today).await.with_context(|| format!("no survey {title}"))?;
    }
    schedule(&stage.app, admin, &next, OTHERWISE.reminders, Survey::standard(&Lang::ALL))
        .await
        .context("the next survey cannot be planned")?;
    Ok(stage.on_clock(Clock::shifted()))
}

/// Plans a survey and lets it happen, as far as it has happened today.
async fn survey(
    stage: &Stage,
    admin: Actor,
    people: &[Employee],
    opening: &Opening,
    chapter: Chapter,
    today: Moment,
) -> anyhow::Result<()> {
    let at = |days, time| local_time::to_utc(ZONE, local(opening.monday + Days::new(days), time));
    stage.app.clock.set(at(0, MORNING) - PLANNED_AHEAD);
    company::import(&stage.app, admin, people, chapter.number).await.context("the roster cannot be imported")?;
    let end = at(OPEN_DAYS, CLOSING) + TimeDelta::minutes(1);
    let is_over = end <= today;
    let texts = if is_over { Survey::standard(&Lang::ALL) } else { you_said() };
    let wave = schedule(&stage.app, admin, opening, chapter.reminders, texts).await?;
    if chapter.number == HARD_TIMES {
        let (now, note) = (stage.app.clock.now(), company::LANGUAGE.say("demo-note").to_string());
        let write = move |conn: &mut crate::db::Conn| waves::annotate(conn, now, wave, &note, admin);
        stage.app.db.write(write).await.context("the note cannot be written")?;
    }
    stage.crowd.lock().await.expect(wave, chapter);
    stage.move_to(end.min(today)).await?;
    if is_over {
        // Letters whose links lead nowhere any more would only be in the way.
        stage.app.transport.forget_captured();
        stage.crowd.lock().await.forget_letters();
    } else {
        returned::come_back(&stage.app, wave).await.context("nothing comes back")?;
    }
    Ok(())
}

/// When a survey opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Opening {
    monday: NaiveDate,
    /// A day that lies exactly some quarters from today's survey: the Mondays around it may lie in another one.
    nominal: NaiveDate,
}

impl Opening {
    /// The quarter, as it is written in every language.
    fn title(self) -> String {
        format!("Q{} {}", self.nominal.month0() / 3 + 1, self.nominal.year())
    }
}

/// The Mondays on which the surveys of the story and the one after it open: the last but one has been open for one to
/// seven days, so that it is half answered whenever one looks, and its next reminder is near.
fn openings(today: NaiveDate) -> [Opening; CHAPTERS.len() + 1] {
    let open = monday_of(today - Days::new(1));
    let before = u32::try_from(CHAPTERS.len() - 1).unwrap_or_default();
    std::array::from_fn(|index| {
        let index = u32::try_from(index).unwrap_or_default();
        let nominal = if index <= before { open - times(before - index) } else { open + times(index - before) };
        Opening { monday: monday_of(nominal), nominal }
    })
}

fn times(quarters: u32) -> Months {
    Months::new(QUARTER.as_u32() * quarters)
}

fn monday_of(date: NaiveDate) -> NaiveDate {
    date - Days::new(date.weekday().num_days_from_monday().into())
}

fn local(date: NaiveDate, time: TimeDelta) -> NaiveDateTime {
    date.and_time(NaiveTime::MIN) + time
}

/// The usual texts, but the invitation says what was done since the last time.
fn you_said() -> Survey {
    let mut survey = Survey::standard(&Lang::ALL);
    for (lang, texts) in &mut survey.texts {
        texts.done = lang.say("demo-you-said").to_string();
    }
    survey
}

/// Plans a survey and schedules it.
async fn schedule(
    app: &App,
    admin: Actor,
    opening: &Opening,
    reminders: usize,
    survey: Survey,
) -> anyhow::Result<WaveId> {
    let day = |days, time| local(opening.monday + Days::new(days), time);
    let draft = Draft {
        title: opening.title(),
        audience: Audience::Everyone,
        time_zone: ZONE,
        opens_local: day(0, MORNING),
        closes_local: day(OPEN_DAYS, CLOSING),
        reminders: REMINDER_DAYS.iter().take(reminders).map(|days| day(*days, MORNING)).collect(),
        threshold: 5,
        long_comments: false,
        remind_everyone: false,
        closing_message: true,
        comments_by: CommentsBy::Group,
        survey,
    };
    let now = app.clock.now();
    let write = move |conn: &mut crate::db::Conn| {
        let id = plan::create(conn, now, &draft, admin)?;
        plan::schedule(conn, now, id, admin)?;
        Ok::<_, anyhow::Error>(id)
    };
    app.db.write(write).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_every_day_of_the_year_a_survey_is_open_and_every_quarter_has_one() {
        let first = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        for today in first.iter_days().take(400) {
            let openings = openings(today);
            let open = openings[CHAPTERS.len() - 1];
            let since = (today - open.monday).num_days();
            assert!((1..=7).contains(&since), "{today}: open for {since} days");
            let titles: std::collections::HashSet<String> = openings.iter().map(|opening| opening.title()).collect();
            assert_eq!(titles.len(), openings.len(), "{today}: {titles:?}");
            assert!(openings[CHAPTERS.len()].monday > open.monday + Days::new(OPEN_DAYS), "one after the other");
        }
    }
}
