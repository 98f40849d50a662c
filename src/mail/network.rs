//! The way to a server, and what its address says.

use std::io;
use std::net::IpAddr;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use url::Url;

/// Connects to the first of a server's addresses that answers, each within a time; without Nagle's algorithm, which
/// costs 40 ms a message.
pub(super) async fn connect(host: &str, port: u16, patience: Duration) -> io::Result<TcpStream> {
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the server's name has no address");
    let found = timeout(patience, lookup_host((host, port))).await;
    let found = found.map_err(|_| io::Error::new(io::ErrorKind::TimedOut, "the server's name: no answer"))?;
    for address in found? {
        match timeout(patience, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => {
                stream.set_nodelay(true)?;
                return Ok(stream);
            }
            Ok(Err(error)) => last = error,
            Err(_) => last = io::Error::new(io::ErrorKind::TimedOut, "no answer"),
        }
    }
    Err(last)
}

/// The host of an address in ASCII, an IP address without brackets; none where there is none, or it cannot be read.
pub(super) fn host_of(url: &Url) -> Option<String> {
    let host = decoded(url.host_str()?)?;
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let host = idna::domain_to_ascii(host).unwrap_or_else(|_| host.to_owned());
    (!host.is_empty()).then_some(host)
}

/// A part of an address without its percent signs; none where these do not make letters.
pub(super) fn decoded(part: &str) -> Option<String> {
    percent_decode_str(part).decode_utf8().ok().map(Into::into)
}

/// Whether a host is this machine, so that nobody listens in between.
pub(super) fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
