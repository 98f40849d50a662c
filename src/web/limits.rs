//! How often a door may be knocked at, per address and per machine.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::Clock as Ticks;
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};

use crate::clock::Clock;

/// Sign-ins to one address before they are slowed, and the pause for each one after.
const SIGN_INS_PER_ADDRESS: (NonZeroU32, Duration) = (NonZeroU32::new(8).unwrap(), Duration::from_mins(1));
/// The same for one machine, which may stand for an office.
const SIGN_INS_PER_MACHINE: (NonZeroU32, Duration) = (NonZeroU32::new(30).unwrap(), Duration::from_secs(10));
/// Keys above which those that are no longer slowed are forgotten.
const KEYS_KEPT: usize = 10_000;

type Limiter<K> = RateLimiter<K, DefaultKeyedStateStore<K>, ClockTicks, NoOpMiddleware<Duration>>;

/// The limits, shared by all workers of this process. Cheap to clone.
#[derive(Clone)]
pub struct Limits(Arc<Inner>);

struct Inner {
    ticks: ClockTicks,
    addresses: Limiter<String>,
    machines: Limiter<IpAddr>,
}

impl Limits {
    /// Nobody is slowed yet.
    #[must_use]
    pub fn new(clock: &Clock) -> Self {
        let ticks = ClockTicks(clock.clone());
        let addresses = limiter(SIGN_INS_PER_ADDRESS, &ticks);
        let machines = limiter(SIGN_INS_PER_MACHINE, &ticks);
        Self(Arc::new(Inner { ticks, addresses, machines }))
    }

    /// Counts one try to sign in. It counts before the password is compared, so that tries sent at
    /// once are held back too.
    ///
    /// # Errors
    /// How long to wait.
    pub fn sign_in(&self, address: &str, machine: Option<IpAddr>) -> Result<(), Duration> {
        let Inner { ticks, addresses, machines } = &*self.0;
        if addresses.len() + machines.len() > KEYS_KEPT {
            addresses.retain_recent();
            machines.retain_recent();
        }
        if let Some(machine) = machine {
            machines.check_key(&machine).map_err(|until| until.wait_time_from(ticks.now()))?;
        }
        let key = address.trim().to_lowercase();
        addresses.check_key(&key).map_err(|until| until.wait_time_from(ticks.now()))
    }
}

fn limiter<K: std::hash::Hash + Eq + Clone>((burst, pause): (NonZeroU32, Duration), ticks: &ClockTicks) -> Limiter<K> {
    let quota = Quota::with_period(pause).unwrap_or(Quota::per_minute(burst)).allow_burst(burst);
    RateLimiter::new(quota, DefaultKeyedStateStore::default(), ticks.clone())
}

/// Our clock as governor reads it.
#[derive(Debug, Clone)]
struct ClockTicks(Clock);

impl Ticks for ClockTicks {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.0.ticks()
    }
}
