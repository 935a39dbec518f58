//! The program that was built with the tests.

use crate::TestServer;
use crate::server::MASTER_KEY;
use rustix::process::{Pid, Signal, kill_process};
use std::process::{Command, Stdio};

/// A run of the program; it takes its database from the arguments alone.
pub fn quittance(arguments: &[&str]) -> Command {
    let tests = std::env::current_exe().unwrap();
    let program = tests.parent().unwrap().parent().unwrap().join("quittance");
    assert!(
        program.exists(),
        "{} is not built: cargo build --bins",
        program.display()
    );
    let mut command = Command::new(program);
    command.args(arguments).env_remove("DATABASE_URL");
    command
}

/// A run of the program on the database of a test, with nobody to talk to.
pub fn program(server: &TestServer, arguments: &[&str]) -> Command {
    let mut command = quittance(arguments);
    command
        .args(["--database-url", &server.database.url])
        .env("QUITTANCE_MASTER_KEY", MASTER_KEY)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Sends a signal to a process, without needing a program for it: a lean machine has no `kill`.
pub fn signal(pid: u32, signal: Signal) {
    let pid = Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
    kill_process(pid, signal).unwrap();
}
