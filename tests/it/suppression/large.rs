//! Large companies that are asked again after each reorganisation, and a solver that reads every page and export of
//! them: what neither report tells, both together must not tell either.

use std::collections::{BTreeMap, HashMap};

use candor::db::WaveId;
use candor::reports::{Figures, PublishedReport, RowKind, Score, store};
use chrono::TimeDelta;

use super::companies::Company;
use super::rendered::{self, BALANCE, KINDS, Line, Of, RESPONDENTS};
use super::system::{Aims, Cells, System, Told, atoms};
use super::{THRESHOLD, waves_to_draw};
use crate::anonymity::random::Random;
use crate::app::{TestApp, on_both};

/// Comments and distributions need so many answers.
const FINE_THRESHOLD: i64 = 10;

/// A wave and what is read of its report.
pub struct Wave {
    pub id: WaveId,
    pub company: Company,
    pub lines: Vec<Line>,
    /// By how much scores moved, by group, as the page says.
    changes: Vec<(i32, i64)>,
}

impl Wave {
    pub async fn publish(app: &TestApp, company: Company) -> Self {
        let id = app.publish_answers("Drawn", &company.tree, &company.answers()).await;
        let (lines, changes) = read(app, id, &company).await;
        app.app.clock.advance(TimeDelta::minutes(1));
        Self { id, company, lines, changes }
    }

    /// A group by its own name; everyone by the page's word for them.
    fn named(&self, name: &str) -> i32 {
        let groups = self.company.tree.groups();
        groups.iter().find(|group| group.name == name || group.number == 0 && name == "Everyone").unwrap().number
    }

    /// What a line is about: a group's number, and whether it is the rest of it.
    pub fn numbered(&self, of: &Of) -> (i32, bool) {
        let numbers = self.company.by_path();
        match of {
            Of::Group(path) => (numbers[path], false),
            Of::Rest(path) => (numbers[path], true),
        }
    }

    fn shown(&self) -> Vec<i32> {
        let numbers = self.company.by_path();
        let groups = self.lines.iter().filter(|line| line.is_shown()).filter_map(|line| match &line.of {
            Of::Group(path) => Some(numbers[path]),
            Of::Rest(_) => None,
        });
        groups.collect()
    }

    /// Groups with answers enough.
    fn large(&self) -> usize {
        let groups = self.company.tree.groups().iter();
        groups.filter(|group| self.company.counts(group.number).respondents() >= THRESHOLD).count()
    }
}

/// Page and exports of a report, which must show the same rows.
async fn read(app: &TestApp, id: WaveId, company: &Company) -> (Vec<Line>, Vec<(i32, i64)>) {
    let (mut lines, page) = (rendered::table(&app.report_csv(id).await), rendered::page(&app.report_page(id).await));
    assert_eq!(rendered::table(&app.report_workbook(id, "Groups").await), lines, "both tables are the same");
    let document = rendered::document(&app.get(&format!("/reports/{id}/report.json")).await.text);
    assert_eq!(document.len(), lines.len());
    for (line, other) in lines.iter_mut().zip(document) {
        line.was = other.was;
        assert_eq!(Line { before: line.before, ..other }, *line, "the document has the same figures");
    }
    let numbers = company.by_path();
    let exported = lines.iter().map(|line| match &line.of {
        Of::Group(path) => (numbers[path], false, line.is_shown()),
        Of::Rest(path) => (numbers[path], true, line.is_shown()),
    });
    let shown: Vec<_> = page.iter().map(|row| (row.group, row.is_rest, row.is_shown)).collect();
    assert_eq!(exported.collect::<Vec<_>>(), shown);
    (lines, page.iter().filter_map(|row| Some((row.group, row.change?))).collect())
}

/// What two reports tell together.
pub fn together(waves: [&Wave; 2]) -> System {
    let mut system = System::default();
    for (index, wave) in waves.iter().enumerate() {
        for group in wave.company.tree.groups().iter().filter(|group| group.direct_headcount > 0) {
            system.people.insert((index, group.number), group.direct_headcount.into());
        }
        for (line, cells) in wave.lines.iter().zip(sets(wave, index, |_| true)) {
            match line.kinds() {
                Some(kinds) => system.known.push((cells, kinds)),
                None => system.told.extend(line.figures.iter().map(|(kinds, people)| Told {
                    cells: cells.clone(),
                    kinds: *kinds,
                    low: *people,
                    high: *people,
                })),
            }
        }
    }
    system.told.extend(compared(waves));
    system
}

