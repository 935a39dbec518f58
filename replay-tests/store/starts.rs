//! Programs that start at the same moment.

use quittance_replay_tests::TestDatabase;
use tokio::task::JoinSet;

const PROGRAMS: usize = 8;

/// Each brings the schema up to date, and none of them is in another's way: neither in a database
/// that is still empty nor in one whose schema is there but whose grants are not.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn programs_that_start_at_once_all_find_the_schema() {
    let databases = [
        TestDatabase::without_schema().await,
        TestDatabase::new().await,
    ];
    for test in databases {
        let mut programs = JoinSet::new();
        for _ in 0..PROGRAMS {
            let database = test.database();
            programs.spawn(async move { database.migrate().await });
        }
        for started in programs.join_all().await {
            started.unwrap();
        }
    }
}
