//! `POST /oauth/token`: an access token of two hours and the refresh token for the next one.

use super::client::{Sent, authenticated};
use super::render::OAuth;
use crate::app::App;
use crate::body::{Body, Fields, Given, Payload};
use crate::command::json;
use crate::openapi::{Endpoint, Schema};
use crate::problem::{Problem, Rejected, secret_response};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use quittance_store::ids::now;
use quittance_store::keys::ApiKey;
use quittance_store::tokens::{self, ACCESS_LIFE, Exchange, Grant, Pair, TokenKind};
use serde_json::json;

/// The ways to a token, by the name they have on the wire.
const GRANTS: [(&str, GrantType); 2] = [
    ("client_credentials", GrantType::ClientCredentials),
    ("refresh_token", GrantType::RefreshToken),
];

#[derive(Clone, Copy, Debug)]
enum GrantType {
    ClientCredentials,
    RefreshToken,
}

pub fn endpoint() -> Endpoint {
    let next = json!({ "grant_type": "refresh_token", "refresh_token": "qr_5f0c" });
    Endpoint::post("/oauth/token", "give_token", give)
        .says(
            "Get an access token",
            "The client says who it is by HTTP Basic, or by `client_id` and `client_secret` in the \
             body; both at once are refused. Each refresh token is good for one use; one that comes \
             again ends the grant that it came from.",
        )
        .logs_in()
        .sent_twice(
            "another pair of tokens is given, as RFC 6749 has it; a refresh token that comes a \
             second time ends its grant, which is the guard.",
        )
        .body::<Wish>()
        .or_form()
        .example("The first", json!({ "grant_type": "client_credentials" }))
        .example("The next", next)
        .replies(StatusCode::OK, "The tokens.", schema())
}

fn schema() -> Schema {
    Schema::object()
        .field("access_token", Schema::text("qa_9a41"))
        .field("token_type", Schema::text("Bearer"))
        .field("expires_in", Schema::integer(7_200))
        .field("refresh_token", Schema::text("qr_5f0c"))
        .field("created_at", Schema::integer(1_768_487_400))
        .field("scope", Schema::text("payment_plans:read"))
        .named("Token")
}

struct Wish {
    client: Sent,
    grant: Option<GrantType>,
    refresh_token: Option<String>,
    scope: Option<String>,
}

impl Body for Wish {
    fn read(fields: &mut Fields, _: &Given) -> Wish {
        let client = Sent::read(fields);
        let grant = fields.required_choice("grant_type", &GRANTS);
        let before = fields.errors();
        let refresh_token = fields.text("refresh_token", 100);
        let renews = matches!(grant, Some(GrantType::RefreshToken));
        if renews && refresh_token.is_none() && fields.errors() == before {
            fields.wrong("refresh_token", "is required");
        }
        Wish {
            client,
            grant,
            refresh_token,
            scope: fields.text("scope", 2_000),
        }
    }
}

async fn give(
    State(app): State<App>,
    headers: HeaderMap,
    mut payload: Payload<OAuth>,
) -> Result<Response, Rejected<OAuth>> {
    let wish = Wish::read(&mut payload.fields, &Given::on(now().date_naive()));
    // Whoever is not known is not told what else is wrong.
    let key = authenticated(&app, &headers, &wish.client).await?;
    payload.fields.check()?;
    let scope = wish.scope.as_deref();
    let (pair, scopes) = match (wish.grant, &wish.refresh_token) {
        (Some(GrantType::RefreshToken), Some(raw)) => renew(&app, &key, raw, scope).await?,
        _ => begin(&app, &key, scope).await?,
    };
    let body = json!({
        "access_token": pair.access,
        "token_type": "Bearer",
        "expires_in": ACCESS_LIFE.num_seconds(),
        "refresh_token": pair.refresh,
        "created_at": pair.issued_at.timestamp(),
        "scope": scopes.join(" "),
    });
    Ok(secret_response(StatusCode::OK, json(&body)))
}

/// The first tokens of a client, with the scopes asked for or all that it has.
async fn begin(
    app: &App,
    key: &ApiKey,
    scope: Option<&str>,
) -> Result<(Pair, Vec<String>), Problem> {
    let scopes = within(&key.scopes, scope)?;
    let grant = Grant {
        creditor: key.creditor,
        subject: key.id,
        scopes: scopes.clone(),
    };
    let mut client = app.registrar.client().await?;
    Ok((tokens::grant(&mut client, &grant).await?, scopes))
}

/// The next tokens of a client, with the scopes of the ones before or fewer.
async fn renew(
    app: &App,
    key: &ApiKey,
    raw: &str,
    scope: Option<&str>,
) -> Result<(Pair, Vec<String>), Problem> {
    let refused = || Problem::invalid("refresh_token", "is unknown, expired or used");
    let token = tokens::find(&app.readers, TokenKind::Refresh, raw).await?;
    let of_client = |token: &tokens::Token| {
        token.grant.creditor == key.creditor && token.grant.subject == key.id
    };
    let token = token.filter(of_client).ok_or_else(refused)?;
    let scopes = within(&token.grant.scopes, scope)?;
    let mut client = app.registrar.client().await?;
    let exchange = tokens::exchange(&mut client, raw, &token, scopes.clone()).await?;
    drop(client);
    match exchange {
        Exchange::Renewed(pair) => Ok((pair, scopes)),
        Exchange::Replayed => {
            tracing::warn!(client = %key.id, "a used refresh token came again; its grant has ended");
            app.actors.forget(crate::auth::Subject::Key(key.id));
            Err(refused())
        }
    }
}

/// The scopes asked for, all of them among those held; no scopes held means every scope.
fn within(held: &[String], asked: Option<&str>) -> Result<Vec<String>, Problem> {
    let Some(asked) = asked else {
        return Ok(held.to_vec());
    };
    let asked: Vec<String> = asked.split_whitespace().map(str::to_owned).collect();
    let covered = |scope: &String| held.is_empty() || held.contains(scope);
    match asked.iter().find(|scope| !covered(scope)) {
        None => Ok(asked),
        Some(scope) => Err(Problem::invalid(
            "scope",
            format!("the client does not have {scope}"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_narrowed_and_never_widened() {
        let held = ["accounts:read".to_owned(), "accounts:write".to_owned()];
        assert_eq!(within(&held, None).unwrap(), held);
        assert_eq!(within(&held, Some("accounts:read")).unwrap(), held[..1]);
        assert!(within(&held, Some("accounts:read payments:read")).is_err());
        assert_eq!(within(&[], Some("x:read")).unwrap(), ["x:read"]);
        assert!(within(&[], None).unwrap().is_empty());
    }
}
