//! Two invitations of the open survey come back, as it goes in every company, so that one sees what is done about it.

use anyhow::Context;

use crate::app::App;
use crate::db::{Conn, InvitationId, PersonId, WaveId};
use crate::email::Address;
use crate::invitations::bounces::{Returns, note};
use crate::invitations::store::{addressed, of_wave};
use crate::mail::bounce::{Report, Verdict};
use crate::mail::{Failure, FailureKind};

/// Who it happens to, counted through the roster; why, and in whose words.
const RETURNED: [(usize, FailureKind, &str); 2] = [
    (41, FailureKind::Address, "550 5.1.1 Recipient address rejected: User unknown in virtual mailbox table"),
    (203, FailureKind::MailboxFull, "552 5.2.2 The mailbox is over its quota"),
];

/// Lets a mail system report them, to a return address that the demonstration has for this only.
pub(super) async fn come_back(app: &App, wave: WaveId) -> anyhow::Result<()> {
    let returns = Returns::new("bounces@survey.example.com".parse()?, &app.secret);
    let now = app.clock.now();
    let report = move |conn: &mut Conn| {
        let mut invited: Vec<(PersonId, InvitationId)> =
            of_wave(conn, wave)?.into_iter().map(|invitation| (invitation.person, invitation.id)).collect();
        invited.sort_unstable();
        for (place, kind, words) in RETURNED {
            let Some((_, id)) = invited.get(place) else { continue };
            let to = addressed(conn, &[id.uuid()])?.into_iter().next().context("nobody is invited")?;
            let recipients = vec![returns.of_invitation(*id, &Address::parse(&to.email)?)];
            let report = Report { recipients, verdict: Verdict::Hard(Failure::new(kind, words)) };
            note(conn, now, &returns, &report, None)?;
        }
        Ok::<_, anyhow::Error>(())
    };
    app.db.write(report).await
}
