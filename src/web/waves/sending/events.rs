//! The stream of a sending's figures (server-sent events): the section of the page, as often as it changes.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::body::{BodySize, MessageBody};
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE};
use actix_web::{HttpResponse, rt, web};
use askama::Template;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use super::facts::Facts;
use super::live::{Live, Seen, Ticket};
use super::view::{Pause, Sending};
use crate::app::App;
use crate::db::{Conn, WaveId};
use crate::i18n::Lang;
use crate::mail::Transport;
use crate::waves::store;
use crate::web::{Admin, Error, Result};

/// Silence after which a comment is sent: proxies cut off connections on which nothing comes, most after a minute.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// The longest life of a stream. The browser comes back by itself, and is asked anew who it is.
const LONGEST_STREAM: Duration = Duration::from_mins(5);
/// After how long a browser comes back, in milliseconds.
const COME_BACK: &str = "retry: 3000\n\n";
/// Says to proxies and browsers that the stream is alive.
const ALIVE: &str = ": \n\n";
/// Events that wait for a slow reader; beyond them the sender waits and leaves out what is old by then.
const MOST_WAITING: usize = 2;

/// The section by itself.
#[derive(Template)]
#[template(path = "waves/_sending.html")]
struct Section<'a> {
    sending: &'a Sending,
}

/// What is sent on, until whoever makes it is done.
struct Events(mpsc::Receiver<String>);

impl MessageBody for Events {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<std::result::Result<web::Bytes, Self::Error>>> {
        self.0.poll_recv(cx).map(|event| event.map(|text| Ok(web::Bytes::from(text))))
    }
}

/// `GET /waves/{wave}/sending/events`: 204, which ends a browser's asking, where nothing is being sent.
///
/// # Errors
/// Not found.
pub async fn events(app: web::Data<App>, live: web::Data<Live>, admin: Admin, id: web::Path<WaveId>) -> Result {
    let (id, now) = (id.into_inner(), app.clock.now());
    let read = move |conn: &mut Conn| {
        let wave = store::find(conn, id)?.ok_or(Error::NotFound)?;
        Ok::<_, Error>(Facts::read(conn, wave, now)?)
    };
    let seen = live.see(app.clock.ticks(), app.db.read(read).await?);
    if !seen.facts.is_going() {
        return Ok(HttpResponse::NoContent().finish());
    }
    let Some(ticket) = live.ticket(admin.account.id) else {
        return Ok(HttpResponse::build(StatusCode::TOO_MANY_REQUESTS).content_type("application/json").finish());
    };
    let (sender, receiver) = mpsc::channel(MOST_WAITING);
    let reader = Reader {
        lang: admin.account.language,
        has_server: !matches!(app.transport, Transport::None),
        sending: live.watch(&app, seen),
        closing: live.closing(),
        sender,
        _ticket: ticket,
    };
    rt::spawn(reader.follow());
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/event-stream; charset=utf-8"))
        // Neither compressed nor kept on the way: what is gathered into blocks comes too late.
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header((CACHE_CONTROL, "no-store, no-transform"))
        .insert_header(("X-Accel-Buffering", "no"))
        .body(Events(receiver)))
}

/// Someone who follows a sending.
struct Reader {
    lang: Lang,
    has_server: bool,
    sending: watch::Receiver<Arc<Seen>>,
    closing: watch::Receiver<bool>,
    sender: mpsc::Sender<String>,
    _ticket: Ticket,
}

impl Reader {
    /// Sends what changes until the reader is gone, nothing waits any more or the stream has lived long enough.
    async fn follow(mut self) {
        let end = Instant::now() + LONGEST_STREAM;
        let (mut last, mut last_sent) = (String::new(), Instant::now());
        self.sending.mark_changed();
        if self.sender.send(COME_BACK.to_owned()).await.is_err() {
            return;
        }
        loop {
            tokio::select! {
                biased;
                () = self.sender.closed() => return,
                _ = self.closing.wait_for(|closing| *closing) => return,
                () = tokio::time::sleep_until(end) => return,
                // Looked at first: a sending that does not move is looked at all the time.
                () = tokio::time::sleep_until(last_sent + HEARTBEAT) => {
                    if self.sender.send(ALIVE.to_owned()).await.is_err() { return }
                    last_sent = Instant::now();
                    continue;
                }
                changed = self.sending.changed() => if changed.is_err() { return },
            }
            let seen = Arc::clone(&self.sending.borrow_and_update());
            let html = self.section(&seen);
            if html != last {
                if self.sender.send(event("sending", &html)).await.is_err() {
                    return;
                }
                (last, last_sent) = (html, Instant::now());
            }
            if !seen.facts.is_going() {
                // The browser is told not to come back.
                let _ = self.sender.send(event("end", "")).await;
                return;
            }
        }
    }

    fn section(&self, seen: &Seen) -> String {
        let sending = Sending::now(self.lang, &seen.facts, seen.per_second, self.has_server);
        Section { sending: &sending }.render().unwrap_or_else(|error| {
            tracing::error!("a sending cannot be shown: {error}");
            String::new()
        })
    }
}

/// An event with its data, each line by itself.
fn event(name: &str, data: &str) -> String {
    let lines: Vec<String> = data.lines().map(|line| format!("data: {line}")).collect();
    let lines = if lines.is_empty() { "data:".to_owned() } else { lines.join("\n") };
    format!("event: {name}\n{lines}\n\n")
}

#[cfg(test)]
mod tests {
    use super::event;

    #[test]
    fn every_line_of_an_event_is_marked_and_an_empty_one_ends_it() {
        assert_eq!(event("sending", "<p>\na</p>"), "event: sending\ndata: <p>\ndata: a</p>\n\n");
        assert_eq!(event("end", ""), "event: end\ndata:\n\n");
    }
}
