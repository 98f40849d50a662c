//! `cargo bench --bench report`: how fast the report of a million answers in 5,000 groups is shown, beside a bare page
//! of the same size.
//!
//! The real program serves; the load comes from this process, on the same machine. Nothing is kept between two
//! requests: each reads the stored report from the database and writes the page anew.

#[path = "../company/mod.rs"]
#[expect(dead_code, reason = "the other benchmarks use the rest of it")]
mod company;
#[path = "../company/load.rs"]
mod load;
#[path = "../company/served.rs"]
mod served;
mod stage;
mod themes;

use anyhow::Result;

use self::served::Served;

/// Requests that are measured.
const REQUESTS: usize = 2_000;
/// Connections at once.
const CONNECTIONS: usize = 16;
const GOAL: f64 = 0.20;
/// What else there is of the same report, by the end of its address.
const OTHERS: [(&str, &str); 7] = [
    ("by score", "?sort=score"),
    ("found", "?q=branch+7"),
    ("heatmap", "/heatmap"),
    ("method", "/method"),
    ("PDF", "/report.pdf"),
    ("XLSX", "/report.xlsx"),
    ("JSON", "/report.json"),
];

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some(served::PAGE) => return served::serve_page(&arguments[1]),
        Some(themes::THEMES) => return themes::count(),
        _ => {}
    }
    let folder = tempfile::tempdir()?;
    let wave = stage::publish_report(folder.path())?;
    let server = Served::program(folder.path(), None)?;
    let cookie = load::sign_in(&server, stage::ADDRESS, stage::PASSWORD)?;
    let ask = |rest: &str| load::get_as(&format!("/reports/{wave}{rest}"), &cookie);
    let page = load::beside_bare_page(&server, &vec![ask(""); REQUESTS])?;
    println!("memory:    {} MB at most", company::memory_mb(&server.process(), "VmHWM:")?);
    for (name, rest) in OTHERS {
        println!("{name:10} {}", load::run(&server, vec![ask(rest); load::WARM_UP])?);
    }
    println!("memory:    {} MB at most", company::memory_mb(&server.process(), "VmHWM:")?);
    drop(server);
    themes::measure()?;
    println!("report ratio {:.2} goal {GOAL:.2}", page.ratio());
    Ok(())
}
