//! The report page and what stands beside it: the table in every order, groups over waves, the method.

use candor::i18n::Lang;
use candor::waves::Tree;
use chrono::TimeDelta;

use super::{answers, company, number, plain, rows};
use crate::app::{TestApp, on_both};
use crate::simulated::Simulated;

/// The names of the rows of a table, as the page shows them.
fn names(page: &crate::app::Response) -> Vec<String> {
    rows(page).into_iter().map(|(_, cells)| cells[0].clone()).collect()
}

on_both! {
    async fn the_table_of_groups_is_sorted_searched_and_cut_by_its_address(app: TestApp) {
        app.sign_in().await;
        let city = Simulated::city();
        let wave = app.publish_answers("City", &city.tree, &city.answers).await;
        let at = async |query: &str| app.get(&format!("/reports/{wave}{query}")).await;
        let tree = at("").await;
        for (query, column) in [("?sort=score", 3), ("?sort=-score", 3), ("?sort=rate", 1)] {
            let page = at(query).await;
            let table = rows(&page);
            assert_eq!(table.len(), rows(&tree).len(), "{query}: nothing is lost");
            assert_eq!(table[0].1[0], "Everyone");
            let shown = table[1..].iter().take_while(|(_, cells)| cells.len() > 2);
            let value = |cells: &Vec<String>| match cells[column].split_once(" of ") {
                Some((answered, all)) => number(answered) / number(all),
                None => number(&cells[column]),
            };
            let values: Vec<f64> = shown.map(|(_, cells)| value(cells)).collect();
            assert!(values.len() > 100);
            let way = if query.contains('-') { 1.0 } else { -1.0 };
            assert!(values.windows(2).all(|pair| way * (pair[1] - pair[0]) >= 0.0), "{query}");
            let withheld: Vec<_> = table[1 + values.len()..].iter().map(|(_, cells)| cells[1].as_str()).collect();
            assert!(!withheld.is_empty() && withheld.iter().all(|words| *words == "withheld to protect answers"));
        }
        let ranked = at("?sort=score").await;
        assert!(ranked.text.contains("href=\"?sort=-score#groups\"") && ranked.text.contains("aria-sort=\"descending\""));

        let found = names(&at("?q=aNImal+control").await);
        assert!(found.len() > 2 && found.iter().all(|name| name.contains("Animal Control")), "{found:?}");
        assert!(at("?q=nobody-is-called-so").await.text.contains("0 groups found."));
        let top = rows(&at("?levels=top").await);
        assert!(top.len() > 5 && top.len() < rows(&tree).len());
        let odd = at("?sort=%22%3E&q=%22%3E%3Ci%3Eodd&levels=x").await;
        assert_eq!(odd.status, 200);
        assert!(odd.text.contains("odd\"") && !odd.text.contains("<i>odd"), "what was asked for is shown as text");
    }

    async fn groups_over_waves_show_what_each_report_published_and_no_more(app: TestApp) {
        let departments = [candor::keys::ordered_id(), candor::keys::ordered_id()];
        let tree = || {
            let mut groups = company(&[20, 20, 40]).groups().to_vec();
            groups[1].department = Some(departments[0]);
            groups[2].department = Some(departments[1]);
            Tree::new(groups)
        };
        let all = |first: &[u8], second: &[u8]| [answers(1, first), answers(2, second), answers(3, &[9; 30])].concat();
        app.publish_answers("One", &tree(), &all(&[9; 10], &[2; 10])).await;
        app.app.clock.advance(TimeDelta::days(90));
        let second = app.publish_answers("Two", &tree(), &all(&[2; 10], &[2; 3])).await;
        app.app.clock.advance(TimeDelta::days(90));
        let third = app.publish_answers("Three", &tree(), &all(&[7; 10], &[9; 12])).await;
        app.sign_in().await;
        let line = |page: &crate::app::Response, name: &str| -> Vec<String> {
            let lines = plain(page.select(".heat tbody tr"));
            let found = lines.iter().find(|line| line.starts_with(name)).unwrap_or_else(|| panic!("{name}: {lines:?}"));
            found[name.len()..].split_whitespace().map(str::to_owned).collect()
        };
        for page in [app.report_page(third).await, app.get(&format!("/reports/{third}/heatmap")).await] {
            let of_two = page.select(".heat tbody tr:nth-child(3) td");
            assert_eq!(of_two, ["\u{2212}50", "withheld, or not asked", "60"], "{}", line(&page, "Team 2").join(" "));
            assert_eq!(page.select(".heat thead a").len(), 3);
        }
        let second = app.get(&format!("/reports/{second}/heatmap")).await;
        assert_eq!(second.select(".heat thead a").len(), 2, "later waves are not told");
        let none = app.get(&format!("/reports/{third}/heatmap?q=nobody")).await;
        assert!(none.select(".heat").is_empty() && none.text.contains("0 groups found."));
    }

    async fn forty_waves_stay_legible_and_their_notes_are_marked(app: TestApp) {
        let mut last = None;
        for number in 0..40_u8 {
            let scores = [vec![9; usize::from(10 + number)], vec![1; 20]].concat();
            last = Some(app.publish_answers(&format!("Волна {number}"), &company(&[80]), &answers(1, &scores)).await);
            app.app.clock.advance(TimeDelta::days(30));
        }
        app.sign_in_in(Lang::Ru).await;
        let wave = last.unwrap();
        let note = app.post(&format!("/waves/{wave}/note"), &[("note", "Зарплаты заморожены")]).await;
        assert_eq!(note.status, 303);
        let page = app.report_page(wave).await;
        assert!(page.select("svg title").iter().any(|title| title == "Индекс за 40 волн"));
        assert_eq!(page.select(".trend circle.ring-ink").len(), 39);
        let labels = page.select(".trend text.mid.halo");
        assert!((8..=14).contains(&labels.len()), "{labels:?}");
        assert_eq!(labels.last().unwrap(), "36");
        assert!(page.text.contains("Зарплаты заморожены") && page.text.contains('¹'));
    }

    async fn the_method_is_told_step_by_step_with_the_waves_own_numbers(app: TestApp) {
        app.sign_in().await;
        let simulated = Simulated::company();
        let wave = app.publish_answers("March", &simulated.tree, &simulated.answers).await;
        let page = app.get(&format!("/reports/{wave}/method")).await;
        let steps = plain(page.select(".steps li"));
        for step in [
            "217 promoters − 537 detractors = −320",
            "100 × −320 ÷ 1,470 = −21.8, shown as −22",
            "If all were detractors: 100 × (−320 − 391) ÷ 1,470 = −48.4",
            "100 × −320 ÷ 1,079 = −29.7",
            "Share not heard: g = 391 ÷ 1,470 = 0.2660",
        ] {
            assert!(steps.contains(&step.to_owned()), "{step} is not in {steps:#?}");
        }
        assert!(page.text.contains("30 ÷ 75 = 40%") && page.text.contains("no earlier wave"));
        let anchors = app.report_page(wave).await;
        let html = scraper::Html::parse_document(&anchors.text);
        let links = scraper::Selector::parse(".facts a").unwrap();
        let ids: Vec<String> = html.select(&links).map(|a| a.value().attr("href").unwrap().split('#').nth(1).unwrap().to_owned()).collect();
        assert_eq!(ids.len(), 4);
        assert!(ids.iter().all(|id| page.text.contains(&format!("id=\"{id}\""))), "{ids:?}");

        let small = app.publish_answers("June", &company(&[20]), &answers(1, &[10; 4])).await;
        assert!(app.get(&format!("/reports/{small}/method")).await.text.contains("no numbers to put in"));
    }

    async fn the_ends_of_the_scale_are_shown_as_any_other_score(app: TestApp) {
        let worst = app.publish_answers("Worst", &company(&[40]), &answers(1, &[0; 40])).await;
        app.app.clock.advance(TimeDelta::days(90));
        let best = app.publish_answers("Best", &company(&[40]), &answers(1, &[10; 40])).await;
        app.sign_in().await;
        let page = app.report_page(worst).await;
        assert_eq!(page.select(".score p"), ["\u{2212}100", "alarming"]);
        let facts = plain(page.select(".facts dd"));
        assert!(facts[0].starts_with("nothingeveryone answered") && facts[2].starts_with("none"), "{facts:?}");
        let page = app.report_page(best).await;
        assert_eq!(page.select(".score p"), ["100", "healthy"]);
        assert!(plain(page.select("h1"))[0].starts_with("100. Up 200 since the last wave"));
        assert!(app.get(&format!("/reports/{best}/method")).await.text.contains("the interval has no width"));
    }
}