/// What the second report says of the first wave: scores before, and changes.
fn compared(waves: [&Wave; 2]) -> Vec<Told> {
    let [before, after] = waves;
    let numbers = after.company.by_path();
    let mut told = Vec::new();
    for line in &after.lines {
        let Of::Group(path) = &line.of else {
            assert_eq!(line.before, None, "the rest of a group is another one each time");
            continue;
        };
        let Some(group) = after.company.same_in(numbers[path], &before.company) else {
            assert_eq!(line.before, None, "{path} was not there before");
            continue;
        };
        let scored = |low: f64, high: f64| between(before, 0, group, low, high);
        told.extend(line.before.map(|(low, high)| scored(low, high)));
        let each = KINDS.iter().zip(line.was.into_iter().flatten());
        let cells = cells(before, 0, group);
        told.extend(each.map(|(kinds, people)| Told {
            cells: cells.clone(),
            kinds: *kinds,
            low: people,
            high: people,
        }));
        let change = after.changes.iter().find(|(changed, _)| *changed == numbers[path]).map(|(_, points)| *points);
        let now = after.company.counts(numbers[path]).score().map(Score::whole);
        told.extend(change.zip(now).map(|(change, now)| {
            let was = as_points(now - change);
            scored(was - 0.5, was + 0.5)
        }));
    }
    told
}

/// What the pages beside the reports say of both waves: the comparison, and the groups over time.
pub async fn beside(app: &TestApp, waves: [&Wave; 2]) -> [Vec<Told>; 2] {
    let [before, after] = waves;
    let (mut told, mut scores) = (Vec::new(), Vec::new());
    let compared = app.get(&format!("/reports/compare?a={}&b={}", before.id, after.id)).await;
    for (name, sides) in rendered::comparison(&compared) {
        for ((index, wave), (answered, points)) in (0..).zip(waves).zip(sides) {
            let group = wave.named(&name);
            told.push(Told { cells: cells(wave, index, group), kinds: RESPONDENTS, low: answered, high: answered });
            told.push(between(wave, index, group, as_points(points) - 0.5, as_points(points) + 0.5));
        }
    }
    for page in 1..=2 {
        let page = app.get(&format!("/reports/{}/heatmap?page={page}", after.id)).await;
        for (name, points) in rendered::over_time(&page) {
            let [.., was, is] = points.as_slice() else { panic!("two waves: {points:?}") };
            for ((index, wave), points) in (0..).zip(waves).zip([was, is]) {
                let Some(points) = points.map(as_points) else { continue };
                scores.push(between(wave, index, wave.named(&name), points - 0.5, points + 0.5));
            }
        }
    }
    assert!(told.len() > 10 && scores.len() > 10, "both pages tell something");
    [told, scores]
}

/// The people under a group of a wave.
fn cells(wave: &Wave, index: usize, group: i32) -> Cells {
    wave.company.under(group).into_iter().map(|cell| (index, cell)).collect()
}

/// A group whose score lies between some points.
fn between(wave: &Wave, index: usize, group: i32, low: f64, high: f64) -> Told {
    let people = f64::from(wave.company.counts(group).headcount);
    let (low, high) = ((low * people / 100.0 - 1e-9).ceil(), (high * people / 100.0 + 1e-9).floor());
    Told { cells: cells(wave, index, group), kinds: BALANCE, low: whole(low), high: whole(high) }
}

/// The people that each line of a report is about; where it is the rest of a group, without those of the groups inside
/// of it whose line is `told`.
pub fn sets(wave: &Wave, index: usize, told: impl Fn(&Line) -> bool) -> Vec<Cells> {
    let numbers = wave.company.by_path();
    let cells = |group: i32| cells(wave, index, group);
    let is_told = |line: &&Line| line.is_shown() && told(line);
    let shown: Vec<Cells> = wave
        .lines
        .iter()
        .filter(is_told)
        .filter_map(|line| match &line.of {
            Of::Group(path) => Some(cells(numbers[path])),
            Of::Rest(_) => None,
        })
        .collect();
    let of = |line: &Line| match &line.of {
        Of::Group(path) => cells(numbers[path]),
        Of::Rest(path) => {
            let whole = cells(numbers[path]);
            let inside = shown.iter().filter(|group| group.is_subset(&whole) && **group != whole);
            inside.fold(whole.clone(), |rest, group| rest.difference(group).copied().collect())
        }
    };
    wave.lines.iter().map(of).collect()
}

pub fn exposed(waves: [&Wave; 2], system: &System) -> Option<String> {
    let mut respondents = BTreeMap::new();
    let mut groups = Vec::new();
    for (index, wave) in waves.iter().enumerate() {
        for group in wave.company.tree.groups() {
            respondents.insert((index, group.number), wave.company.direct_counts(group.number).respondents().into());
            groups.push(cells(wave, index, group.number));
        }
    }
    system.exposes(&Aims { groups: &groups, respondents: &respondents, threshold: THRESHOLD.into() })
}

