//! The program as a process, on a data folder that goes when the test has passed.

use quittance_replay_tests::Client;
use quittance_replay_tests::program::{self, quittance};
use rustix::process::Signal;
use serde_json::Value;
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::time::{Duration, Instant};

/// How long anything may take before the test gives up.
const PATIENCE: Duration = Duration::from_secs(60);

/// A data folder.
pub struct Folder(PathBuf);

/// A server on a folder.
pub struct Server {
    pub client: Client,
    child: Child,
}

impl Folder {
    pub fn new(name: &str) -> Folder {
        let folder = std::env::temp_dir().join(format!("quittance-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Folder(folder)
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.file(name)).unwrap_or_default()
    }

    /// The program that was built with the tests, with this folder's ledger.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = quittance(arguments);
        command.arg("--data").arg(self.file("ledger"));
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs a command that must succeed and says something in JSON.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(arguments);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Starts a server, and waits until it says that it serves.
    pub async fn serve(&self, arguments: &[&str]) -> Server {
        let ready = self.file("ready");
        let _ = std::fs::remove_file(&ready);
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.arg("--ready-file").arg(&ready).args(arguments);
        let create = |name| std::fs::File::create(self.file(name)).unwrap();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(create("server.out"))
            .stderr(create("server.log"))
            .spawn()
            .unwrap();
        let begun = Instant::now();
        while !ready.exists() {
            let ended = child.try_wait().unwrap();
            assert!(
                ended.is_none(),
                "the server ended: {}",
                self.read("server.log")
            );
            assert!(
                begun.elapsed() < PATIENCE,
                "not ready: {}",
                self.read("server.log")
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let address = self.read("ready").trim().parse().unwrap();
        let key = self.read("ledger/api.key").trim().to_owned();
        let client = Client {
            address,
            key: Some(key),
            headers: Vec::new(),
        };
        Server { client, child }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A failed test leaves its logs to be looked at.
        if !std::thread::panicking() {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }
}

impl Server {
    pub fn signal(&self, signal: Signal) {
        program::signal(self.child.id(), signal);
    }

    /// Waits for the end without blocking the test's own tasks.
    pub async fn ended(&mut self) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(begun.elapsed() < PATIENCE, "the server does not end");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    pub async fn stop(mut self) {
        self.signal(Signal::TERM);
        assert!(self.ended().await.success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // After a failed assertion; a server that has ended is not there to be killed.
        let _ = self.child.kill();
    }
}
