//! Denied attempts as a file.

use crate::ledger::Ledger;
use chrono::DateTime;
use quittance_domain::CreditorId;
use quittance_replay_tests::program::quittance;
use quittance_replay_tests::server::MASTER_KEY;
use quittance_store::denials::{Attempt, Denial, Reason, insert};
use quittance_store::{Role, ids};

fn denial(creditor: Option<CreditorId>, user_agent: &str) -> Denial {
    let at = DateTime::from_timestamp(1_767_225_600, 0).unwrap();
    Denial {
        id: ids::new_id(at),
        at,
        request_id: "-1".to_owned(),
        attempts: 3,
        attempt: Attempt {
            creditor,
            reason: Reason::Forbidden,
            lacking: Some("admin"),
            actor: creditor.map(|_| "key:1".to_owned()),
            role: creditor.map(|_| "viewer"),
            method: "GET".to_owned(),
            route: "/api/v1/loans".to_owned(),
            path: None,
            address: Some("2001:db8::7".parse().unwrap()),
            user_agent: Some(user_agent.to_owned()),
        },
    }
}

#[tokio::test]
async fn denied_attempts_are_exported_with_those_of_strangers_or_of_one_creditor() {
    let ledger = Ledger::empty().await;
    let writer = ledger.database().connect(Role::Writer).await.unwrap();
    let denials = [
        denial(Some(ledger.creditor), "=1+1"),
        denial(None, "a \"quoted\", one"),
    ];
    insert(&writer, &denials).await.unwrap();
    let export = |more: &[&str]| {
        let output = quittance(&[&["export", "denials"], more].concat())
            .env("DATABASE_URL", &ledger.test.url)
            .env("QUITTANCE_MASTER_KEY", MASTER_KEY)
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{told}");
        String::from_utf8(output.stdout).unwrap()
    };
    let header = "denied_at,creditor_id,reason,lacking,actor,role,method,route,path,address,\
        user_agent,request_id,attempts\r\n";
    let own = format!(
        "2026-01-01T00:00:00.000000Z,{},forbidden,admin,key:1,viewer,GET,/api/v1/loans,,\
         2001:db8::7,'=1+1,'-1,3\r\n",
        ledger.creditor
    );
    let strange = "2026-01-01T00:00:00.000000Z,,forbidden,admin,,,GET,/api/v1/loans,,\
         2001:db8::7,\"a \"\"quoted\"\", one\",'-1,3\r\n";
    let all = export(&[]);
    assert!(
        all == format!("{header}{own}{strange}") || all == format!("{header}{strange}{own}"),
        "{all}"
    );
    let one = export(&["--creditor", &ledger.creditor.to_string()]);
    assert_eq!(one, format!("{header}{own}"));
}
