//! A company of 5,000 groups, a million of whose people have answered, and the report of it.

use std::path::Path;

use anyhow::Result;
use candor::accounts::password::Typed;
use candor::accounts::{self, NewAccount};
use candor::app::App;
use candor::audit::Actor;
use candor::db::WaveId;
use candor::email::Address;
use candor::i18n::Lang;
use candor::keys::ordered_id;
use candor::mail::Transport;
use candor::reports::publish::publish;
use candor::reports::{Answer, Facts};
use candor::waves::{Group, Tree, plan, store};

use crate::company;

pub const ADDRESS: &str = "dana@example.com";
pub const PASSWORD: &str = "correct horse battery";
/// Regions, branches of each, and people in each branch: 50 + 50 × 99 = 5,000 groups.
const REGIONS: i32 = 50;
const BRANCHES: i32 = 99;
const PEOPLE: u32 = 250;
/// Who answers.
const ANSWERS: u32 = 1_000_000;

/// Makes the company, and publishes its report as a count does.
pub fn publish_report(folder: &Path) -> Result<WaveId> {
    let app = company::found(company::configuration(folder, None), Transport::None)?;
    let account = NewAccount {
        address: Address::parse(ADDRESS)?,
        name: "Dana".to_owned(),
        password: Typed::new(PASSWORD.to_owned()),
        language: Lang::En,
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(accounts::create(&app, Actor::CommandLine, account))?;
    let (wave, tree) = (plan_wave(&app)?, tree());
    let answers = answers(&tree, |_| None);
    publish_answers(&app, wave, tree, answers)?;
    Ok(wave)
}

/// A wave that can be published.
pub fn plan_wave(app: &App) -> Result<WaveId> {
    let now = app.clock.now();
    let draft = company::draft(now);
    Ok(app.db.write_now(move |conn| plan::create(conn, now, &draft, Actor::CommandLine))?)
}

/// Publishes answers as a count does.
pub fn publish_answers(app: &App, wave: WaveId, tree: Tree, answers: Vec<Answer>) -> Result<()> {
    app.db.write_now(move |conn| {
        let found = store::find(conn, wave)?.ok_or_else(|| anyhow::anyhow!("no wave"))?;
        let headcount = tree.headcounts().first().copied().unwrap_or_default();
        let facts = Facts { wave: &found, headcount, unreachable: 0, set_aside: 0 };
        publish(conn, facts, &tree, answers)?;
        Ok(())
    })
}

/// Its groups.
pub fn tree() -> Tree {
    let group = |number, parent, name: String, direct_headcount| Group {
        number,
        parent,
        name,
        department: parent.map(|_| ordered_id()),
        direct_headcount,
    };
    let mut groups = vec![group(0, None, String::new(), 0)];
    for region in 0..REGIONS {
        let above = 1 + region * (BRANCHES + 1);
        groups.push(group(above, Some(0), format!("Region {region}"), 0));
        groups.extend((1..=BRANCHES).map(|n| group(above + n, Some(above), format!("Branch {region}-{n}"), PEOPLE)));
    }
    Tree::new(groups)
}

/// Everyone answers in turn, each branch with a leaning of its own.
pub fn answers(tree: &Tree, comment: impl Fn(u32) -> Option<String>) -> Vec<Answer> {
    let staffed: Vec<i32> =
        tree.groups().iter().filter(|group| group.direct_headcount > 0).map(|group| group.number).collect();
    let of = |(number, group): (u32, &i32)| {
        let leaning = group.unsigned_abs() % 4;
        let score = (number.wrapping_mul(2_654_435_761) >> 16) % 8 + leaning;
        Answer { group: *group, score: u8::try_from(score).unwrap_or(10).min(10), comment: comment(number) }
    };
    (0..ANSWERS).zip(staffed.iter().cycle()).map(of).collect()
}
