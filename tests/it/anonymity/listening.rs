//! Everything that is logged, down to the finest, while a test listens.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, Once, PoisonError};

use tracing_subscriber::Layer;
use tracing_subscriber::filter::dynamic_filter_fn;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// What one test hears.
type Heard = Arc<Mutex<Vec<u8>>>;

/// Who listens now: tests run beside each other, and each hears what all of them log.
static LISTENERS: Mutex<Vec<Heard>> = Mutex::new(Vec::new());

/// How many these are.
static LISTENING: AtomicUsize = AtomicUsize::new(0);

struct Log;

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for heard in LISTENERS.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            heard.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Hears the log for as long as it lives.
pub struct Listener(Heard);

impl Listener {
    pub fn start() -> Self {
        static SUBSCRIBED: Once = Once::new();
        SUBSCRIBED.call_once(|| {
            // Writing every line of every test would cost as much as the tests themselves.
            let somebody_listens = dynamic_filter_fn(|_, _| LISTENING.load(Ordering::SeqCst) > 0);
            let log = fmt::layer().with_writer(|| Log).with_ansi(false).with_filter(somebody_listens);
            tracing_subscriber::registry().with(log).init();
        });
        let heard = Heard::default();
        LISTENERS.lock().unwrap_or_else(PoisonError::into_inner).push(heard.clone());
        LISTENING.fetch_add(1, Ordering::SeqCst);
        Self(heard)
    }

    /// All that was logged since the start.
    pub fn heard(&self) -> Vec<u8> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// All that was logged since the last time.
    pub fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        LISTENING.fetch_sub(1, Ordering::SeqCst);
        LISTENERS.lock().unwrap_or_else(PoisonError::into_inner).retain(|heard| !Arc::ptr_eq(heard, &self.0));
    }
}
