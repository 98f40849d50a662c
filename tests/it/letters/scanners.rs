//! Gateways and mail programs that open every link, in whatever way: nothing changes.

use reqwest::Method;

use crate::app::{TestApp, on_both};

/// Who opens links without anybody asking.
const AGENTS: [&str; 5] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36",
    "Barracuda Sentinel (EE)",
    "facebookexternalhit/1.1",
    "",
    "\u{7f}() { :; }; curl/0.0 ../../etc/passwd %00%s",
];

on_both! {
    async fn links_that_are_opened_over_and_over_change_nothing(app: TestApp) {
        app.introduce("Meridian", "hr@meridian.example").await;
        app.hire(&[("Sales", 6)]).await;
        let wave = app.launch_wave("March").await;
        app.deliver().await;
        let links = app.links(wave).await;
        let (before, files) = (app.dump().await, app.other_files());
        for link in &links {
            for agent in AGENTS {
                for method in [Method::GET, Method::HEAD, Method::GET, Method::OPTIONS] {
                    let url = app.url(&format!("{}?lang=en&utm_source=scan&score=3", link.path()));
                    let request = app.client.request(method.clone(), url).header("Referer", "https://gateway.example/");
                    let agent = reqwest::header::HeaderValue::from_bytes(agent.as_bytes());
                    let request = agent.ok().into_iter().fold(request, |request, agent| request.header("User-Agent", agent));
                    let reply = crate::app::read(request.send().await.unwrap()).await;
                    assert!(reply.status == 200 || method == Method::OPTIONS, "{method}: {}", reply.status);
                    assert_eq!(reply.select("[checked]").len(), 0, "no score is chosen, whatever the address says");
                    assert_eq!(reply.header("set-cookie"), "");
                }
            }
        }
        assert_eq!((app.dump().await, app.other_files()), (before, files));
        assert_eq!(app.ballots(wave).await, 0);
        assert_eq!(app.answer(&links[0], 3, "").await.status, 200, "and the link still works for whom it is");
    }
}
