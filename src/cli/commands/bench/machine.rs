//! What the figures were measured on.

use serde::Serialize;
use std::fs;

/// A machine, as far as it bears on figures.
#[derive(Clone, Debug, Serialize)]
pub struct Machine {
    pub processor: String,
    pub processors: usize,
    pub memory_gib: u64,
    pub kernel: String,
}

impl Machine {
    /// This machine.
    pub fn read() -> Machine {
        let processor = value_of("/proc/cpuinfo", "model name");
        let memory = value_of("/proc/meminfo", "MemTotal");
        let kib = memory.and_then(|text| text.split(' ').next()?.parse::<u64>().ok());
        let kernel = fs::read_to_string("/proc/sys/kernel/osrelease");
        Machine {
            processor: processor.unwrap_or_else(|| "unknown".to_owned()),
            processors: std::thread::available_parallelism().map_or(1, usize::from),
            memory_gib: kib.unwrap_or_default().div_ceil(1 << 20),
            kernel: kernel.unwrap_or_default().trim().to_owned(),
        }
    }
}

/// The value of the first line `name : value`.
fn value_of(path: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let values = text.lines().filter_map(|line| line.split_once(':'));
    let mut values = values.filter(|(known, _)| known.trim() == name);
    values.next().map(|(_, value)| value.trim().to_owned())
}
