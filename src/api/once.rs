//! Writes beside the writer, such as keys and users: once for a request id.

use crate::app::App;
use crate::auth::Actor;
use crate::problem::Problem;
use quittance_store::RequestKey;
use quittance_store::once::{Begun, Once};
use tokio_postgres::Client;

/// Whose turn a request is.
#[derive(Debug)]
pub enum Turn<'a> {
    /// It is to be done, and [`Once::finish`]ed.
    First(Box<Once<'a>>),
    /// It has been done; this is what was kept of it.
    Again(String),
}

/// Begins a write of the actor's creditor; one without a request id is always the first.
///
/// # Errors
/// [`Problem::RequestIdReused`], and what the database says.
pub async fn turn<'a>(
    app: &'a App,
    client: &'a mut Client,
    actor: &Actor,
    request: Option<&'a RequestKey>,
) -> Result<Turn<'a>, Problem> {
    match Once::begin(client, &app.keyring, actor.creditor, request).await? {
        Begun::Open(once) => Ok(Turn::First(once)),
        Begun::Done(kept) => Ok(Turn::Again(kept)),
        Begun::Reused => Err(Problem::RequestIdReused),
    }
}
