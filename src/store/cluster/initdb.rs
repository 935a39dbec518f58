//! Making a new cluster.

use std::fs::{self, DirBuilder, OpenOptions, Permissions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::binaries::Binaries;
use super::launch::{KILL, Launcher};
use super::layout::{Layout, sync_folder};
use super::{ClusterError, SUPERUSER, settings};

/// What a cluster in the making is called, followed by a number.
const UNFINISHED: &str = "postgres.new-";

/// Makes the cluster unless there is one.
///
/// It is made under another name and gets its own by a rename, so that a crash on the way leaves nothing that a later start takes for a cluster.
pub(super) async fn ensure(
    layout: &Layout,
    binaries: &Binaries,
    launcher: &Launcher,
) -> Result<(), ClusterError> {
    clear_unfinished(layout)?;
    let cluster = layout.cluster();
    if layout.made_by()?.is_some() {
        // The server insists on these rights, and copies tend to lose them.
        return fs::set_permissions(&cluster, Permissions::from_mode(0o700))
            .map_err(ClusterError::io("set the mode of", &cluster));
    }
    if fs::read_dir(&cluster).is_ok_and(|mut entries| entries.next().is_some()) {
        let reason = std::io::ErrorKind::DirectoryNotEmpty.into();
        return Err(ClusterError::io("make a database cluster in", &cluster)(
            reason,
        ));
    }
    // The number keeps a process of a killed `initdb` that is still about from writing into the new attempt.
    let moment = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |time| time.as_nanos());
    let new = layout.data.join(format!("{UNFINISHED}{moment}"));
    DirBuilder::new()
        .mode(0o700)
        .create(&new)
        .map_err(ClusterError::io("create", &new))?;
    launcher.account.give(&new)?;
    tracing::info!(folder = %cluster.display(), version = binaries.major, "making a database cluster");
    run(command(binaries, launcher, &new)).await?;
    include_settings(&new)?;
    fs::rename(&new, &cluster).map_err(ClusterError::io("move into place", &new))?;
    sync_folder(&layout.data)
}

fn command(binaries: &Binaries, launcher: &Launcher, folder: &Path) -> Command {
    let mut command = launcher.command(&binaries.program("initdb"), KILL);
    command
        .arg("--pgdata")
        .arg(folder)
        .arg(format!("--username={SUPERUSER}"))
        .args([
            // Whoever reaches the socket is trusted, and its folder lets only the cluster's user (and root) in.
            // Peer authentication would compare names of operating system users, which differ when root runs the program.
            "--auth-local=trust",
            // No port is opened; should an operator open one, it must be let in by his own hand.
            "--auth-host=reject",
            "--encoding=UTF8",
            // Text sorts by bytes, so no update of the system's C library can change an order that indexes rely on.
            "--locale=C",
            // A ledger would rather fail than read a page that the disk has changed.
            "--data-checksums",
        ]);
    command
}

async fn run(mut command: Command) -> Result<(), ClusterError> {
    let program = command.get_program().to_owned();
    let fail = move |reason| ClusterError::Io {
        doing: "run",
        path: program.into(),
        reason,
    };
    // A thread that waits with the child: the signal for the owner's death is bound to the thread that spawns.
    let output = match tokio::task::spawn_blocking(move || command.output()).await {
        Ok(result) => result.map_err(fail)?,
        Err(stopped) => return Err(fail(std::io::Error::other(stopped))),
    };
    if output.status.success() {
        return Ok(());
    }
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    Err(ClusterError::Initdb {
        status: output.status,
        output: text.trim_end().to_owned(),
    })
}

/// Lets the cluster's configuration end with the file that every start writes anew.
fn include_settings(folder: &Path) -> Result<(), ClusterError> {
    let path = folder.join("postgresql.conf");
    let include = format!(
        "\n# Written anew at every start; what stands below this line, or in postgresql.auto.conf, has precedence.\n\
         include '{}'\n",
        settings::FILE
    );
    OpenOptions::new()
        .append(true)
        .open(&path)
        .and_then(|mut file| {
            file.write_all(include.as_bytes())
                .and_then(|()| file.sync_all())
        })
        .map_err(ClusterError::io("write", &path))
}

/// Removes what killed attempts have left.
fn clear_unfinished(layout: &Layout) -> Result<(), ClusterError> {
    let entries = fs::read_dir(&layout.data).map_err(ClusterError::io("list", &layout.data))?;
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            remove(&entry.path())?;
        }
    }
    Ok(())
}

/// Removes a folder, again and again for a while, since a dying process may still be writing there.
fn remove(folder: &Path) -> Result<(), ClusterError> {
    let mut tries = 0;
    loop {
        match fs::remove_dir_all(folder) {
            Ok(()) => return Ok(()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(error) if tries == 20 => return Err(ClusterError::io("remove", folder)(error)),
            Err(_) => tries += 1,
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}
