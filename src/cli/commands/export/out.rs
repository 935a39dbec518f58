//! The file that an export goes to.

use crate::progress;
use anyhow::Context;
use bytes::Bytes;
use futures_util::TryStreamExt;
use quittance_evidence::error::ExportError;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::pin::pin;
use tokio::sync::mpsc;
use tokio_postgres::Client;

/// Bytes gathered before they are written.
const BUFFER: usize = 256 << 10;
/// Pieces that may wait for the disk.
const WAITING: usize = 16;
/// Rows between two looks at the progress.
const STEP: u64 = 1_024;

/// Lets an export write to a file, which takes its name when the export is complete.
///
/// # Errors
/// The export's own, and when the file cannot be written.
pub(super) async fn receive<T, F: Future<Output = Result<T, ExportError>>>(
    mut out: Out,
    write: impl FnOnce(mpsc::Sender<Bytes>) -> F,
) -> anyhow::Result<T> {
    let (to, mut pieces) = mpsc::channel::<Bytes>(WAITING);
    let taking = async {
        while let Some(piece) = pieces.recv().await {
            if let Err(error) = out.write(&piece) {
                // Whoever writes finds that nobody takes it any more.
                pieces.close();
                return Err(error);
            }
        }
        Ok(out)
    };
    let (written, out) = tokio::join!(write(to), taking);
    // What the disk says comes first: the export has merely been abandoned then.
    let out = out?;
    let written = written?;
    out.close()?;
    Ok(written)
}

/// Streams the rows of a COPY to a file; memory does not grow with them.
///
/// # Errors
/// When the database cannot be read or the file cannot be written.
pub(super) async fn copy(client: &Client, sql: &str, to: &Path) -> anyhow::Result<()> {
    let mut rows = pin!(client.copy_out(sql).await?);
    let mut out = Out::open(to)?;
    let bar = progress::counter("rows written");
    let mut written = 0;
    while let Some(row) = rows.try_next().await? {
        out.row(&row)?;
        written += 1;
        if written % STEP == 0 {
            bar.set_position(written);
        }
    }
    bar.finish_and_clear();
    out.close()
}

/// Standard output, or a file that takes its name when it is complete.
pub(super) struct Out {
    to: BufWriter<Box<dyn Write + Send>>,
    /// The name while it is being written, and the name in the end.
    names: Option<(PathBuf, PathBuf)>,
}

impl Out {
    /// Opens `path`; `-` is standard output.
    pub fn open(path: &Path) -> anyhow::Result<Out> {
        if path == Path::new("-") {
            let to: Box<dyn Write + Send> = Box::new(std::io::stdout());
            return Ok(Out {
                to: BufWriter::with_capacity(BUFFER, to),
                names: None,
            });
        }
        let mut partial = path.as_os_str().to_owned();
        partial.push(".partial");
        let partial = PathBuf::from(partial);
        let file = File::create(&partial)
            .with_context(|| format!("cannot write {}", partial.display()))?;
        let to: Box<dyn Write + Send> = Box::new(file);
        let names = Some((partial, path.to_owned()));
        Ok(Out {
            to: BufWriter::with_capacity(BUFFER, to),
            names,
        })
    }

    /// Writes a row as Postgres sends it, with the line end that RFC 4180 asks for.
    pub fn row(&mut self, row: &[u8]) -> anyhow::Result<()> {
        let row = row.strip_suffix(b"\n").unwrap_or(row);
        self.to.write_all(row)?;
        self.to.write_all(b"\r\n")?;
        Ok(())
    }

    /// Writes bytes as they are.
    pub fn write(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        Ok(self.to.write_all(bytes)?)
    }

    /// Makes sure that everything is written and gives the file its name.
    pub fn close(mut self) -> anyhow::Result<()> {
        self.to.flush()?;
        if let Some((partial, name)) = self.names {
            fs::rename(&partial, &name)
                .with_context(|| format!("cannot write {}", name.display()))?;
        }
        Ok(())
    }
}
