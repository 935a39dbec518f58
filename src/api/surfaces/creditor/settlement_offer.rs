//! `/api/v1/creditor/accounts/{id}/settlements`: offer a settlement, and list what was offered.

use super::render::Creditor;
use super::{ids, words};
use crate::accounts::AccountRow;
use crate::app::App;
use crate::auth::Caller;
use crate::body::Payload;
use crate::command::{Submission, json};
use crate::problem::{Problem, Rejected, json_response};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::account::{Command, OfferSettlement, Tier};
use quittance_domain::{AccountId, CreditorId, Currency, Money, OfferId};
use quittance_store::ids::{new_id, now};
use quittance_store::keys::KeyRole;
use quittance_store::{Accepted, Reader};
use serde::Serialize;
use serde_json::{Value, json};

/// An offer as the surface shows it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    id: String,
    /// The integer that names it too.
    sequence: u64,
    account_id: String,
    amount: Value,
    tier: String,
    status: String,
    created_at: String,
    /// The last day on which it can be accepted.
    expires_at: Option<NaiveDate>,
    accepted_at: Option<String>,
}

impl Offer {
    /// The offer as a command left it.
    pub fn after(
        accepted: &Accepted<'_>,
        id: OfferId,
        created_at: DateTime<Utc>,
        accepted_at: Option<DateTime<Utc>>,
    ) -> Option<Offer> {
        let offer = accepted.account.offer(id)?;
        Some(Offer {
            id: ids::offer(id),
            sequence: offer.sequence,
            account_id: ids::account(accepted.account.id),
            amount: words::amount(offer.amount, accepted.account.terms.currency),
            tier: offer.tier.name().to_owned(),
            status: offer.status.name().to_owned(),
            created_at: words::moment(created_at),
            expires_at: offer.expires_on,
            accepted_at: accepted_at.map(words::moment),
        })
    }
}

pub async fn offer(
    State(app): State<App>,
    caller: Caller<Creditor>,
    Path(account): Path<String>,
    payload: Payload<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    caller.require(KeyRole::LoanOfficer)?;
    caller.require_scope("settlements:write")?;
    let account = ids::parse_account(&account)?;
    let currency = app.currency(caller.creditor, account).await?;
    let at = now();
    let mut fields = payload.fields;
    let expiry = if fields.has("expiresOn") {
        "expiresOn"
    } else {
        "expires_on"
    };
    let id = OfferId(new_id(at));
    let command = Command::OfferSettlement(OfferSettlement {
        id,
        amount: fields.positive_amount("amount", currency),
        tier: fields.choice("tier", &Tier::ALL).unwrap_or_default(),
        effective: at.date_naive(),
        expires_on: fields.date(expiry),
    });
    fields.check()?;
    let submission = Submission::new(account, command, payload.request, payload.request_id);
    let reply = move |accepted: &Accepted<'_>| {
        json(&Offer::after(accepted, id, accepted.recorded_at, None))
    };
    Ok(submission
        .submit::<Creditor>(&app, &caller, StatusCode::CREATED, reply)
        .await?)
}

pub async fn list(
    State(app): State<App>,
    caller: Caller<Creditor>,
    Path(account): Path<String>,
) -> Result<Response, Rejected<Creditor>> {
    caller.require_scope("settlements:read")?;
    let account = ids::parse_account(&account)?;
    let mut reader = app.readers.of(caller.creditor).await?;
    let row = AccountRow::by_id(&mut reader, caller.creditor, account.0).await?;
    let currency = row.standing.terms.currency;
    let offers = of(&mut reader, caller.creditor, account, currency).await?;
    Ok(json_response(
        StatusCode::OK,
        json(&json!({ "settlements": offers })),
    ))
}

/// Every offer of an account, oldest first.
pub async fn of(
    reader: &mut Reader,
    creditor: CreditorId,
    account: AccountId,
    currency: Currency,
) -> Result<Vec<Offer>, Problem> {
    let sql = include_str!("sql/list_offers.sql");
    let rows = reader.query(sql, &[&creditor.0, &account.0]).await?;
    let offers = rows.iter().map(|row| Offer {
        id: ids::offer(OfferId(row.get("offer_id"))),
        sequence: u64::try_from(row.get::<_, i64>("sequence")).unwrap_or_default(),
        account_id: ids::account(account),
        amount: words::amount(Money::from_minor(row.get("amount")), currency),
        tier: row.get("tier"),
        status: row.get("status"),
        created_at: words::moment(row.get("offered_at")),
        expires_at: row.get("expires_on"),
        accepted_at: row
            .get::<_, Option<DateTime<Utc>>>("accepted_at")
            .map(words::moment),
    });
    Ok(offers.collect())
}
