//! Logging that does not throttle: lines gather in memory and a thread of its own writes them out.
//!
//! A line a request is cheap to format and dear to write, since each write is a call to the system
//! that may also wait for whoever reads the other end of the pipe.
//! So lines are collected for [`GATHER`] and written together.
//! Memory is bounded: when the reader of the log is too slow, lines are dropped and counted, and
//! serving goes on.

use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;
use tracing_subscriber::fmt::MakeWriter;

/// How long lines gather before they are written.
const GATHER: Duration = Duration::from_millis(50);
/// Bytes that may wait; at 150 bytes a line and 20,000 lines a second this is some five seconds.
const BOUND: usize = 16 << 20;

/// Where `tracing` puts its lines; cheap to clone.
#[derive(Clone, Debug)]
pub struct Lines(Arc<Shared>);

/// Writes out what has gathered when it is dropped.
#[derive(Debug)]
#[must_use = "lines that have gathered are written out when this is dropped"]
pub struct Flusher {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct Shared {
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Waiting {
    bytes: Vec<u8>,
    dropped: u64,
    closed: bool,
}

impl Shared {
    /// A panic elsewhere must not silence the log.
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Starts a log that ends up in `out`.
///
/// # Errors
/// When no thread can be started.
pub fn to(out: impl Write + Send + 'static) -> io::Result<(Lines, Flusher)> {
    let shared = Arc::new(Shared::default());
    let writing = Arc::clone(&shared);
    let builder = std::thread::Builder::new().name("log".to_owned());
    let thread = Some(builder.spawn(move || write_out(&writing, out))?);
    Ok((Lines(Arc::clone(&shared)), Flusher { shared, thread }))
}

fn write_out(shared: &Shared, mut out: impl Write) {
    let mut ready = Vec::new();
    loop {
        let mut waiting = shared.lock();
        while waiting.bytes.is_empty() && !waiting.closed {
            waiting = shared
                .changed
                .wait(waiting)
                .unwrap_or_else(PoisonError::into_inner);
        }
        if !waiting.closed {
            // The first line of many has woken this thread; the others come without a wake-up.
            let gathering = |waiting: &mut Waiting| !waiting.closed;
            let waited = shared
                .changed
                .wait_timeout_while(waiting, GATHER, gathering);
            waiting = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        std::mem::swap(&mut waiting.bytes, &mut ready);
        let (dropped, closed) = (std::mem::take(&mut waiting.dropped), waiting.closed);
        drop(waiting);
        // Nobody is left to be told when the log itself cannot be written.
        let _ = out.write_all(&ready);
        if dropped > 0 {
            let _ = writeln!(
                out,
                "{dropped} log lines were dropped: the log is read too slowly"
            );
        }
        let _ = out.flush();
        ready.clear();
        if closed {
            return;
        }
    }
}

impl Write for &Lines {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let mut waiting = self.0.lock();
        if waiting.bytes.len() + line.len() > BOUND {
            waiting.dropped += 1;
        } else {
            let first = waiting.bytes.is_empty();
            waiting.bytes.extend_from_slice(line);
            drop(waiting);
            if first {
                self.0.changed.notify_one();
            }
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = &'a Lines;

    fn make_writer(&'a self) -> &'a Lines {
        self
    }
}

impl Drop for Flusher {
    fn drop(&mut self) {
        self.shared.lock().closed = true;
        self.shared.changed.notify_one();
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing more to write.
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Default)]
    struct Sink(Arc<Mutex<Vec<u8>>>);

    impl Write for Sink {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn every_line_is_out_when_the_flusher_is_gone() {
        let sink = Sink::default();
        let (lines, flusher) = to(sink.clone()).unwrap();
        for number in 0..10_000 {
            writeln!(&lines, "line {number}").unwrap();
        }
        drop(flusher);
        let written = String::from_utf8(sink.0.lock().unwrap().clone()).unwrap();
        // `writeln!` hands a line over in pieces, whose order is kept.
        assert_eq!(written.lines().count(), 10_000);
        assert!(written.ends_with("line 9999\n"));
    }

    #[test]
    fn a_log_that_nobody_reads_stays_bounded() {
        struct Stuck;
        impl Write for Stuck {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                std::thread::sleep(Duration::from_secs(3600));
                Ok(0)
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let (lines, flusher) = to(Stuck).unwrap();
        let line = vec![b'x'; 1 << 20];
        for _ in 0..40 {
            (&lines).write_all(&line).unwrap();
        }
        let waiting = lines.0.lock();
        assert!(waiting.bytes.len() <= BOUND);
        assert!(waiting.dropped > 0);
        drop(waiting);
        // Joining the stuck thread would wait for it.
        std::mem::forget(flusher);
    }
}
