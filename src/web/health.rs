//! `/healthz`: whether this installation is in order, for a machine.

use std::sync::Arc;
use std::time::Duration;

use actix_web::{HttpResponse, web};
use serde_json::json;
use tokio::sync::Mutex;

use super::Result;
use crate::app::App;
use crate::server::health::{self, Finding, State};

/// A finding is told again for so long: whoever asks often makes the mail server no work.
const KEPT: Duration = Duration::from_secs(10);

/// When it was looked, by the clock's ticks, and what was found.
type Looked = (Duration, Vec<Finding>);

/// What was found last, and when by the clock's ticks; shared by all workers.
#[derive(Clone, Default)]
pub struct LastHealth(Arc<Mutex<Option<Looked>>>);

impl LastHealth {
    async fn get(&self, app: &App) -> Vec<Finding> {
        let mut last = self.0.lock().await;
        let now = app.clock.ticks();
        if let Some((then, findings)) = &*last
            && now.saturating_sub(*then) < KEPT
        {
            return findings.clone();
        }
        let findings = health::examine(app).await;
        *last = Some((now, findings.clone()));
        findings
    }
}

/// `GET /healthz`: 200, or 503 if something is wrong. Names no folder, server, wave or person.
///
/// # Errors
/// None.
pub async fn show(app: web::Data<App>, last: web::Data<LastHealth>) -> Result {
    let findings = last.get(&app).await;
    let worst = health::worst(&findings);
    let checks: serde_json::Map<String, serde_json::Value> =
        findings.iter().map(|finding| (finding.what.replace(' ', "-"), json!(finding.state.word()))).collect();
    let mut response = if worst == State::Wrong { HttpResponse::ServiceUnavailable() } else { HttpResponse::Ok() };
    Ok(response.json(json!({ "status": worst.word(), "checks": checks })))
}
