//! The archive that a bundle is written into, a piece at a time, with the sum of every file.

use crate::error::ExportError;
use crate::manifest::File;
use bytes::Bytes;
use sha2::{Digest, Sha256};
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc;
use zip::ZipWriter;
use zip::write::{SimpleFileOptions, StreamWriter};

/// Bytes that are handed over at once, about.
pub(crate) const PIECE: usize = 64 << 10;

/// A ZIP archive being written to whoever takes its bytes.
pub(super) struct Archive {
    zip: ZipWriter<StreamWriter<Gathered>>,
    gathered: Gathered,
    to: mpsc::Sender<Bytes>,
    files: Vec<File>,
    sum: Sha256,
}

/// What the archive has written and nobody has taken yet.
#[derive(Clone, Debug, Default)]
struct Gathered(Arc<Mutex<Vec<u8>>>);

impl Gathered {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn len(&self) -> usize {
        self.0.lock().map_or(0, |bytes| bytes.len())
    }
}

impl Write for Gathered {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut gathered = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        gathered.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Archive {
    pub fn new(to: mpsc::Sender<Bytes>) -> Archive {
        let gathered = Gathered::default();
        Archive {
            zip: ZipWriter::new_stream(gathered.clone()),
            gathered,
            to,
            files: Vec::new(),
            sum: Sha256::new(),
        }
    }

    /// Every file so far, with its sum.
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// A file in one piece.
    pub async fn file(&mut self, name: &str, bytes: &[u8]) -> Result<(), ExportError> {
        self.begin(name)?;
        self.write(bytes).await?;
        self.end().await
    }

    /// Begins a file, whose length is not known yet and may be beyond what an old ZIP can say.
    pub fn begin(&mut self, name: &str) -> Result<(), ExportError> {
        let options = SimpleFileOptions::default()
            .large_file(true)
            .unix_permissions(0o644);
        self.zip
            .start_file(name, options)
            .map_err(io::Error::other)?;
        self.files.push(File {
            name: name.to_owned(),
            bytes: 0,
            sha256: String::new(),
        });
        Ok(())
    }

    /// Adds to the file.
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), ExportError> {
        self.sum.update(bytes);
        if let Some(file) = self.files.last_mut() {
            file.bytes += bytes.len() as u64;
        }
        // Compressing is work, so others get their turn in between.
        for piece in bytes.chunks(PIECE) {
            self.zip.write_all(piece)?;
            if self.gathered.len() >= PIECE {
                self.hand_over().await?;
            }
        }
        Ok(())
    }

    /// Ends the file.
    pub async fn end(&mut self) -> Result<(), ExportError> {
        let sum = self.sum.finalize_reset();
        if let Some(file) = self.files.last_mut() {
            file.sha256 = hex::encode(sum);
        }
        self.hand_over().await
    }

    /// Ends the archive; without this it is none.
    pub async fn finish(self) -> Result<(), ExportError> {
        let Archive {
            zip, gathered, to, ..
        } = self;
        zip.finish().map_err(io::Error::other)?;
        send(&to, gathered.take()).await
    }

    async fn hand_over(&mut self) -> Result<(), ExportError> {
        send(&self.to, self.gathered.take()).await
    }
}

async fn send(to: &mpsc::Sender<Bytes>, bytes: Vec<u8>) -> Result<(), ExportError> {
    if bytes.is_empty() {
        return Ok(());
    }
    let sent = to.send(bytes.into()).await;
    sent.map_err(|_| ExportError::Abandoned)
}
