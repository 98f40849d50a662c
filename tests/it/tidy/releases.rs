//! Rules on what a release is made from: nothing of what tests stop the program with.

use super::{files, none};

/// What is compiled in only with the fail points, and what would bring them to life.
const GUARDED: [&str; 4] = ["CANDOR_FAIL_POINT", "failpoints::arm", "mod armed", "use armed::"];
const GUARD: &str = "#[cfg(feature = \"failpoints\")]";

/// Lines of the manifest that name the feature, each with its section.
fn naming_fail_points(manifest: &str) -> Vec<(String, String)> {
    let mut section = String::new();
    let mut found = Vec::new();
    for line in manifest.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with('[') {
            line.clone_into(&mut section);
        }
        if line.contains("failpoints") {
            found.push((section.clone(), line.to_owned()));
        }
    }
    found
}

/// Lines that need the guard and have none within two lines above.
fn unguarded(text: &str) -> Vec<usize> {
    let lines: Vec<&str> = text.lines().collect();
    let needs = |line: &str| GUARDED.iter().any(|word| line.contains(word));
    let bare = (0..lines.len()).filter(|at| needs(lines[*at]) && !lines[at.saturating_sub(2)..*at].contains(&GUARD));
    bare.map(|at| at + 1).collect()
}

#[test]
fn only_tests_turn_the_fail_points_on() {
    let manifest = include_str!("../../../Cargo.toml");
    let found = naming_fail_points(manifest);
    assert_eq!(
        found,
        [("[features]".to_owned(), "failpoints = []".to_owned())],
        "no other feature and no dependency does"
    );
    assert!(!manifest.contains("default = ["), "no feature is on by itself");
}

#[test]
fn what_arms_a_fail_point_is_compiled_in_only_with_them() {
    let (mut bare, mut seen) = (Vec::new(), 0);
    for (path, text) in files("src", ".rs") {
        // The guard's inner attributes are indented.
        let text = text.lines().map(str::trim_start).collect::<Vec<_>>().join("\n");
        seen += GUARDED.iter().filter(|word| text.contains(*word)).count();
        bare.extend(unguarded(&text).into_iter().map(|line| format!("{path}:{line}")));
    }
    assert!(seen >= GUARDED.len(), "they are somewhere");
    none(bare, "a release has no fail points");
}

#[test]
fn both_checks_catch_what_they_must() {
    assert_eq!(naming_fail_points("[features]\ndefault = [\"failpoints\"]").len(), 1);
    assert_eq!(unguarded("#[arg(env = \"CANDOR_FAIL_POINT\")]"), [1]);
    assert!(unguarded(&format!("{GUARD}\n#[arg(env = \"CANDOR_FAIL_POINT\")]")).is_empty());
}
