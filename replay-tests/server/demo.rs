//! The demonstration: the same seed, the same portfolio, and a ledger that verifies.

use crate::process::Folder;
use quittance_domain::account::Event;
use serde_json::Value;

#[tokio::test]
async fn the_same_seed_gives_the_same_portfolio_beside_a_running_server() {
    let folder = Folder::new("demo");
    let server = folder.serve(&["--no-sample-data"]).await;
    let arguments = ["demo", "--accounts", "60", "--seed", "5", "--json"];
    let [one, two] = [folder.json(&arguments), folder.json(&arguments)];
    assert_ne!(one["creditor"], two["creditor"]);
    for figure in ["accounts", "commands", "events", "statuses", "owed"] {
        assert_eq!(one[figure], two[figure], "{figure}");
    }
    // Every kind but notes, which the demonstration has none of.
    let kinds = one["events"].as_object().unwrap();
    assert_eq!(kinds.len(), Event::TYPES.len() - 1, "{kinds:?}");

    // Everything that an API shows is the same, but for when it was recorded.
    let mut shown = Vec::new();
    for made in [&one, &two] {
        let mut client = server.client.clone();
        client.key = made["apiKey"].as_str().map(str::to_owned);
        let path = "/api/v1/accounts.php?limit=100";
        let mut listed: Value = client.get(path).await.expect(200);
        assert_eq!(listed["total"], 60);
        listed["accounts"]
            .as_array_mut()
            .unwrap()
            .sort_by_key(|row| row["account_id"].as_i64());
        shown.push(listed);
    }
    assert_eq!(shown[0], shown[1]);
    server.stop().await;
    for command in ["verify", "replay"] {
        let output = folder.run(&[command]);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stdout)
        );
    }
}
