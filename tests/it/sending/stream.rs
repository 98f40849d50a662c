//! The stream of a sending's figures.

use candor::db::Backend;
use candor::mail::Transport;
use reqwest::Response;

use crate::app::{TestApp, on_both};
use crate::smtp_sink::Sink;

/// Reads a stream until it says something.
async fn until(stream: &mut Response, what: &str) -> String {
    let mut read = String::new();
    while !read.contains(what) {
        let chunk = stream.chunk().await.unwrap().unwrap_or_else(|| panic!("it ended before {what}: {read}"));
        read.push_str(std::str::from_utf8(&chunk).unwrap());
    }
    read
}

impl TestApp {
    async fn stream(&self, path: &str) -> Response {
        self.client.get(self.url(&format!("{path}/sending/events"))).send().await.unwrap()
    }
}

on_both! {
    async fn a_stream_tells_how_far_it_is_and_ends_with_the_sending(app: TestApp) {
        let sink = Sink::start().await;
        let (_, path) = app.wave_to_send(4).await;
        let stranger = app.another_browser().get(app.url(&format!("{path}/sending/events"))).send().await.unwrap();
        assert_eq!(stranger.status(), 303, "only for who is signed in");
        assert_eq!(app.stream("/waves/00000000-0000-4000-8000-000000000000").await.status(), 404);

        let mut stream = app.stream(&path).await;
        let header = |name: &str| stream.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), "text/event-stream; charset=utf-8");
        assert_eq!((header("x-accel-buffering"), header("content-encoding")), ("no".to_owned(), "identity".to_owned()));
        let first = until(&mut stream, "</section>\n\n").await;
        assert!(first.starts_with("retry: 3000\n\nevent: sending\ndata: <section id=\"sending\""), "{first}");
        assert!(first.contains("0 of 4 invitations are sent"), "{first}");
        // A second reader, in another language, beside the first.
        app.post("/language", &[("language", "ru"), ("here", "/")]).await;
        let mut other = app.stream(&path).await;
        let theirs = until(&mut other, "</section>").await;
        assert!(theirs.contains("Отправлено 0 из 4 приглашений"), "{theirs}");

        app.press(&format!("{path}/sending/pause")).await;
        assert!(until(&mut stream, "Sending is paused").await.contains("data: "));
        app.press(&format!("{path}/sending/resume")).await;
        until(&mut stream, "Invitations are going out").await;
        assert_eq!(app.deliver_by(&sink).await.sent, 4);
        let last = until(&mut stream, "event: end").await;
        assert!(last.contains("Sending has ended"), "{last}");
        until(&mut other, "event: end").await;
        assert_eq!(stream.chunk().await.unwrap(), None, "and it ends");
        assert_eq!(app.stream(&path).await.status(), 204, "there is nothing to come back for");
    }
}

#[actix_web::test]
async fn one_account_has_a_few_streams_and_no_more() {
    let app = TestApp::start_with(Backend::Sqlite, Transport::None).await;
    let (_, path) = app.wave_to_send(5).await;
    let mut streams = Vec::new();
    let refused = loop {
        let mut stream = app.stream(&path).await;
        if stream.status() != 200 {
            break stream;
        }
        assert!(until(&mut stream, "</section>").await.contains("No mail server is set"), "says what holds it up");
        streams.push(stream);
    };
    assert_eq!((refused.status().as_u16(), streams.len()), (429, 12));
    assert_eq!(app.get(&path).await.status, 200, "pages are there all the same");
}
