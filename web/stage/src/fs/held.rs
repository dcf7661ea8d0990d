//! The bytes of a file, or where they are to be had.

use std::{cell::OnceCell, fmt, rc::Rc};

use super::Errno;

/// Gives all bytes of a file, or nothing if they cannot be read.
pub type Load = Rc<dyn Fn() -> Option<Vec<u8>>>;

/// The bytes of a file. Those of a large one that was put in are read when the
/// program first asks for them: most programs open few of their files.
#[derive(Clone, Default)]
pub struct Held {
    here: OnceCell<Vec<u8>>,
    later: Option<(u64, Load)>,
}

impl Held {
    /// So many bytes, which are read when they are asked for.
    pub fn later(size: u64, load: Load) -> Self {
        Self {
            here: OnceCell::new(),
            later: Some((size, load)),
        }
    }

    /// How many there are.
    pub fn size(&self) -> u64 {
        match (self.here.get(), &self.later) {
            (Some(here), _) => here.len() as u64,
            (None, Some((size, _))) => *size,
            (None, None) => 0,
        }
    }

    /// The bytes.
    ///
    /// # Errors
    /// `Io` if they cannot be read.
    pub fn bytes(&self) -> Result<&[u8], Errno> {
        if let Some(here) = self.here.get() {
            return Ok(here);
        }
        let bytes = match &self.later {
            Some((_, load)) => load().ok_or(Errno::Io)?,
            None => Vec::new(),
        };
        Ok(self.here.get_or_init(|| bytes))
    }

    /// The same, to be changed.
    ///
    /// # Errors
    /// See [`Held::bytes`].
    pub fn bytes_mut(&mut self) -> Result<&mut Vec<u8>, Errno> {
        self.bytes()?;
        self.here.get_mut().ok_or(Errno::Io)
    }
}

impl From<Vec<u8>> for Held {
    fn from(bytes: Vec<u8>) -> Self {
        Self {
            here: OnceCell::from(bytes),
            later: None,
        }
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} bytes", self.size())
    }
}
