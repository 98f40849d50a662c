//! What every response goes through: headers, the page of an error, a line in the log, an end in time.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::{HttpRequest, HttpResponse};

use super::Page;
use super::assets::InlineStylesheet;
use super::error::{ErrorWords, GoAndSignIn, new_reference, render};
use super::page::browser_language;
use crate::i18n::Lang;

/// The longest that a request may take, from its headers to its answer: an import of 100,000 people takes less.
const LONGEST_REQUEST: Duration = Duration::from_mins(2);

/// No inline code, no style but our stylesheet's, nothing from elsewhere, no frames but our own.
static CSP: LazyLock<String> = LazyLock::new(|| {
    format!(
        "default-src 'none'; style-src 'self' {}; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
         form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'",
        InlineStylesheet::source()
    )
});

/// Answers HEAD as GET, ends what takes too long, writes the page of an error in the reader's
/// language, adds the headers that every response carries.
///
/// # Errors
/// With a page that is ready to be sent, when something around the handlers failed.
pub async fn finish(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let (began, method) = (Instant::now(), request.method().clone());
    if method == Method::HEAD {
        // The connection knows that the body is to be left out.
        request.head_mut().method = Method::GET;
    }
    let is_answering = is_answer_page(request.path());
    let reader = Reader::of(request.request(), is_answering);
    let Ok(result) = tokio::time::timeout(LONGEST_REQUEST, next.call(request)).await else {
        let html = render(reader.page(), &ErrorWords::of(StatusCode::REQUEST_TIMEOUT, None), is_answering);
        return Err(failure(html, "the request took too long", StatusCode::REQUEST_TIMEOUT));
    };
    let mut response = match result {
        Ok(response) => response.map_into_boxed_body(),
        Err(error) => {
            let status = error.as_response_error().status_code();
            let reference = new_reference();
            tracing::error!(reference, "a request could not be handled: {error}");
            let html = render(reader.page(), &ErrorWords::of(status, Some(reference)), is_answering);
            return Err(failure(html, "a request could not be handled", status));
        }
    };
    if let Some(words) = words_of(&response) {
        response = write_page(response, &words, is_answering);
    }
    come_back(&mut response);
    if let Some(above) = page_above(&response) {
        response = response.into_response(super::see(&above)).map_into_boxed_body();
    }
    add_headers(response.headers_mut());
    if !is_answering {
        let route = response.request().match_pattern().unwrap_or_default();
        let milliseconds = began.elapsed().as_millis();
        tracing::info!(%method, route, status = response.status().as_u16(), milliseconds, "request");
    }
    Ok(response)
}

/// Answer pages, and the notice that they link to, leave no line in any log.
fn is_answer_page(path: &str) -> bool {
    ["/a", "/privacy"]
        .iter()
        .any(|page| path.strip_prefix(page).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

/// Who reads an error's page, as far as the request alone tells.
enum Reader {
    /// Whoever answers: no cookie is looked at.
    Answering(Lang),
    Visitor(Box<Page>),
}

impl Reader {
    fn of(request: &HttpRequest, is_answering: bool) -> Self {
        if !is_answering {
            return Self::Visitor(Box::new(Page::public(request, "error-title")));
        }
        Self::Answering(browser_language(request).unwrap_or_default())
    }

    fn page(self) -> Page {
        match self {
            Self::Answering(lang) => Page::bare(lang, lang.say("error-title").to_string()),
            Self::Visitor(page) => *page,
        }
    }
}

/// What an error's page says; nothing if the response is no error or brings its own page.
fn words_of(response: &ServiceResponse) -> Option<ErrorWords> {
    if let Some(words) = response.response().extensions().get::<ErrorWords>() {
        return Some(words.clone());
    }
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return None;
    }
    let kind = response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    if kind.starts_with(b"text/html") || kind.starts_with(b"application/json") {
        return None;
    }
    let reference = status.is_server_error().then(new_reference);
    if let (Some(reference), Some(error)) = (&reference, response.response().error()) {
        tracing::error!(reference, "a request could not be handled: {error}");
    }
    Some(ErrorWords::of(status, reference))
}

fn write_page(response: ServiceResponse, words: &ErrorWords, is_answering: bool) -> ServiceResponse {
    let request = response.request();
    let page = if is_answering { Reader::of(request, true).page() } else { Page::of_error(request) };
    let html = render(page, words, is_answering);
    response.map_body(|head, _| {
        head.headers_mut().remove(header::CONTENT_ENCODING);
        head.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        BoxBody::new(html)
    })
}

/// Whoever is sent to sign in comes back to the page they wanted.
fn come_back(response: &mut ServiceResponse) {
    if response.response().extensions().get::<GoAndSignIn>().is_none() {
        return;
    }
    if let Some(location) = wanted(response.request()).and_then(|text| HeaderValue::from_str(&text).ok()) {
        response.headers_mut().insert(header::LOCATION, location);
    }
}

/// Where to go from an address that only takes forms: to the nearest page above it, which has the form. A page that
/// came back from such an address leads there when its language is changed, and so does a session that has ended.
fn page_above(response: &ServiceResponse) -> Option<String> {
    let request = response.request();
    let is_asked_for = *request.method() == Method::GET && response.status() == StatusCode::METHOD_NOT_ALLOWED;
    if !is_asked_for || is_answer_page(request.path()) {
        return None;
    }
    let mut path = request.path();
    while let Some((above, _)) = path.rsplit_once('/') {
        if !above.is_empty() && request.resource_map().has_resource(above) {
            return Some(above.to_owned());
        }
        path = above;
    }
    Some("/".to_owned())
}

fn wanted(request: &HttpRequest) -> Option<String> {
    use std::fmt::Write as _;
    let here = request.uri().path_and_query()?.as_str();
    if *request.method() != Method::GET || here == "/" {
        return None;
    }
    Some(here.bytes().fold("/sign-in?next=".to_owned(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
        text
    }))
}

fn add_headers(headers: &mut HeaderMap) {
    let mut default = |name: HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    default(header::CONTENT_SECURITY_POLICY, &CSP);
    default(header::CACHE_CONTROL, "no-store");
    default(header::REFERRER_POLICY, "strict-origin");
    default(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    default(header::X_FRAME_OPTIONS, "DENY");
    default(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    default(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
}

/// An error page where there is no response to write it on.
fn failure(html: String, what: &'static str, status: StatusCode) -> actix_web::Error {
    let mut response = HttpResponse::build(status).content_type("text/html; charset=utf-8").body(html);
    add_headers(response.headers_mut());
    InternalError::from_response(what, response).into()
}
