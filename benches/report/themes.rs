//! How long it takes to read a million comments for their themes and to publish them, and the memory of it: in a process
//! of its own.

use std::process::Command;
use std::time::Instant;

use anyhow::{Result, ensure};
use candor::mail::Transport;
use candor::reports::reading::{Dictionary, Reader};

use crate::{company, stage};

/// The first argument that makes this program measure themes.
pub const THEMES: &str = "themes";
/// What people write about, some of it in the dictionary that everybody begins with.
const WORDS: [&str; 16] = [
    "зарплата",
    "salary",
    "руководитель",
    "manager",
    "команда",
    "colleagues",
    "переработки",
    "overtime",
    "офис",
    "coffee",
    "проект",
    "people",
    "карьера",
    "growth",
    "отдел",
    "meetings",
];
/// Words of a comment.
const LENGTH: u32 = 12;
/// The most memory that a process has held.
const PEAK: &str = "VmHWM:";

/// Prints what a process of its own measures.
pub fn measure() -> Result<()> {
    let output = Command::new(std::env::current_exe()?).arg(THEMES).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    print!("{}", String::from_utf8(output.stdout)?);
    Ok(())
}

/// Measures.
pub fn count() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let app = company::found(company::configuration(folder.path(), None), Transport::None)?;
    let (wave, tree) = (stage::plan_wave(&app)?, stage::tree());
    let answers = stage::answers(&tree, |number| Some(comment(number)));
    let (comments, held) = (answers.len(), company::memory_mb("self", PEAK)?);
    let dictionary = Dictionary::starter();
    let mut reader = Reader::new(&dictionary);
    let begun = Instant::now();
    let found: usize =
        answers.iter().filter_map(|answer| answer.comment.as_deref()).map(|text| reader.themes(text).len()).sum();
    let (seconds, more) = (begun.elapsed().as_secs_f64(), company::memory_mb("self", PEAK)? - held);
    ensure!(found > comments, "comments have themes");
    println!(
        "themes:    {comments} comments of {LENGTH} words read in {seconds:.1} s, {more} MB beside the {held} MB of them"
    );
    drop(reader);
    let begun = Instant::now();
    stage::publish_answers(&app, wave, tree, answers)?;
    let (seconds, peak) = (begun.elapsed().as_secs_f64(), company::memory_mb("self", PEAK)?);
    println!("published: with those themes in {seconds:.1} s, {peak} MB at most");
    Ok(())
}

/// Mostly what others write as well, and a word that nobody else writes.
fn comment(number: u32) -> String {
    let word = |place: u32| {
        let drawn = number.wrapping_mul(2_654_435_761).rotate_left(place * 2) >> 20;
        let (word, form) = (WORDS[drawn as usize % WORDS.len()], drawn / 16 % 64);
        if place.is_multiple_of(3) {
            word.to_owned()
        } else {
            format!("{word}{}", ["ами", "ный", "s", "ing"][form as usize % 4])
        }
    };
    let text = (1..LENGTH).map(word).collect::<Vec<_>>().join(" ");
    format!("{text} опечатка{number}")
}
