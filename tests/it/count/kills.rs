//! kill −9 at random moments, under load.

use std::cell::Cell;

use candor::clock::Clock;
use candor::keys::random_bytes;
use futures_util::future::{join, join_all};

use super::{Program, Told, said};
use crate::app::{TestApp, on_both};
use crate::kill::{kills, until};

/// How often the program is killed while it takes answers, and how often while it counts, unless `CANDOR_KILLS` says
/// otherwise; the full setting is 100.
const FEW: usize = 2;
/// People who answer while the program runs once.
const AT_ONCE: usize = 12;

/// A number below another; no two runs are alike.
fn any(below: usize) -> usize {
    usize::from(u16::from_le_bytes(random_bytes())) % below
}

on_both! {
    async fn killed_at_random_under_load_the_program_counts_each_acknowledged_answer_once(app: TestApp) {
        let kills = kills(FEW);
        app.app.clock.set(Clock::system().now());
        app.hire(&[("Sales", 2 * kills * AT_ONCE)]).await;
        let wave = app.launch_wave("March").await;
        let links = app.links(wave).await;
        let (early, late) = links.split_at(kills * AT_ONCE);
        let (mut told, mut cut_off) = (Told::default(), 0);
        for people in early.chunks(AT_ONCE) {
            let program = Program::start(app.serving());
            let address = program.address.clone();
            let (acknowledged, enough) = (Cell::new(0), any(AT_ONCE));
            let first = told.0.len();
            let answers = join_all(people.iter().zip(first..).map(async |(link, number)| {
                let (score, why) = said(number);
                let is_taken = app.is_taken_at(&address, link, score, &why).await;
                acknowledged.set(acknowledged.get() + usize::from(is_taken));
                (score, why, is_taken)
            }));
            let kill = async {
                until(async || acknowledged.get() >= enough).await;
                program.kill();
            };
            let (answers, ()) = join(answers, kill).await;
            let before = app.ballots(wave).await;
            let heard = answers.iter().filter(|(.., is_heard)| *is_heard).count();
            assert!(before >= first + heard, "an acknowledged answer is gone");
            cut_off += answers.len() - heard;
            for ((score, why, is_heard), link) in answers.into_iter().zip(people) {
                // Whoever got no reply sends the form again: it is taken now, or was before.
                let status = if is_heard { 200 } else { app.answer(link, score, &why).await.status };
                assert!([200, 409].contains(&status), "{status}");
                told.0.push((score, why));
            }
            assert_eq!(app.ballots(wave).await, told.0.len());
        }
        app.close(wave).await;
        for people in late.chunks(AT_ONCE) {
            let program = Program::start(app.serving());
            let (mut looks, enough) = (0, any(30));
            let kill = async {
                until(async || { looks += 1; looks > enough }).await;
                program.kill();
            };
            let answers = async {
                for link in people {
                    let status = app.tell(&mut told, link).await;
                    assert!([200, 410].contains(&status), "{status}");
                }
            };
            join(answers, kill).await;
        }
        app.finish(wave).await;
        app.is_whole(wave, &told).await;
        println!("{kills} kills under load cut {cut_off} answers off; {} were counted", told.0.len());
    }
}
