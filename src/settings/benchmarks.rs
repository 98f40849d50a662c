//! Scores of others to compare with: a list that an admin writes, one on a line, each with its source.

/// The most benchmarks.
pub const MOST_BENCHMARKS: usize = 8;
/// The longest name, in characters: it stands beside a line in a picture.
pub const LONGEST_NAME: usize = 40;
/// The longest source, in characters.
pub const LONGEST_SOURCE: usize = 200;

/// A score of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Benchmark {
    /// Whose it is.
    pub name: String,
    /// −100 to 100: what others call their eNPS, which leaves the silent out.
    pub score: i32,
    /// Where it was found.
    pub source: String,
}

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrongBenchmark {
    /// It has no name before a colon, or one that is too long.
    Name,
    /// There is no whole number from −100 to 100 behind the colon.
    Score,
    /// There is no source behind a semicolon, or one that is too long.
    Source,
    /// A line above has this name.
    Again,
    /// There are too many.
    TooMany,
}

/// All of them, in the order in which they were written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Benchmarks(Vec<Benchmark>);

impl Benchmarks {
    /// Reads a list: on each line name, colon, score, semicolon, source.
    ///
    /// ```
    /// use candor::settings::{Benchmarks, WrongBenchmark};
    /// let list = Benchmarks::read("Software: −4; A study, 2025\n\nRetail: 12;https://retail.example").unwrap();
    /// assert_eq!((list.all()[0].score, list.all()[1].source.as_str()), (-4, "https://retail.example"));
    /// assert_eq!(Benchmarks::read(&list.written()), Ok(list));
    /// assert_eq!(Benchmarks::read("Software: 4"), Err(vec![(1, WrongBenchmark::Source)]));
    /// ```
    ///
    /// # Errors
    /// Which lines are wrong, from 1, and how.
    pub fn read(text: &str) -> Result<Self, Vec<(usize, WrongBenchmark)>> {
        let (mut all, mut wrong): (Vec<Benchmark>, _) = (Vec::new(), Vec::new());
        for (row, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            match benchmark(line) {
                Err(how) => wrong.push((row, how)),
                Ok(new) if all.iter().any(|other| other.name == new.name) => wrong.push((row, WrongBenchmark::Again)),
                Ok(_) if all.len() == MOST_BENCHMARKS => wrong.push((row, WrongBenchmark::TooMany)),
                Ok(new) => all.push(new),
            }
        }
        if wrong.is_empty() { Ok(Self(all)) } else { Err(wrong) }
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Benchmark] {
        &self.0
    }

    /// As they are edited.
    #[must_use]
    pub fn written(&self) -> String {
        let line = |one: &Benchmark| format!("{}: {}; {}", one.name, one.score, one.source);
        self.0.iter().map(line).collect::<Vec<_>>().join("\n")
    }
}

fn benchmark(line: &str) -> Result<Benchmark, WrongBenchmark> {
    let (name, rest) = line.split_once(':').ok_or(WrongBenchmark::Name)?;
    let name = name.trim();
    if !(1..=LONGEST_NAME).contains(&name.chars().count()) {
        return Err(WrongBenchmark::Name);
    }
    let (score, source) = rest.split_once(';').unwrap_or((rest, ""));
    let score = score.trim().replace(['\u{2212}', '–'], "-").parse().ok().filter(|score| (-100..=100).contains(score));
    let score = score.ok_or(WrongBenchmark::Score)?;
    let source = source.trim();
    if !(1..=LONGEST_SOURCE).contains(&source.chars().count()) {
        return Err(WrongBenchmark::Source);
    }
    Ok(Benchmark { name: name.to_owned(), score, source: source.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_line_is_named() {
        use WrongBenchmark::{Again, Name, Score, Source, TooMany};
        let text = "A: 1; x\nA: 2; y\nB 3; x\n: 4; x\nC: five; x\nD: 101; x\nE: 5.5; x\nF: 6\nG: 7; ";
        let expected = [(2, Again), (3, Name), (4, Name), (5, Score), (6, Score), (7, Score), (8, Source), (9, Source)];
        assert_eq!(Benchmarks::read(text).unwrap_err(), expected);
        let many: Vec<String> = (0..=MOST_BENCHMARKS).map(|number| format!("{number}: 1; x")).collect();
        assert_eq!(Benchmarks::read(&many.join("\n")), Err(vec![(MOST_BENCHMARKS + 1, TooMany)]));
    }
}