/// Answers by score are told in a coarser table of their own: nothing below ten follows from it.
fn assert_distributions_are_of_ten(wave: &Wave) {
    let has_distribution = |line: &Line| line.distribution.is_some();
    let sets = sets(wave, 0, has_distribution);
    let known = wave.lines.iter().zip(sets).filter_map(|(line, cells)| Some((cells, line.distribution.clone()?)));
    let atoms = atoms(known.collect());
    assert!(!atoms.is_empty());
    for atom in atoms {
        let answered = atom.iter().map(|cell| i64::from(wave.company.direct_counts(cell.1).respondents()));
        assert!(answered.sum::<i64>() >= FINE_THRESHOLD, "the distribution of {atom:?} follows");
    }
}

/// The report of a wave, made to tell too much, in another wave's place; read as every report is.
pub async fn leaky(app: &TestApp, wave: &Wave, leak: impl FnOnce(&mut PublishedReport) + Send + 'static) -> Wave {
    let (of, id) = (wave.id, app.plan(app.draft("Leaky")).await);
    let work = app.app.db.write(move |conn| {
        let mut report = store::find(conn, of)?.unwrap();
        report.headline.wave = id;
        leak(&mut report);
        store::save(conn, &report)
    });
    work.await.unwrap();
    let company = wave.company.clone();
    let (lines, changes) = read(app, id, &company).await;
    Wave { id, company, lines, changes }
}

/// Every group with answers enough is shown, and nothing covers for the others.
pub fn uncover(company: &Company, report: &mut PublishedReport) {
    report.rows.retain(|row| row.kind == RowKind::Group);
    for row in &mut report.rows {
        let counts = company.counts(row.group);
        let figures = Figures { counts, before: None, distribution: None };
        row.figures = (counts.respondents() >= THRESHOLD).then_some(figures);
    }
}

#[expect(clippy::cast_possible_truncation, reason = "people are few")]
pub fn whole(people: f64) -> i64 {
    people as i64
}

fn as_points(points: i64) -> f64 {
    f64::from(i32::try_from(points).unwrap())
}

/// Waves of a company on each database: a sixteenth of those drawn for the exhaustive search, and one.
fn waves_to_solve() -> u32 {
    waves_to_draw() / 16 + 1
}

on_both! {
    async fn a_solver_works_out_nothing_small_of_a_large_company_nor_around_its_reorganisations(app: TestApp) {
        app.sign_in().await;
        let mut random = Random(5);
        let mut waves: Vec<Wave> = Vec::new();
        for _ in 0..waves_to_solve() {
            let company = match waves.last() {
                Some(wave) => wave.company.reorganised(&mut random),
                None => Company::draw(&mut random),
            };
            waves.push(Wave::publish(&app, company).await);
        }
        let withdrawn = waves.iter().filter(|wave| wave.shown().len() < wave.large()).count();
        assert!(withdrawn * 10 >= 3 * waves.len(), "{withdrawn} of {} need cover", waves.len());
        waves.iter().for_each(assert_distributions_are_of_ten);
        for pair in waves.windows(2) {
            let waves = [&pair[0], &pair[1]];
            let mut system = together(waves);
            system.told.extend(beside(&app, waves).await.concat());
            assert!(system.told.iter().filter(|told| told.cells.len() > 1).count() > 5, "some groups are compared");
            assert_eq!(exposed(waves, &system), None);
        }

        let [.., before, after] = waves.as_slice() else { panic!("two waves") };
        // Without cover for small groups.
        let company = after.company.clone();
        let bare = leaky(&app, after, move |report| uncover(&company, report)).await;
        let waves = [before, &bare];
        assert!(exposed(waves, &together(waves)).is_some(), "without cover a small group follows");

        // With scores before of groups that were withheld then.
        let hidden: HashMap<_, _> = {
            let shown = before.shown();
            let groups = before.company.tree.groups().iter().filter(|group| !shown.contains(&group.number));
            groups.map(|group| (group.department, before.company.counts(group.number))).collect()
        };
        let compared = leaky(&app, after, move |report| {
            for row in report.rows.iter_mut().filter(|row| row.kind == RowKind::Group) {
                let was = hidden.get(&row.department).copied();
                row.figures.iter_mut().for_each(|figures| figures.before = figures.before.or(was));
            }
        }).await;
        let waves = [before, &compared];
        assert!(exposed(waves, &together(waves)).is_some(), "a score of a wave that withheld it pins a figure of that wave");

        // With the number of those who answered in withheld groups.
        let mut rates = together([before, after]);
        for (line, cells) in after.lines.iter().zip(sets(after, 1, |_| true)).filter(|(line, _)| !line.is_shown()) {
            assert!(matches!(line.of, Of::Group(_)));
            let answered = cells.iter().map(|cell| i64::from(after.company.direct_counts(cell.1).respondents())).sum();
            rates.told.push(Told { cells, kinds: RESPONDENTS, low: answered, high: answered });
        }
        assert!(exposed([before, after], &rates).is_some(), "how many answered in a withheld group is a figure too");
    }
}
