//! A signature over a message (RFC 6376, 8463), by which its receiver sees that our domain stands for it.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use sha2::{Digest, Sha256};
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;

use crate::db::Moment;

/// The headers that are signed. Those that come twice are signed as absent beyond the one that is there, so that
/// nobody can add another.
const SIGNED: [&str; 15] = [
    "from",
    "to",
    "reply-to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "content-type",
    "content-language",
    "auto-submitted",
    "from",
    "to",
    "reply-to",
    "subject",
    "date",
];
/// Characters of the signature in one line of its header.
const LINE: usize = 70;

/// Signs messages for a domain.
#[derive(Clone)]
pub(super) struct Dkim {
    key: Arc<Key>,
    selector: String,
    /// None: the domain of the sender's address.
    domain: Option<String>,
}

enum Key {
    Rsa(RsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl Dkim {
    /// Reads an RSA or Ed25519 key as `openssl genpkey` and `openssl genrsa` write it.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub(super) fn open(file: &Path, selector: &str, domain: Option<&str>) -> Result<Self, String> {
        let wrong = |why: &dyn std::fmt::Display| format!("{}: {why}", file.display());
        let pem = std::fs::read(file).map_err(|error| wrong(&error))?;
        let key = match PrivateKeyDer::from_pem_slice(&pem).map_err(|error| wrong(&error))? {
            PrivateKeyDer::Pkcs1(der) => RsaKeyPair::from_der(der.secret_pkcs1_der()).map(Key::Rsa),
            PrivateKeyDer::Pkcs8(der) => {
                let der = der.secret_pkcs8_der();
                let ed25519 = Ed25519KeyPair::from_pkcs8_maybe_unchecked(der).map(Key::Ed25519);
                ed25519.or_else(|_| RsaKeyPair::from_pkcs8(der).map(Key::Rsa))
            }
            _ => return Err(wrong(&"this is no RSA or Ed25519 key")),
        };
        let key = Arc::new(key.map_err(|error| wrong(&error))?);
        Ok(Self { key, selector: selector.to_owned(), domain: domain.map(str::to_owned) })
    }

    /// The header that signs a message, which is as it goes into DATA.
    pub(super) fn header(&self, message: &str, sender_domain: &str, now: Moment) -> String {
        let (head, body) = message.split_once("\r\n\r\n").unwrap_or((message, ""));
        let domain = self.domain.as_deref().unwrap_or(sender_domain);
        let algorithm = match *self.key {
            Key::Rsa(_) => "rsa-sha256",
            Key::Ed25519(_) => "ed25519-sha256",
        };
        let mut header = format!(
            "DKIM-Signature: v=1; a={algorithm}; c=relaxed/relaxed;\r\n d={domain}; s={};\r\n t={}; h={};\r\n bh={};\r\n b=",
            self.selector,
            now.and_utc().timestamp(),
            SIGNED.join(":").replacen(":message-id", ":\r\n message-id", 1).replacen(
                ":auto-submitted",
                ":\r\n auto-submitted",
                1
            ),
            STANDARD.encode(hash_of_body(body)),
        );
        let mut signed = signed_headers(head, &SIGNED);
        signed.push_str(&relaxed(&header));
        let signature = STANDARD.encode(self.sign(signed.as_bytes()));
        for (place, line) in signature.as_bytes().chunks(LINE).enumerate() {
            let _ = write!(header, "{}{}", if place == 0 { "" } else { "\r\n " }, String::from_utf8_lossy(line));
        }
        header.push_str("\r\n");
        header
    }

    fn sign(&self, text: &[u8]) -> Vec<u8> {
        match &*self.key {
            Key::Rsa(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                // It fails only where the place for the signature has another length.
                let _ = key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature);
                signature
            }
            // RFC 8463 signs the hash, not the text.
            Key::Ed25519(key) => key.sign(&Sha256::digest(text)).as_ref().to_vec(),
        }
    }
}

