//! The same wave again, a quarter later.

use chrono::Timelike;

use super::plan::{self, DraftError};
use super::{Draft, Survey, SurveyTexts, Wave, WaveState, all_waves, local_time, store, suggest, title_after};
use crate::audit::Actor;
use crate::db::{Conn, Moment, WaveId};
use crate::i18n::Lang;
use crate::keys::ordered_id;
use crate::settings;

/// Quarters that are tried for one in which nobody is asked yet.
const MOST_QUARTERS: usize = 8;

/// Keeps a draft like a wave, in the next quarter in which none of its people are in another wave. It is ready to be
/// scheduled as it stands: dates on the same weekdays, never in the past, and a title that has moved on.
///
/// # Errors
/// When there is no such wave, or the database refuses.
pub fn duplicate(conn: &mut Conn, now: Moment, id: WaveId, reader: Lang, actor: Actor) -> Result<WaveId, DraftError> {
    conn.lock_wave_exclusive(all_waves())?;
    let wave = store::find(conn, id)?.ok_or(DraftError::NotFound)?;
    let mut draft = plan::as_draft(conn, &wave)?;
    // As it was planned, not as it went.
    draft.closes_local = local_time::to_local(wave.time_zone, wave.planned_close_at);
    if wave.launched_at == Some(wave.opens_at) {
        draft.opens_local = whole_hour(draft.opens_local);
    }
    draft.survey = in_languages(&draft.survey, &settings::load(conn)?.languages);
    let mut draft = next_free_quarter(conn, draft, now)?;
    draft.title = title_after(&draft.title, draft.opens_local.date(), reader);
    // Whoever clicks twice has one copy.
    let is_same = |other: &Wave| {
        other.state == WaveState::Draft
            && (&other.title, &other.audience) == (&draft.title, &draft.audience)
            && (other.opens_local, other.closes_local) == (draft.opens_local, draft.closes_local)
    };
    match store::all(conn)?.into_iter().find(is_same) {
        Some(copy) => Ok(copy.id),
        None => plan::create(conn, now, &draft, actor),
    }
}

/// Launched by hand, a wave opens at any odd second.
fn whole_hour(local: chrono::NaiveDateTime) -> chrono::NaiveDateTime {
    let hour = local.time().hour();
    local.date().and_hms_opt(hour, 0, 0).unwrap_or(local)
}

/// The texts in today's languages: as they were where the wave had them, else the standard ones. What had been done
/// before that wave is not said a second time.
fn in_languages(survey: &Survey, languages: &[Lang]) -> Survey {
    let own: Vec<Lang> = survey.languages().collect();
    let languages = if languages.is_empty() { &own } else { languages };
    let texts = |lang: &Lang| {
        let kept = survey.texts.iter().find(|(of, _)| of == lang);
        let texts = kept.map_or_else(|| SurveyTexts::standard(*lang), |(_, texts)| texts.clone());
        (*lang, SurveyTexts { done: String::new(), ..texts })
    };
    Survey { texts: languages.iter().map(texts).collect() }
}

fn next_free_quarter(conn: &mut Conn, draft: Draft, now: Moment) -> crate::db::Result<Draft> {
    let first = suggest::next_quarter(draft, now);
    let mut next = first.clone();
    for _ in 0..MOST_QUARTERS {
        let wave: Wave = plan::planned(ordered_id(), ordered_id(), &next);
        if plan::overlap(conn, &wave, wave.opens_at)?.is_none() {
            return Ok(next);
        }
        next = suggest::next_quarter(next, now);
    }
    // The page of the wave says what is in the way.
    Ok(first)
}
