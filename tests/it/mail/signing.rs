//! Signatures (DKIM), read by a verifier that knows nothing of the signer: it is tried on the standard's example first.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use candor::clock::Clock;
use candor::mail::Transport;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, RSA_PKCS1_2048_8192_SHA256, RsaKeyPair, UnparsedPublicKey};
use sha2::{Digest, Sha256};
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;

use super::letter;
use crate::smtp_sink::Sink;

/// RFC 8463, appendix A, with the signature that is made by Ed25519.
const EXAMPLE: &str = "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n \
    d=football.example.com; i=@football.example.com;\r\n \
    q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n \
    subject : date : message-id : from : subject : date;\r\n \
    bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n \
    b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus\r\n \
    Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==\r\n\
    From: Joe SixPack <joe@football.example.com>\r\n\
    To: Suzie Q <suzie@shopping.example.net>\r\n\
    Subject: Is dinner ready?\r\n\
    Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n\
    Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n\
    \r\n\
    Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n";
const EXAMPLE_KEY: &str = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

enum Public {
    Rsa(Vec<u8>),
    Ed25519(Vec<u8>),
}

/// One space for every white space, none at the ends.
fn spaced(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the signature on top of a message holds, and for which domain and selector.
fn verify(raw: &str, key: &Public) -> Option<(String, String)> {
    let (head, body) = raw.split_once("\r\n\r\n")?;
    let unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ");
    let mut headers: Vec<(String, &str)> = Vec::new();
    for line in unfolded.split("\r\n") {
        let (name, value) = line.split_once(':')?;
        headers.push((name.trim().to_lowercase(), value));
    }
    let (name, signature) = headers.remove(0);
    let tags: HashMap<&str, String> = signature
        .split(';')
        .filter_map(|tag| tag.split_once('='))
        .map(|(tag, value)| (tag.trim(), value.split_ascii_whitespace().collect()))
        .collect();

    let lines: Vec<String> = body
        .split("\r\n")
        .map(|line| {
            let indent = if line.starts_with([' ', '\t']) && !line.trim().is_empty() { " " } else { "" };
            format!("{indent}{}", spaced(line))
        })
        .collect();
    let end = lines.iter().rposition(|line| !line.is_empty()).map_or(0, |place| place + 1);
    let canonical = lines[..end].iter().map(|line| format!("{line}\r\n")).collect::<Vec<_>>().concat();
    if STANDARD.encode(Sha256::digest(canonical)) != tags["bh"] {
        return None;
    }

    let mut signed = String::new();
    for wanted in tags["h"].to_lowercase().split(':') {
        if let Some(place) = headers.iter().rposition(|(name, _)| name == wanted) {
            let (name, value) = headers.remove(place);
            signed += &[&name, ":", &spaced(value), "\r\n"].concat();
        }
    }
    let without = &signature[..signature.rfind("b=")? + 2];
    signed += &[&name, ":", &spaced(without)].concat();
    let given = STANDARD.decode(&tags["b"]).ok()?;
    match key {
        Public::Rsa(key) => UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, key).verify(signed.as_bytes(), &given),
        Public::Ed25519(key) => UnparsedPublicKey::new(&ED25519, key).verify(&Sha256::digest(signed), &given),
    }
    .ok()?;
    Some((tags["d"].clone(), tags["s"].clone()))
}

fn fixture(name: &str) -> String {
    format!("{}/tests/fixtures/dkim/{name}.pem", env!("CARGO_MANIFEST_DIR"))
}

fn pkcs8(name: &str) -> PrivatePkcs8KeyDer<'static> {
    PrivatePkcs8KeyDer::from_pem_file(fixture(name)).unwrap()
}

#[test]
fn the_verifier_takes_the_example_of_the_standard_and_nothing_else() {
    let key = Public::Ed25519(STANDARD.decode(EXAMPLE_KEY).unwrap());
    assert_eq!(verify(EXAMPLE, &key), Some(("football.example.com".to_owned(), "brisbane".to_owned())));
    assert_eq!(verify(&EXAMPLE.replace("dinner", "lunch"), &key), None);
    assert_eq!(verify(&EXAMPLE.replace("hungry", "angry"), &key), None);
}

#[actix_web::test]
async fn a_signed_message_is_taken_for_ours_and_a_changed_one_is_not() {
    let rsa = RsaKeyPair::from_pkcs8(pkcs8("rsa").secret_pkcs8_der()).unwrap();
    let ed25519 = Ed25519KeyPair::from_pkcs8_maybe_unchecked(pkcs8("ed25519").secret_pkcs8_der()).unwrap();
    let keys = [
        ("rsa", Public::Rsa(rsa.public_key().as_ref().to_vec())),
        ("ed25519", Public::Ed25519(ed25519.public_key().as_ref().to_vec())),
    ];
    for (name, key) in keys {
        let sink = Sink::start().await;
        let mut message = letter("a");
        message.subject = "Один вопрос о компании, и он займёт у вас две минуты".to_owned();
        message.text = "A line  with spaces \n\n.\n..dots\n\n\n".to_owned();
        let by = sink.transport_with(&format!("?dkim-key={}&dkim-selector=candor", fixture(name)));
        by.send_now(&message, &Clock::system()).await.unwrap();
        let raw = String::from_utf8(sink.taken().remove(0).raw).unwrap();
        assert!(raw.lines().all(|line| line.len() < 100), "{raw}");
        assert_eq!(verify(&raw, &key), Some(("example.com".to_owned(), "candor".to_owned())), "{name}: {raw}");
        assert_eq!(verify(&raw.replacen("dots", "spots", 1), &key), None);
        assert_eq!(verify(&raw.replacen("To: a@", "To: b@", 1), &key), None);
        let (signature, rest) = raw.split_once("\r\nDate: ").unwrap();
        let forged = format!("{signature}\r\nFrom: Eve <eve@example.org>\r\nDate: {rest}");
        assert_eq!(verify(&forged, &key), None, "nobody can add a sender");
    }
    let of_another = format!("smtp://b?dkim-key={}&dkim-selector=a", "/nowhere.pem").parse::<Transport>();
    assert!(of_another.unwrap_err().to_string().contains("/nowhere.pem: No such file"));
}
