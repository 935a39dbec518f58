//! Who comes in: people and machines, what opens and what no longer does.

mod limits;
mod oauth;
mod portal;
mod sessions;

use quittance_domain::CreditorId;
use quittance_replay_tests::{Client, Response, TestServer};
use quittance_store::keys::KeyRole;
use quittance_store::tokens::Grant;
use quittance_store::users::{NewUser, User};
use quittance_store::{Role, creditors, deliveries, passwords, tokens, users};

pub const PASSWORD: &str = "correct horse battery staple";

/// Adds a user of the server's creditor with [`PASSWORD`].
pub async fn user(server: &TestServer, email: &str, role: KeyRole) -> User {
    let mut client = server
        .database
        .database()
        .connect(Role::Writer)
        .await
        .unwrap();
    let new = NewUser {
        email,
        name: "Somebody",
        role,
        password_hash: &passwords::hash(PASSWORD).unwrap(),
    };
    let added = users::add(&mut client, server.creditor, new, "test").await;
    added.unwrap().unwrap()
}

/// Gives a creditor a user and a session, by SQL alone.
pub async fn populate(server: &TestServer, creditor: CreditorId) {
    let database = server.database.database();
    let mut client = database.connect(Role::Writer).await.unwrap();
    let new = NewUser {
        email: "ann@creditor.test",
        name: "Ann",
        role: KeyRole::Viewer,
        password_hash: "none",
    };
    let added = users::add(&mut client, creditor, new, "test").await;
    let grant = Grant {
        creditor,
        subject: added.unwrap().unwrap().id,
        scopes: Vec::new(),
    };
    tokens::begin_session(&mut client, &grant).await.unwrap();
    let webhook = quittance_store::ids::new_id(quittance_store::ids::now());
    let message = ("webhook.test", "{}");
    let transaction = client.transaction().await.unwrap();
    let tenant = creditors::tenant(creditor);
    transaction.batch_execute(&tenant).await.unwrap();
    let queued = deliveries::enqueue(&transaction, creditor, webhook, message).await;
    queued.unwrap();
    transaction.commit().await.unwrap();
}

/// The value of a cookie that a reply sets.
pub fn cookie(response: &Response, name: &str) -> Option<String> {
    let values = response.headers.get_all("set-cookie").into_iter();
    let pairs = values.filter_map(|value| value.to_str().ok()?.split(';').next()?.split_once('='));
    pairs
        .filter(|(known, _)| *known == name)
        .map(|(_, value)| value.to_owned())
        .next()
}

/// The same client with another bearer.
pub fn bearing(client: &Client, key: &str) -> Client {
    Client {
        key: Some(key.to_owned()),
        ..client.clone()
    }
}