/// Of those headers that are there the last first (RFC 6376, 5.4.2), each in the relaxed form with its line's end.
fn signed_headers(head: &str, names: &[&str]) -> String {
    let mut headers: Vec<String> = Vec::new();
    for line in head.split("\r\n") {
        match headers.last_mut() {
            Some(header) if line.starts_with([' ', '\t']) => *header += line,
            _ => headers.push(line.to_owned()),
        }
    }
    let mut signed = String::new();
    for name in names {
        let is_it =
            |header: &String| header.split(':').next().is_some_and(|found| found.trim().eq_ignore_ascii_case(name));
        if let Some(place) = headers.iter().rposition(is_it) {
            signed.push_str(&relaxed(&headers.remove(place)));
            signed.push_str("\r\n");
        }
    }
    signed
}

/// A header in the relaxed form (RFC 6376, 3.4.2), without its line's end.
fn relaxed(header: &str) -> String {
    let (name, value) = header.split_once(':').unwrap_or((header, ""));
    let words: Vec<&str> = value.split([' ', '\t', '\r', '\n']).filter(|word| !word.is_empty()).collect();
    format!("{}:{}", name.trim().to_ascii_lowercase(), words.join(" "))
}

/// The hash of a body in the relaxed form (RFC 6376, 3.4.4); the dots that DATA doubles count once.
fn hash_of_body(body: &str) -> [u8; 32] {
    let (mut hash, mut empty_lines, mut canonical) = (Sha256::new(), 0_usize, String::new());
    // A dot alone is the end: in a message it would be two.
    for line in body.split_terminator("\r\n").take_while(|line| *line != ".") {
        let line = line.strip_prefix('.').unwrap_or(line).trim_end_matches([' ', '\t']);
        if line.is_empty() {
            empty_lines += 1;
            continue;
        }
        canonical.extend(std::iter::repeat_n("\r\n", std::mem::take(&mut empty_lines)));
        let mut was_space = false;
        for c in line.chars() {
            let is_space = matches!(c, ' ' | '\t');
            if !(is_space && was_space) {
                canonical.push(if is_space { ' ' } else { c });
            }
            was_space = is_space;
        }
        canonical.push_str("\r\n");
        hash.update(&canonical);
        canonical.clear();
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The message of RFC 8463, appendix A, and what its signature's header says.
    const MESSAGE: &str = "From: Joe SixPack <joe@football.example.com>\r\n\
        To: Suzie Q <suzie@shopping.example.net>\r\n\
        Subject: Is dinner ready?\r\n\
        Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n\
        Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n\r\n\
        Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n";
    const HEADER: &str = "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n \
        d=football.example.com; i=@football.example.com;\r\n \
        q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n \
        subject : date : message-id : from : subject : date;\r\n \
        bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n b=";
    const NAMES: [&str; 8] = ["from", "to", "subject", "date", "message-id", "from", "subject", "date"];
    const SEED: &str = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";
    const PUBLIC: &str = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    const SIGNATURE: &str = "/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==";

    #[test]
    fn the_example_of_the_standard_gets_the_signature_of_the_standard() {
        let (head, body) = MESSAGE.split_once("\r\n\r\n").unwrap();
        assert_eq!(STANDARD.encode(hash_of_body(body)), "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=");
        let (seed, public) = (STANDARD.decode(SEED).unwrap(), STANDARD.decode(PUBLIC).unwrap());
        let key = Ed25519KeyPair::from_seed_and_public_key(&seed, &public).unwrap();
        let dkim = Dkim { key: Arc::new(Key::Ed25519(key)), selector: "brisbane".to_owned(), domain: None };
        let signed = format!("{}{}", signed_headers(head, &NAMES), relaxed(HEADER));
        assert_eq!(STANDARD.encode(dkim.sign(signed.as_bytes())), SIGNATURE);
    }

    #[test]
    fn white_space_and_empty_lines_at_the_end_do_not_count_and_doubled_dots_count_once() {
        let hash = hash_of_body("a  b\t \r\n\r\n.\r\n");
        assert_eq!(hash, hash_of_body("a b\r\n"));
        assert_eq!(hash_of_body("..\r\n.\r\n"), <[u8; 32]>::from(Sha256::digest(".\r\n")));
        assert_eq!(hash_of_body("\r\n\r\n"), <[u8; 32]>::from(Sha256::digest("")));
    }
}
