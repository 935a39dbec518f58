//! Whose the rows of an upload are.

use crate::app::App;
use crate::auth::Actor;
use crate::command::ConsumerSubmission;
use crate::consumers::{KnownConsumer, email_name};
use crate::placement::{Debtor, Placement};
use crate::problem::Problem;
use axum::http::StatusCode;
use quittance_domain::consumer::{Command, Particulars};
use quittance_store::Claim;
use std::collections::HashMap;

/// Attaches the rows to the consumers whom their e-mail addresses name.
///
/// One who is new and has several rows is registered first, since each row may be refused by
/// itself; one with a single row comes into the book with it.
///
/// # Errors
/// What the database says, or the writer.
pub async fn find(
    app: &App,
    actor: &Actor,
    rows: impl Iterator<Item = &mut Placement>,
) -> Result<(), Problem> {
    let mut named: HashMap<Claim, Vec<&mut Placement>> = HashMap::new();
    for row in rows {
        let Some(email) = &row.personal.email else {
            continue;
        };
        let name = email_name(&app.keyring, actor.creditor, email);
        named.entry(name).or_default().push(row);
    }
    let names: Vec<Claim> = named.keys().cloned().collect();
    let mut reader = app.readers.of(actor.creditor).await?;
    let (creditor, keyring) = (actor.creditor, &app.keyring);
    let mut known = KnownConsumer::all_named(&mut reader, keyring, creditor, &names).await?;
    drop(reader);
    for (name, rows) in named {
        let debtor = match (known.remove(&name), rows.first()) {
            (Some(Some(known)), _) => Debtor::Known(Box::new(known)),
            (Some(None), _) => Debtor::Nameless,
            (None, Some(first)) if rows.len() > 1 => register(app, actor, name, first).await?,
            (None, _) => Debtor::New,
        };
        for row in rows {
            row.consumer = debtor.clone();
        }
    }
    Ok(())
}

/// Registers the consumer of a row, unless another request has just done so.
async fn register(
    app: &App,
    actor: &Actor,
    name: Claim,
    row: &Placement,
) -> Result<Debtor, Problem> {
    let sealed = row.personal.seal(app)?;
    let submission = ConsumerSubmission {
        consumer: sealed.consumer,
        command: Command::Register(Particulars {
            external_id: None,
            sealed: sealed.sealed.into(),
        }),
        request: None,
        claims: vec![name.clone()],
        wrapped_key: Some(sealed.wrapped_key),
    };
    let submitted = submission.submit(app, actor, StatusCode::CREATED, |_| Vec::new());
    match submitted.await {
        Ok(_) | Err(Problem::Taken(..)) => {}
        Err(problem) => return Err(problem),
    }
    let mut reader = app.readers.of(actor.creditor).await?;
    let (creditor, keyring) = (actor.creditor, &app.keyring);
    let known = KnownConsumer::named(&mut reader, keyring, creditor, &name).await?;
    Ok(known.map_or(Debtor::Nameless, |known| Debtor::Known(Box::new(known))))
}
