//! The file that an export goes to.

use anyhow::Context;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Bytes gathered before they are written.
const BUFFER: usize = 256 << 10;

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
