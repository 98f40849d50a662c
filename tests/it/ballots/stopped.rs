//! Counts that cannot go on: tried again after a pause, and told to whoever runs the survey.

use candor::audit::Actor;
use candor::reports::count::{self, COUNT_AGAIN, SetAside};
use chrono::TimeDelta;

use crate::app::{TestApp, on_both};

impl TestApp {
    /// How many waves a tick tried to count.
    async fn tried(&self) -> usize {
        count::count_due(&self.app).await.unwrap().len()
    }

    /// What the banner of a page says.
    async fn banner(&self, path: &str) -> Vec<String> {
        self.get(path).await.select("[role=alert] li")
    }
}

on_both! {
    async fn a_count_that_was_stopped_is_tried_again_after_a_pause(app: TestApp) {
        let (wave, _) = app.answered_wave().await;
        app.damage_the_box(wave).await;
        app.reach_close(wave).await;
        assert_eq!(app.tried().await, 1);
        let (pause, tick) = (TimeDelta::from_std(COUNT_AGAIN).unwrap(), TimeDelta::seconds(10));
        app.app.clock.advance(tick);
        assert_eq!(app.tried().await, 0);
        app.app.clock.advance(pause - tick * 2);
        assert_eq!(app.tried().await, 0);
        app.app.clock.advance(tick);
        assert_eq!(app.tried().await, 1);
        assert_eq!(app.tried().await, 0);
    }

    async fn an_admin_is_told_of_a_count_that_was_stopped_until_it_is_done(app: TestApp) {
        let (wave, _) = app.answered_wave().await;
        let page = format!("/waves/{wave}");
        app.damage_the_box(wave).await;
        app.reach_close(wave).await;
        app.sign_in().await;
        app.tried().await;
        assert_eq!(app.banner("/waves").await, [] as [&str; 0], "a count takes a moment");
        app.app.clock.advance(TimeDelta::minutes(6));
        for path in ["/waves", page.as_str()] {
            let banner = app.banner(path).await;
            assert_eq!(banner.len(), 1, "{path}: {banner:?}");
            assert!(banner[0].starts_with("“March” has closed and could not be counted yet."), "{banner:?}");
            assert!(banner[0].contains("Ask whoever runs the server"), "{banner:?}");
        }
        app.post("/language", &[("language", "ru"), ("here", "/waves")]).await;
        for path in ["/waves", page.as_str()] {
            let banner = app.banner(path).await;
            assert!(banner[0].starts_with("Волна «March» закрылась, но подсчитать её пока не удалось."), "{banner:?}");
        }
        count::count(&app.app, wave, SetAside::Broken, Actor::CommandLine).await.unwrap();
        assert_eq!((app.banner("/waves").await.len(), app.banner(&page).await.len()), (0, 0));
    }

    async fn an_admin_is_told_which_file_is_missing(app: TestApp) {
        let (wave, _) = app.answered_wave().await;
        let page = format!("/waves/{wave}");
        app.sign_in().await;
        assert_eq!(app.banner(&page).await, [] as [&str; 0]);
        let file = app.app.keys.path().join(format!("{wave}.key"));
        let key = std::fs::read(&file).unwrap();
        std::fs::remove_file(&file).unwrap();
        for path in ["/waves", page.as_str()] {
            let banner = app.banner(path).await;
            assert!(banner[0].contains(&format!("{wave}.key")) && banner[0].contains("answers are refused"));
        }
        app.reach_close(wave).await;
        app.post_sign_in(crate::accounts::ADMIN, crate::accounts::PASSWORD).await;
        let banner = app.banner(&page).await;
        assert!(banner[0].starts_with("“March” has closed and cannot be counted"), "{banner:?}");
        std::fs::write(&file, key).unwrap();
        assert_eq!(app.banner(&page).await, [] as [&str; 0]);
    }
}
