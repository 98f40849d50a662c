//! What a mail server may be asked for at most.

/// Connections that are open at the same time, unless the settings say otherwise.
const CONNECTIONS: u32 = 16;
/// The most connections that may be asked for.
const MOST_CONNECTIONS: u32 = 256;
/// Messages over one connection before it is opened anew, unless the settings say otherwise: some servers
/// hang up on the hundredth, and none likes a connection that lasts for hours.
const MESSAGES: u32 = 1_000;
/// The most that any other limit may be set to.
const MOST: u32 = 1_000_000;

/// Limits on sending; rates are in messages a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Connections at the same time.
    pub connections: u32,
    /// Messages over one connection.
    pub messages: u32,
    /// Messages a minute, to everyone together.
    pub rate: Option<u32>,
    /// Messages in hand at the same time to addresses of one domain.
    pub domain_connections: Option<u32>,
    /// Messages a minute to addresses of one domain.
    pub domain_rate: Option<u32>,
}

impl Default for Limits {
    fn default() -> Self {
        Self { connections: CONNECTIONS, messages: MESSAGES, rate: None, domain_connections: None, domain_rate: None }
    }
}

impl Limits {
    /// Sets a limit by its name; none if there is no such limit, or no such value.
    pub(super) fn set(&mut self, name: &str, value: &str) -> Option<()> {
        let number = |most: u32| value.parse().ok().filter(|number| (1..=most).contains(number));
        match name {
            "connections" => self.connections = number(MOST_CONNECTIONS)?,
            "messages" => self.messages = number(MOST)?,
            "rate" => self.rate = Some(number(MOST)?),
            "domain-connections" => self.domain_connections = Some(number(MOST_CONNECTIONS)?),
            "domain-rate" => self.domain_rate = Some(number(MOST)?),
            _ => return None,
        }
        Some(())
    }
}
