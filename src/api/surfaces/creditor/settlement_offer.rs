//! `/api/v1/creditor/accounts/{id}/settlements`: offer a settlement, and list what was offered.

use super::path::Account;
use super::render::Creditor;
use super::vocabulary::{ACCOUNT, OFFER};
use super::{ids, words};
use crate::accounts::AccountRow;
use crate::app::App;
use crate::auth::Caller;
use crate::body::{Body, Fields, Given};
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::path::Ids;
use crate::problem::{Problem, Rejected, json_response};
use crate::write::Write;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::account::{Command, OfferSettlement, Tier};
use quittance_domain::{AccountId, CreditorId, Currency, Money, OfferId};
use quittance_store::ids::new_id;
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
    pub fn schema() -> Schema {
        let statuses = Schema::one_of(&words::OFFER);
        Schema::object()
            .field("id", Schema::text(OFFER.example))
            .field("sequence", Schema::integer(42))
            .field("accountId", Schema::text(ACCOUNT.example))
            .field("amount", Schema::number("3960.00"))
            .field("tier", Schema::name_of(&Tier::ALL))
            .field("status", statuses)
            .field("createdAt", Schema::date_time("2026-02-01T14:30:00Z"))
            .field("expiresAt", Schema::date("2026-03-01").or_null())
            .field(
                "acceptedAt",
                Schema::date_time("2026-02-03T09:00:00Z").or_null(),
            )
            .named("Offer")
    }

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

const PATH: &str = "/api/v1/creditor/accounts/{id}/settlements";

pub fn endpoint() -> Endpoint {
    Endpoint::post(PATH, "offer_settlement", offer)
        .says(
            "Offer a settlement",
            "An amount below the balance that would settle the account.",
        )
        .needs(KeyRole::LoanOfficer, "settlements:write")
        .id("id", &ACCOUNT)
        .body::<Wish>()
        .example(
            "In one payment",
            json!({ "amount": 3960.00, "tier": "lump_sum" }),
        )
        .replies(StatusCode::CREATED, "The offer.", Offer::schema())
}

pub fn list_endpoint() -> Endpoint {
    let offers = Schema::object().field("settlements", Schema::list(Offer::schema()));
    Endpoint::get(PATH, "list_settlements", list)
        .says(
            "The settlement offers of an account",
            "Whatever became of them.",
        )
        .needs(KeyRole::Viewer, "settlements:read")
        .id("id", &ACCOUNT)
        .replies(StatusCode::OK, "The offers.", offers)
}

struct Wish {
    amount: Money,
    tier: Tier,
    expires_on: Option<NaiveDate>,
}

impl Body for Wish {
    fn read(fields: &mut Fields, given: &Given) -> Wish {
        let expiry = if fields.has("expiresOn") {
            "expiresOn"
        } else {
            "expires_on"
        };
        Wish {
            amount: fields.positive_amount("amount", given.currency),
            tier: fields.choice("tier", &Tier::ALL).unwrap_or_default(),
            expires_on: fields.date(expiry),
        }
    }
}

async fn offer(
    State(app): State<App>,
    Write { body, call, .. }: Write<Creditor, Account, Wish>,
) -> Result<Response, Rejected<Creditor>> {
    let id = OfferId(new_id(call.at));
    let command = Command::OfferSettlement(OfferSettlement {
        id,
        amount: body.amount,
        tier: body.tier,
        effective: call.today(),
        expires_on: body.expires_on,
    });
    let reply = move |accepted: &Accepted<'_>| {
        json(&Offer::after(accepted, id, accepted.recorded_at, None))
    };
    call.submit(&app, command, StatusCode::CREATED, reply).await
}

async fn list(
    State(app): State<App>,
    caller: Caller<Creditor>,
    path: Ids<Creditor>,
) -> Result<Response, Rejected<Creditor>> {
    let account = ids::parse_account(path.get("id"))?;
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
