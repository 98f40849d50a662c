//! What every request goes through: who asks, and refusal of what other sites ask for.

use std::net::IpAddr;

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpRequest, ResponseError, web};

use super::error::Error;
use crate::app::App;

/// Refuses state changes that another site's page asks for.
///
/// Sec-Fetch-Site decides where the browser sends it; else the Origin must be ours. A request with
/// neither comes from no browser that could be tricked. Forwarded headers are not asked: anyone can write them.
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

fn is_from_elsewhere(request: &ServiceRequest) -> bool {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return false;
    }
    let value = |name: &str| request.headers().get(name).map(HeaderValue::as_bytes);
    if let Some(site) = value("sec-fetch-site") {
        return !matches!(site, b"same-origin" | b"none");
    }
    let Some(origin) = value("origin") else { return false };
    let public = request.app_data::<web::Data<App>>().and_then(|app| app.config.public_origin());
    if let Some(public) = public {
        return origin != public.as_bytes();
    }
    let Some(host) = value("host") else { return true };
    let origin_host = origin.strip_prefix(b"https://").or_else(|| origin.strip_prefix(b"http://"));
    origin_host != Some(host)
}

/// The machine that asks: the peer, or the last address in X-Forwarded-For that is no proxy of ours,
/// if the peer is a trusted proxy.
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
