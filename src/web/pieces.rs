//! A body in pieces, so that what several pages share is not copied, and a long page is not put together first.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use actix_web::web::Bytes;

/// The pieces, in their order; their length is known before they are sent.
pub struct Pieces {
    pieces: VecDeque<Bytes>,
    length: u64,
}

impl FromIterator<Bytes> for Pieces {
    fn from_iter<I: IntoIterator<Item = Bytes>>(pieces: I) -> Self {
        let given = pieces.into_iter();
        let mut pieces = VecDeque::with_capacity(given.size_hint().1.unwrap_or_default());
        // An empty piece would be taken for the end.
        pieces.extend(given.filter(|piece| !piece.is_empty()));
        Self { length: pieces.iter().map(|piece: &Bytes| piece.len() as u64).sum(), pieces }
    }
}

impl MessageBody for Pieces {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.length)
    }

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context) -> Poll<Option<Result<Bytes, Infallible>>> {
        Poll::Ready(self.pieces.pop_front().map(Ok))
    }
}
