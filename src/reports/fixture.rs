//! The worked cases of the method, for the tests of this feature.

use serde_json::Value;

use super::Counts;

/// All cases of a kind.
pub fn cases(kind: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(include_str!("../../tests/fixtures/statistics-cases.json")).unwrap();
    let cases = all[kind].as_array().unwrap().clone();
    assert!(!cases.is_empty());
    cases
}

fn people(value: &Value) -> u32 {
    u32::try_from(value.as_u64().unwrap()).unwrap()
}

/// The counts of a case; without a headcount, everyone answered.
pub fn counts(case: &Value) -> Counts {
    let psd = if case.is_array() { case } else { &case["psd"] };
    let [promoters, passives, detractors] = [0, 1, 2].map(|index| people(&psd[index]));
    let headcount = case.get("headcount").map_or(promoters + passives + detractors, people);
    Counts { headcount, promoters, passives, detractors }
}

/// Equal to the six decimals of the cases.
pub fn assert_close(figure: f64, expected: &Value) {
    let expected = expected.as_f64().unwrap();
    assert!((figure - expected).abs() <= 5.01e-7, "{figure} is not {expected}");
}
