//! What is shown of consumers who have been erased is still of the shape that the document says.

use crate::world::{World, send};
use crate::{operation, schemas};
use hyper::Method;
use quittance_replay_tests::TestServer;
use serde_json::json;
use uuid::Uuid;

#[tokio::test]
async fn replies_keep_their_shape_when_everybody_is_erased() {
    let server = TestServer::start().await;
    let world = World::new(&server).await;
    let admin = server.database.admin().await;
    let sql = "SELECT consumer_id FROM views.consumers WHERE creditor_id = $1";
    let consumers = admin.query(sql, &[&world.creditor.0]).await.unwrap();
    assert!(consumers.len() > 3, "hardly anybody is there");
    for row in &consumers {
        let path = format!("/api/v1/external/customers/{}/erase", row.get::<_, Uuid>(0));
        world.admin.post(&path, &json!({})).await.expect(200);
    }
    let (mut wrong, mut shown) = (Vec::new(), 0);
    for operation in operation::all() {
        if operation.method != Method::GET || !operation.is_secured() {
            continue;
        }
        for sample in operation.samples() {
            let sample = world.own(&sample);
            let response = send(&world.admin, &operation.method, &sample).await;
            let (status, reply) = operation.success();
            let got = response.status.as_u16();
            if got == status {
                let content_type = response.header("content-type").unwrap_or_default();
                if content_type == "application/json" {
                    let schema = &reply["content"][content_type]["schema"];
                    let errors = schemas::errors(schema, &response.json());
                    let told = errors
                        .iter()
                        .map(|error| format!("{}: {error}", sample.title));
                    wrong.extend(told);
                    shown += 1;
                }
            } else if got != 404 {
                // One who is erased is not found where consumers are looked for.
                wrong.push(format!("{}: {got}: {}", sample.title, response.text()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(shown > 40, "only {shown} replies were looked at");
}
