//! Every operation is closed: to strangers, to lower roles, to other scopes, to other tenants.
//!
//! The operations are those of the document, so that none can be forgotten; the requests are its
//! examples, so that what is refused would otherwise have been done.

use crate::operation::{self, Operation, Sample};
use crate::world::{LEDGER_ACCOUNT, World, send};
use quittance_replay_tests::{Client, Response, TestServer};
use quittance_store::keys::KeyRole;

/// Every operation that asks who is calling, with every example.
fn secured() -> Vec<(Operation, Vec<Sample>)> {
    let secured = operation::all().into_iter().filter(Operation::is_secured);
    secured
        .map(|operation| {
            let samples = operation.samples();
            (operation, samples)
        })
        .collect()
}

/// Checks that a reply is the documented one to a problem.
#[track_caller]
fn assert_refused(operation: &Operation, problem: &str, response: &Response) {
    let (status, _) = operation.problem(problem);
    let (name, text) = (operation.name(), response.text());
    assert_eq!(
        response.status.as_u16(),
        status,
        "{name}, {problem}: {text}"
    );
}

#[tokio::test]
async fn closed_without_a_credential_or_with_a_wrong_one() {
    let server = TestServer::start().await;
    let world = World::new(&server).await.with_users().await;
    let nobody = world.admin.anonymous();
    let wrong = Client {
        key: Some("0".repeat(64)),
        ..nobody.clone()
    };
    for (operation, samples) in secured() {
        for sample in samples {
            let sample = world.own(&sample);
            for (client, problem) in [
                (&nobody, "missing_credential"),
                (&wrong, "wrong_credential"),
            ] {
                let response = send(client, &operation.method, &sample).await;
                assert_refused(&operation, problem, &response);
            }
        }
    }
}

#[tokio::test]
async fn closed_to_lower_roles_and_other_scopes() {
    let server = TestServer::start().await;
    let world = World::new(&server).await.with_users().await;
    for (operation, samples) in secured() {
        let roles = KeyRole::ALL.map(|(_, role)| role);
        let lower = roles.into_iter().rfind(|role| *role < operation.role());
        let mut clients = Vec::new();
        if let Some(lower) = lower {
            clients.push(world.client(lower, &[]).await);
        }
        if let Some(scope) = operation.scope() {
            // Every scope but the one.
            let others = operation::all()
                .into_iter()
                .filter_map(|other| other.scope());
            let others: Vec<String> = others
                .filter(|other| *other != scope)
                .map(str::to_owned)
                .collect();
            clients.push(world.client(KeyRole::Admin, &others).await);
        }
        for sample in samples {
            let sample = world.own(&sample);
            for client in &clients {
                let response = send(client, &operation.method, &sample).await;
                assert_refused(&operation, "forbidden", &response);
            }
        }
    }
}

#[tokio::test]
async fn closed_to_another_tenant_as_if_nothing_were_there() {
    let server = TestServer::start().await;
    let owner = World::with_a_long_book(&server).await.with_users().await;
    for (operation, samples) in secured() {
        for sample in samples {
            for (noun, example) in operation::nouns() {
                let example = example.as_str().unwrap();
                if !sample.names(example) || noun == LEDGER_ACCOUNT {
                    continue;
                }
                // Everything but this one thing is the stranger's own.
                let hidden = sample.about(example, owner.id(&noun));
                let absent = sample.about(example, &other(example));
                let stranger = World::for_one(&server, &operation).await;
                let hidden = reply(&stranger, &operation, &hidden).await;
                // What a write has changed must not show in the second reply.
                let stranger = match operation.method {
                    hyper::Method::GET => stranger,
                    _ => World::for_one(&server, &operation).await,
                };
                let absent = reply(&stranger, &operation, &absent).await;
                assert_eq!(hidden, absent, "{} tells of another's {noun}", sample.title);
                // A search finds nothing; a path leads nowhere.
                let path = sample.path_and_query.split('?').next().unwrap();
                if path.contains(example) {
                    let (status, _) = operation.problem("not_found");
                    assert_eq!(hidden.0, status, "{}: {}", sample.title, hidden.1);
                }
            }
        }
    }
}

/// The reply to a stranger, without what differs from request to request.
async fn reply(stranger: &World<'_>, operation: &Operation, sample: &Sample) -> (u16, String) {
    let sample = stranger.own(sample);
    let response = send(&stranger.admin, &operation.method, &sample).await;
    let id = response.header("x-request-id").unwrap().to_owned();
    let text = response.text().replace(&id, "the request id");
    (response.status.as_u16(), text)
}

/// An id of the same form that names nothing; another than the example, which is replaced.
fn other(example: &str) -> String {
    let digit = |c: char| match c.to_digit(10) {
        Some(digit) => char::from_digit((digit + 1) % 10, 10).unwrap(),
        None => c,
    };
    example.chars().map(digit).collect()
}

#[tokio::test]
async fn lists_show_nothing_of_another_tenant() {
    let server = TestServer::start().await;
    let owner = World::with_a_long_book(&server).await.with_users().await;
    let stranger = World::new(&server).await.with_users().await;
    for (operation, samples) in secured() {
        if operation.method != hyper::Method::GET {
            continue;
        }
        for sample in samples {
            let sample = stranger.own(&sample);
            let text = send(&stranger.admin, &operation.method, &sample)
                .await
                .text();
            for noun in operation::nouns().keys() {
                let id = owner.id(noun);
                // A small integer may be anything.
                let shown = id.len() > 10 && text.contains(id);
                assert!(!shown, "{} shows another's {noun}", sample.title);
            }
        }
    }
}
