//! Waves: planning, launching, the pages.

use candor::audit::Actor;
use candor::db::WaveId;
use candor::i18n::Lang;
use candor::invitations::launch::{LaunchError, Launched, launch};
use candor::waves::{Audience, CommentsBy, Draft, Survey, local_time, plan};
use chrono::TimeDelta;

use crate::app::TestApp;

impl TestApp {
    /// A plain draft: everyone, opens in an hour, open for 14 days, no reminders, threshold 5, UTC.
    pub fn draft(&self, title: &str) -> Draft {
        let opens = self.app.clock.now() + TimeDelta::hours(1);
        let zone = chrono_tz::UTC;
        Draft {
            title: title.to_owned(),
            audience: Audience::Everyone,
            time_zone: zone,
            opens_local: local_time::to_local(zone, opens),
            closes_local: local_time::to_local(zone, opens + TimeDelta::days(14)),
            reminders: Vec::new(),
            threshold: 5,
            long_comments: false,
            remind_everyone: false,
            comments_by: CommentsBy::Group,
            survey: Survey::standard(&Lang::ALL),
        }
    }

    /// Keeps a draft.
    pub async fn plan(&self, draft: Draft) -> WaveId {
        let now = self.app.clock.now();
        self.app.db.write(move |conn| plan::create(conn, now, &draft, Actor::CommandLine)).await.unwrap()
    }

    /// Launches a wave now.
    pub async fn launch(&self, wave: WaveId) -> Result<Launched, LaunchError> {
        let (keys, now) = (self.app.keys.clone(), self.app.clock.now());
        self.app.db.write(move |conn| launch(conn, &keys, now, wave, Actor::CommandLine)).await
    }

    /// Plans and launches: everyone, opens now, closes in 14 days.
    pub async fn launch_wave(&self, title: &str) -> WaveId {
        let draft = self.draft(title);
        self.launch_draft(Draft { closes_local: self.app.clock.now() + TimeDelta::days(14), ..draft }).await
    }

    /// Plans and launches at once.
    pub async fn launch_draft(&self, draft: Draft) -> WaveId {
        let wave = self.plan(draft).await;
        self.launch(wave).await.unwrap();
        wave
    }
}
