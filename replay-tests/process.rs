//! The program itself, as a process.

use crate::Client;
use crate::program::{quittance, signal};
use quittance_store::cluster::url_of;
use rustix::process::Signal;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// A private ledger in a folder of its own.
#[derive(Debug)]
pub struct Ledger {
    data: PathBuf,
}

/// A server of that ledger.
#[derive(Debug)]
pub struct Server {
    pub client: Client,
    child: Child,
}

impl Ledger {
    pub async fn new(name: &str) -> Ledger {
        let data = std::env::temp_dir().join(format!("quittance-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&data);
        Ledger { data }
    }

    pub fn data(&self) -> &str {
        self.data.to_str().unwrap()
    }

    pub async fn serve(&mut self) -> Server {
        let arguments = ["--data", self.data(), "--no-sample-data"];
        self.start(&arguments).await
    }

    /// A second server on the database of the first.
    pub async fn serve_beside(&mut self) -> Server {
        let url = url_of(&self.data).unwrap();
        let key = std::fs::read_to_string(self.data.join("master.key")).unwrap();
        self.start_with(&["--database-url", &url], Some(key.trim()))
            .await
    }

    async fn start(&self, arguments: &[&str]) -> Server {
        self.start_with(arguments, None).await
    }

    async fn start_with(&self, arguments: &[&str], master_key: Option<&str>) -> Server {
        let at = quittance_store::ids::now();
        let name = format!("ready-{}", quittance_store::ids::new_id(at));
        std::fs::create_dir_all(&self.data).unwrap();
        let ready = self.data.join(name);
        let mut command = quittance(&["serve", "--listen", "127.0.0.1:0", "--log-requests", "off"]);
        if let Some(key) = master_key {
            command.env("QUITTANCE_MASTER_KEY", key);
        }
        command.arg("--ready-file").arg(&ready).args(arguments);
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.data.join("server.log"))
            .unwrap();
        let mut child = command.stdout(Stdio::null()).stderr(log).spawn().unwrap();
        let begun = Instant::now();
        let address = loop {
            if let Ok(address) = std::fs::read_to_string(&ready) {
                break address;
            }
            let ended = child.try_wait().unwrap();
            assert!(ended.is_none(), "the server ended: {}", self.log());
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "not ready: {}",
                self.log()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        };
        let key = std::fs::read_to_string(self.data.join("api.key")).unwrap();
        let address = address
            .trim()
            .trim_start_matches("http://")
            .parse()
            .unwrap();
        let client = Client {
            address,
            key: Some(key.trim().to_owned()),
            headers: Vec::new(),
        };
        Server { client, child }
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.data.join("server.log")).unwrap_or_default()
    }

    /// Kills the database server without warning.
    pub fn kill_postgres(&self) {
        let pid = std::fs::read_to_string(self.data.join("postgres/postmaster.pid")).unwrap();
        signal(pid.lines().next().unwrap().parse().unwrap(), Signal::KILL);
    }

    /// The chain and every read row, by the program's own commands.
    pub fn replay_and_verify(&self) {
        for command in ["verify", "replay"] {
            let output = quittance(&[command, "--data", self.data()])
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned()
                + &String::from_utf8_lossy(&output.stdout);
            assert!(output.status.success(), "{command}: {said}");
        }
    }
}

impl Drop for Ledger {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            remove(&self.data);
        }
    }
}

fn remove(folder: &Path) {
    let _ = std::fs::remove_dir_all(folder);
}

impl Server {
    /// Kills the server without warning.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Stops the server in order, and checks that it ends well.
    pub fn stop(mut self) {
        signal(self.child.id(), Signal::TERM);
        let status = self.child.wait().unwrap();
        assert!(status.success(), "the server ended with {status}");
    }
}
