//! What every response and request goes through: headers, refusal of other sites' requests, error pages.

use std::net::IpAddr;

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpRequest, HttpResponse, ResponseError, web};

use super::error::{Error, ErrorWords, render};
use crate::app::App;

/// No inline code, nothing from elsewhere, no frames but our own.
const CSP: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
                   connect-src 'self'; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Refuses state changes that another site's page asks for.
///
/// Sec-Fetch-Site decides where the browser sends it; else the Origin must be ours. A request with
/// neither comes from no browser that could be tricked.
///
/// # Errors
/// Forbidden.
pub async fn same_origin(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<BoxBody>>, actix_web::Error> {
    if is_from_elsewhere(&request) {
        let response = Error::Forbidden.error_response();
        return Ok(request.into_response(response).map_into_boxed_body().map_into_left_body());
    }
    Ok(next.call(request).await?.map_into_boxed_body().map_into_left_body())
}

/// The machine that asks: the peer, or the last address that a trusted proxy names in X-Forwarded-For.
#[must_use]
pub fn peer(request: &HttpRequest) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip().to_canonical();
    let app = request.app_data::<web::Data<App>>()?;
    let is_proxy = |address: &IpAddr| app.config.trusted_proxy.iter().any(|proxy| proxy.to_canonical() == *address);
    if !is_proxy(&peer) {
        return Some(peer);
    }
    let headers = request.headers().get_all(header::X_FORWARDED_FOR);
    let hops: Vec<&str> = headers.filter_map(|value| value.to_str().ok()).flat_map(|text| text.split(',')).collect();
    let named = hops.into_iter().rev().map_while(|hop| hop.trim().parse::<IpAddr>().ok());
    named.map(|address| address.to_canonical()).find(|address| !is_proxy(address)).or(Some(peer))
}

fn is_from_elsewhere(request: &ServiceRequest) -> bool {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return false;
    }
    let value = |name: &str| request.headers().get(name).map(HeaderValue::as_bytes);
    if let Some(site) = value("sec-fetch-site") {
        return !matches!(site, b"same-origin" | b"none");
    }
    let Some(origin) = value("origin") else { return false };
    let host = request.connection_info().host().to_owned();
    let ours = [format!("http://{host}"), format!("https://{host}")];
    !ours.iter().any(|our| our.as_bytes() == origin)
}

/// Adds the headers that every response carries, and writes the page of an error.
///
/// # Errors
/// Those of the handler.
pub async fn finish(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let mut response = next.call(request).await?.map_into_boxed_body();
    let words = response.response().extensions().get::<ErrorWords>().cloned();
    if let Some(words) = words {
        let html = render(response.request(), &words);
        let status = response.status();
        let page = HttpResponse::build(status).content_type("text/html; charset=utf-8").body(html);
        response = ServiceResponse::new(response.request().clone(), page);
    }
    let headers = response.headers_mut();
    let mut default = |name: header::HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    default(header::CONTENT_SECURITY_POLICY, CSP);
    default(header::CACHE_CONTROL, "no-store");
    default(header::REFERRER_POLICY, "strict-origin");
    default(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    default(header::X_FRAME_OPTIONS, "DENY");
    default(header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    Ok(response)
}
