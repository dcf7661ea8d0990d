//! What a run may take. Each limit can be seen and changed on the page.

use serde::{Deserialize, Serialize};

/// The limits of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// How long a run may take, in seconds; 0 is for ever. Waiting for what is
    /// typed does not count.
    pub seconds: u32,
    /// How much memory a stage may have, in megabytes of 2^20 bytes.
    pub memory: u32,
    /// How much of an output is kept, in megabytes of 2^20 bytes.
    pub kept: u32,
    /// How much a run may write to the panes and files, in megabytes of 2^20
    /// bytes; 0 is without end.
    pub written: u32,
    /// How much the files that programs are granted may take together, in
    /// megabytes of 2^20 bytes.
    #[serde(default = "usual_files")]
    pub files: u32,
}

/// More than demos need, less than a tab of a phone gives before it is killed.
fn usual_files() -> u32 {
    1024
}

impl Default for Limits {
    /// What demos need and a phone can give: ten million short lines fit.
    fn default() -> Self {
        Self {
            seconds: 120,
            memory: 1024,
            kept: 128,
            written: 4096,
            files: usual_files(),
        }
    }
}

/// A megabyte of 2^20 bytes.
const MEGABYTE: u64 = 1 << 20;

impl Limits {
    /// The most memory that can be asked for: one page less than 4 GiB, whose
    /// size would not fit 32 bits.
    pub const MOST_PAGES: u64 = 65_535;

    /// The nearest ones that can be kept: a day, 4 GB of memory, 2 GB kept, 1 TB
    /// written, 2 GB of files.
    pub fn possible(self) -> Self {
        Self {
            seconds: self.seconds.min(86_400),
            memory: self.memory.clamp(1, 4096),
            kept: self.kept.clamp(1, 2048),
            written: self.written.min(1 << 20),
            files: self.files.clamp(1, 2048),
        }
    }

    /// Whether one of them is more than at first.
    pub fn exceed_usual(&self) -> bool {
        let usual = Self::default();
        // 0 is without end.
        let endless = |limit: u32| limit.wrapping_sub(1);
        endless(self.seconds) > endless(usual.seconds)
            || self.memory > usual.memory
            || self.kept > usual.kept
            || self.files > usual.files
            || endless(self.written) > endless(usual.written)
    }

    /// The memory limit in pages of WebAssembly, 64 KiB each.
    pub fn pages(&self) -> u64 {
        (u64::from(self.memory) * 16).clamp(1, Self::MOST_PAGES)
    }

    /// How much of an output is kept, in bytes.
    pub fn kept_bytes(&self) -> u64 {
        u64::from(self.kept) * MEGABYTE
    }

    /// How much files may take together, in bytes.
    pub fn file_bytes(&self) -> u64 {
        u64::from(self.files) * MEGABYTE
    }

    /// How much may be written, in bytes, if there is a limit.
    pub fn written_bytes(&self) -> Option<u64> {
        (self.written > 0).then(|| u64::from(self.written) * MEGABYTE)
    }
}
