//! The stylesheet and what little else pages load, compiled into the binary.

use std::fmt::{self, Display, Formatter};
use std::sync::LazyLock;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use actix_web::{HttpResponse, web};
use askama::filters::HtmlSafe;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use super::{Error, Result};

#[derive(RustEmbed)]
#[folder = "static"]
struct Assets;

static STYLESHEET: LazyLock<String> = LazyLock::new(|| {
    let file = Assets::get("style.css").map(|asset| asset.data.into_owned()).unwrap_or_default();
    String::from_utf8_lossy(&file).into_owned()
});

/// `GET /assets/{name}`: never changes under one address (see [`path`]), so it is cached for a year.
///
/// # Errors
/// Not found.
pub async fn show(name: web::Path<String>) -> Result {
    let asset = Assets::get(&name).ok_or(Error::NotFound)?;
    let kind = match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    };
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, kind))
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(asset.data.into_owned()))
}

/// The address of an asset, with a mark of its content so that a new version is fetched.
#[must_use]
pub fn path(name: &str) -> String {
    let mark = Assets::get(name).map_or([0; 4], |asset| {
        let hash = asset.metadata.sha256_hash();
        [hash[0], hash[1], hash[2], hash[3]]
    });
    format!("/assets/{name}?{:08x}", u32::from_be_bytes(mark))
}

/// The stylesheet as a part of a page, for readers on a phone to whom one request less matters. It is the one thing
/// that pages write as it stands, since it comes from the program and from nobody's typing.
#[derive(Debug, Clone, Copy)]
pub struct InlineStylesheet;

impl InlineStylesheet {
    /// What the content security policy allows it by: its hash, so that no other style inside a page is applied.
    #[must_use]
    pub fn source() -> String {
        format!("'sha256-{}'", STANDARD.encode(Sha256::digest(STYLESHEET.as_bytes())))
    }
}

impl Display for InlineStylesheet {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        f.write_str(&STYLESHEET)
    }
}

impl HtmlSafe for InlineStylesheet {}
