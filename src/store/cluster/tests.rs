//! Tests with a real server.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use tokio_postgres::NoTls;

use super::*;

/// Tells the test binary to play the owner that gets killed.
const HELPER: &str = "QUITTANCE_CLUSTER_TEST_FOLDER";

/// A folder that goes away with the test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        Self::below(Path::new("/tmp"))
    }

    fn below(parent: &Path) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = parent.join(format!("cluster test {}-{number}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn options(&self) -> Options {
        Options {
            data: self.0.join("data"),
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

async fn query(cluster: &Cluster, sql: &str) -> String {
    let config = tokio_postgres::Config::from_str(cluster.url()).unwrap();
    let (client, connection) = config.connect(NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    let answer = client.query_one(sql, &[]).await.unwrap().get(0);
    drop(client);
    connection.await.unwrap().unwrap();
    answer
}

fn server_pid(options: &Options) -> u32 {
    let text = fs::read_to_string(options.data.join("postgres/postmaster.pid")).unwrap();
    text.lines().next().unwrap().parse().unwrap()
}

fn is_alive(pid: u32) -> bool {
    fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
}

#[tokio::test]
async fn every_client_connects_and_data_stays() {
    let folder = Folder::new();
    let options = folder.options();
    let cluster = Cluster::start(&options).await.unwrap();
    let psql = find_binaries().unwrap().join("psql");
    let output = Command::new(psql)
        .args([
            "-X",
            "-A",
            "-t",
            "-c",
            "CREATE TABLE kept AS SELECT 'yes' AS answer",
        ])
        .args([
            "-c",
            "SELECT current_user || ' ' || current_database()",
            cluster.url(),
        ])
        .env("PGPORT", "1")
        .output()
        .unwrap();
    let answer = String::from_utf8_lossy(&output.stdout);
    assert_eq!(answer, "SELECT 1\nquittance quittance\n", "{output:?}");

    let mut connection = <sqlx::PgConnection as sqlx::Connection>::connect(cluster.url())
        .await
        .unwrap();
    let row: (String,) = sqlx::query_as("SELECT answer FROM kept")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(row.0, "yes");
    drop(connection);

    for (setting, value) in [
        ("listen_addresses", ""),
        ("synchronous_commit", "on"),
        ("fsync", "on"),
        ("max_wal_size", "8GB"),
        ("data_checksums", "on"),
        ("TimeZone", "UTC"),
        ("lc_collate", "C"),
        ("server_encoding", "UTF8"),
    ] {
        assert_eq!(
            query(&cluster, &format!("SELECT current_setting('{setting}')")).await,
            value
        );
    }
    cluster.stop().await.unwrap();
    assert!(!options.data.join("postgres/postmaster.pid").exists());

    let cluster = Cluster::start(&options).await.unwrap();
    assert_eq!(query(&cluster, "SELECT answer FROM kept").await, "yes");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_second_owner_is_refused() {
    let folder = Folder::new();
    let options = folder.options();
    let cluster = Cluster::start(&options).await.unwrap();
    let error = Cluster::start(&options).await.unwrap_err();
    let message = error.to_string();
    assert!(matches!(error, ClusterError::InUse { .. }), "{message}");
    assert!(
        message.contains(&format!("pid {}", std::process::id())),
        "{message}"
    );
    assert!(
        message.contains(options.data.to_str().unwrap()),
        "{message}"
    );
    assert_eq!(query(&cluster, "SELECT 'unharmed'").await, "unharmed");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_server_left_behind_is_taken_over() {
    let folder = Folder::new();
    let options = folder.options();
    let cluster = Cluster::start(&options).await.unwrap();
    let old = server_pid(&options);
    // As if the owner were gone without the server having noticed.
    cluster.lock.release();
    std::mem::forget(cluster.postmaster);

    let cluster = Cluster::start(&options).await.unwrap();
    assert_ne!(server_pid(&options), old);
    assert!(!is_alive(old));
    assert_eq!(query(&cluster, "SELECT 'new'").await, "new");
    cluster.stop().await.unwrap();
}

/// Not a test of its own: the process that [`a_killed_owner_leaves_nothing_in_the_way`] kills.
#[tokio::test]
async fn helper_that_owns_a_cluster() {
    let Some(data) = std::env::var_os(HELPER) else {
        return;
    };
    let _cluster = Cluster::start(&Options { data: data.into() })
        .await
        .unwrap();
    // The last line before the kill; what a test prints is otherwise held back.
    use std::io::Write;
    writeln!(std::io::stderr(), "owner is ready").unwrap();
    std::future::pending::<()>().await;
}

fn spawn_owner(options: &Options) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--nocapture"])
        .arg(format!(
            "{}::helper_that_owns_a_cluster",
            module_path!().split_once("::").unwrap().1
        ))
        .env(HELPER, &options.data)
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

#[tokio::test]
async fn a_killed_owner_leaves_nothing_in_the_way() {
    let folder = Folder::new();
    let options = folder.options();
    for _ in 0..2 {
        let mut owner = spawn_owner(&options);
        let mut lines = BufReader::new(owner.stderr.take().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap() == "owner is ready"));
        let old = server_pid(&options);
        owner.kill().unwrap();
        owner.wait().unwrap();
        let cluster = Cluster::start(&options).await.unwrap();
        assert!(!is_alive(old));
        assert_eq!(query(&cluster, "SELECT 'up'").await, "up");
        cluster.stop().await.unwrap();
    }
}

#[tokio::test]
async fn kills_at_any_moment_of_the_first_start_do_no_harm() {
    let folder = Folder::new();
    let options = folder.options();
    for step in 0..16 {
        let mut owner = spawn_owner(&options);
        tokio::time::sleep(Duration::from_millis(20 + 40 * step)).await;
        owner.kill().unwrap();
        owner.wait().unwrap();
    }
    let cluster = Cluster::start(&options).await.unwrap();
    assert_eq!(query(&cluster, "SELECT 'up'").await, "up");
    cluster.stop().await.unwrap();
    let left = fs::read_dir(&options.data).unwrap().flatten();
    assert_eq!(
        left.filter(|e| e.file_name().to_string_lossy().contains("new"))
            .count(),
        0
    );
}

#[tokio::test]
async fn the_server_dies_with_its_owner() {
    if !launch::has_setpriv() {
        return;
    }
    let folder = Folder::new();
    let options = folder.options();
    let mut owner = spawn_owner(&options);
    let mut lines = BufReader::new(owner.stderr.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "owner is ready"));
    let server = server_pid(&options);
    owner.kill().unwrap();
    owner.wait().unwrap();
    let begun = Instant::now();
    while is_alive(server) {
        assert!(
            begun.elapsed() < Duration::from_secs(30),
            "the server still lives"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn stale_pid_files_are_seen_through() {
    let folder = Folder::new();
    let options = folder.options();
    let cluster = Cluster::start(&options).await.unwrap();
    let uid = fs::metadata(options.data.join("postgres")).unwrap().uid();
    let path = options.data.join("postgres/postmaster.pid");
    let text = fs::read_to_string(&path).unwrap();
    let rest = text.split_once('\n').unwrap().1.to_owned();
    cluster.stop().await.unwrap();

    // A process of the server's own user, for which the server itself would mistake an old number.
    let mut other = Command::new("sleep");
    other.arg("600");
    if rustix::process::geteuid().is_root() {
        other.uid(uid);
    }
    let mut other = other.spawn().unwrap();
    let mut dead = Command::new("true").spawn().unwrap();
    dead.wait().unwrap();
    for claim in [
        format!("{}\n{rest}", other.id()),
        format!("{}\n{rest}", dead.id()),
        format!("{}\n{rest}", std::process::id()),
        String::new(),
    ] {
        fs::write(&path, &claim).unwrap();
        let layout = Layout::prepare(&options.data).unwrap();
        Account::choose(&layout).unwrap().give(&path).unwrap();
        let cluster = Cluster::start(&options).await.unwrap();
        assert_eq!(query(&cluster, "SELECT 'up'").await, "up", "{claim}");
        cluster.stop().await.unwrap();
    }
    assert!(
        other.try_wait().unwrap().is_none(),
        "an innocent process was ended"
    );
    other.kill().unwrap();
    other.wait().unwrap();
}

#[tokio::test]
async fn long_and_odd_paths_work() {
    let parent = Folder::new();
    for name in [
        "x".repeat(120),
        "a 'quoted' + 50%, \"strange\" \\ näme".to_owned(),
        "100%+'ü".into(),
    ] {
        let options = Options {
            data: parent.0.join(name),
        };
        let cluster = Cluster::start(&options).await.unwrap();
        assert_eq!(query(&cluster, "SELECT 'up'").await, "up");
        let mut connection = <sqlx::PgConnection as sqlx::Connection>::connect(cluster.url())
            .await
            .unwrap();
        sqlx::query("SELECT 1")
            .execute(&mut connection)
            .await
            .unwrap();
        let psql = find_binaries().unwrap().join("psql");
        let status = Command::new(psql)
            .args(["-Xqc", "SELECT 1", cluster.url()])
            .output()
            .unwrap();
        assert!(status.status.success(), "{status:?}");
        let socket = cluster.socket.clone();
        cluster.stop().await.unwrap();
        assert_eq!(socket.exists(), socket.starts_with(&parent.0), "{socket:?}");
    }
}

#[tokio::test]
async fn a_folder_that_only_root_can_reach_is_no_obstacle() {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let folder = Folder::new();
    fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o700)).unwrap();
    let options = folder.options();
    if !launch::has_setpriv() {
        let error = Cluster::start(&options).await.unwrap_err();
        assert!(
            matches!(error, ClusterError::NotTraversable { .. }),
            "{error}"
        );
        return;
    }
    for _ in 0..2 {
        let cluster = Cluster::start(&options).await.unwrap();
        assert_ne!(
            fs::metadata(options.data.join("postgres")).unwrap().uid(),
            0
        );
        assert_eq!(query(&cluster, "SELECT 'up'").await, "up");
        cluster.stop().await.unwrap();
    }
}

#[tokio::test]
async fn another_version_is_refused_with_its_name() {
    let folder = Folder::new();
    let options = folder.options();
    fs::create_dir_all(options.data.join("postgres")).unwrap();
    fs::write(options.data.join("postgres/PG_VERSION"), "7\n").unwrap();
    let message = Cluster::start(&options).await.unwrap_err().to_string();
    assert!(message.contains("made by PostgreSQL 7"), "{message}");
    assert!(message.contains("postgresql-7"), "{message}");
}

#[tokio::test]
async fn what_is_not_a_cluster_is_left_alone() {
    let folder = Folder::new();
    let options = folder.options();
    let file = options.data.join("postgres/letters");
    fs::create_dir_all(options.data.join("postgres")).unwrap();
    fs::write(&file, "dear reader").unwrap();
    let message = Cluster::start(&options).await.unwrap_err().to_string();
    assert!(message.contains("make a database cluster in"), "{message}");
    assert_eq!(fs::read_to_string(file).unwrap(), "dear reader");
}

#[tokio::test]
async fn the_end_of_the_log_is_told() {
    let folder = Folder::new();
    let options = folder.options();
    Cluster::start(&options)
        .await
        .unwrap()
        .stop()
        .await
        .unwrap();
    let auto = options.data.join("postgres/postgresql.auto.conf");
    fs::write(auto, "shared_buffers = 'nonsense'\n").unwrap();
    let error = Cluster::start(&options).await.unwrap_err();
    assert!(matches!(error, ClusterError::Exited { .. }), "{error}");
    assert!(error.to_string().contains("shared_buffers"), "{error}");
}

#[tokio::test]
async fn a_failure_of_the_running_server_is_noticed() {
    let folder = Folder::new();
    let options = folder.options();
    let cluster = Cluster::start(&options).await.unwrap();
    let pid = i32::try_from(server_pid(&options))
        .ok()
        .and_then(rustix::process::Pid::from_raw);
    rustix::process::kill_process(pid.unwrap(), rustix::process::Signal::KILL).unwrap();
    assert!(matches!(
        cluster.failed().await,
        ClusterError::Exited { .. }
    ));
    drop(cluster);
    // Its orphaned children may live on for a moment; the next start waits for them.
    let cluster = Cluster::start(&options).await.unwrap();
    cluster.stop().await.unwrap();
}
