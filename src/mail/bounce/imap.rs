//! A mailbox on an IMAP server (RFC 9051 and RFC 3501). Messages are looked at without a mark, and marked as seen
//! once they are settled; nothing is moved or deleted.

use std::sync::Arc;

use async_imap::{Client, Session};
use futures_util::{StreamExt, TryStreamExt};

use super::MOST_BYTES;
use super::source::{MOST_AT_ONCE, ReadError, Security, Server, Settled};
use super::stream::{Wire, connect, encrypt, patiently};

/// An open folder with what was unseen when it was opened.
pub struct Imap {
    server: Arc<Server>,
    session: Session<Wire>,
    /// The last is the next.
    unseen: Vec<u32>,
    current: Option<u32>,
}

fn said(error: async_imap::error::Error) -> ReadError {
    ReadError(error.to_string())
}

impl Imap {
    pub(super) async fn open(server: Arc<Server>) -> Result<Self, ReadError> {
        let mut client = Client::new(connect(&server).await?);
        let greeting = patiently(&server, client.read_response()).await?;
        greeting
            .map_err(|error| ReadError::new("the connection", error))?
            .ok_or(ReadError("no greeting".to_owned()))?;
        if server.security == Security::Required {
            patiently(&server, client.run_command_and_check_ok("STARTTLS", None))
                .await?
                .map_err(|error| ReadError::new("STARTTLS", error))?;
            client = Client::new(encrypt(&server, client.into_inner()).await?);
        }
        let signed_in = patiently(&server, client.login(&server.user, server.password.as_str())).await?;
        let mut session = signed_in.map_err(|(error, _)| ReadError::new("signing in", error))?;
        let folder = patiently(&server, session.select(&server.folder)).await?;
        folder.map_err(|error| ReadError::new(&format!("folder {}", server.folder), error))?;
        let unseen = patiently(&server, session.uid_search("UNSEEN")).await?.map_err(said)?;
        let mut unseen: Vec<u32> = unseen.into_iter().collect();
        unseen.sort_unstable();
        unseen.truncate(MOST_AT_ONCE);
        unseen.reverse();
        Ok(Self { server, session, unseen, current: None })
    }

    pub(super) async fn next(&mut self) -> Result<Option<Vec<u8>>, ReadError> {
        while let Some(uid) = self.unseen.pop() {
            let query = format!("(UID BODY.PEEK[]<0.{MOST_BYTES}>)");
            let fetched = async {
                let all: Vec<_> = self.session.uid_fetch(uid.to_string(), query).await?.try_collect().await?;
                Ok(all.iter().find_map(|one| one.body().map(<[u8]>::to_vec)))
            };
            // It may have been deleted meanwhile.
            if let Some(raw) = patiently(&self.server, fetched).await?.map_err(said)? {
                self.current = Some(uid);
                return Ok(Some(raw));
            }
        }
        Ok(None)
    }

    pub(super) async fn settle(&mut self, settled: Settled) -> Result<(), ReadError> {
        let Some(uid) = self.current.take().filter(|_| settled != Settled::Later) else { return Ok(()) };
        let marked = async {
            let answers = self.session.uid_store(uid.to_string(), "+FLAGS.SILENT (\\Seen)").await?;
            let mut answers = std::pin::pin!(answers);
            while let Some(answer) = answers.next().await {
                answer?;
            }
            Ok(())
        };
        patiently(&self.server, marked).await?.map_err(said)
    }

    pub(super) async fn close(mut self) -> Result<(), ReadError> {
        patiently(&self.server.clone(), self.session.logout()).await?.map_err(said)
    }
}
