//! `cargo bench --bench report`: how fast the report of a million answers in 5,000 groups is shown, beside a bare page
//! of the same size.
//!
//! The real program serves; the load comes from this process, on the same machine. Nothing is kept between two
//! requests: each reads the stored report from the database and writes the page anew.

#[path = "../company/mod.rs"]
#[expect(dead_code, reason = "the other benchmarks use the rest of it")]
mod company;
mod load;
#[path = "../company/served.rs"]
mod served;
mod stage;

use anyhow::Result;

use self::served::Served;

/// Requests of each run, and those before it that are not measured.
const REQUESTS: usize = 600;
const WARM_UP: usize = 20;
/// Connections at once.
const CONNECTIONS: usize = 4;
const GOAL: f64 = 0.20;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|argument| argument == served::PAGE) {
        return served::serve_page(&arguments[1]);
    }
    let folder = tempfile::tempdir()?;
    let wave = stage::publish_report(folder.path())?;
    let server = Served::program(folder.path(), None)?;
    let cookie = load::sign_in(&server.address, stage::ADDRESS, stage::PASSWORD)?;
    let page = load::get(&format!("/reports/{wave}"), &cookie);
    load::run(&server.address, &page, WARM_UP)?;
    let ours = load::run(&server.address, &page, REQUESTS)?;
    println!("report:    {ours}");
    println!("memory:    {} MB at most", company::memory_mb(&server.process(), "VmHWM:")?);
    for (name, query) in
        [("by score", "?sort=score"), ("found", "?q=branch+7"), ("heatmap", "/heatmap"), ("method", "/method")]
    {
        let other = load::get(&format!("/reports/{wave}{query}"), &cookie);
        println!("{name:10} {}", load::run(&server.address, &other, WARM_UP)?);
    }
    drop(server);
    let (yardstick, page) = (Served::page(ours.bytes_each)?, load::get("/", ""));
    load::run(&yardstick.address, &page, WARM_UP)?;
    let bare = load::run(&yardstick.address, &page, REQUESTS)?;
    println!("bare page: {bare}");
    println!("report ratio {:.2} goal {GOAL:.2}", ours.speed / bare.speed);
    Ok(())
}
