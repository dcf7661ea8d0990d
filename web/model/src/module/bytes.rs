//! Reads what stands before a module's code, by hand: the page does so for each
//! program before it is compiled, and `wasmparser`, by which the doctor reads,
//! would be a part of every first visit.

/// Where something else stands than should.
#[derive(Clone, Copy, Debug)]
pub(super) struct Damaged(pub usize);

/// A memory's type.
#[derive(Clone, Copy)]
pub(super) struct Memory {
    /// In pages.
    pub initial: u64,
    pub maximum: Option<u64>,
    pub shared: bool,
    /// Its addresses have 64 bits.
    pub is_64: bool,
    /// Of its pages, if it is another than theirs.
    pub page_size_log2: Option<u64>,
}

/// Bytes that are read one after the other.
#[derive(Clone)]
pub(super) struct Bytes<'a> {
    bytes: &'a [u8],
    /// The place in them.
    at: usize,
    /// The place of the first one in the file.
    start: usize,
}

/// A section.
pub(super) struct Section<'a> {
    pub id: u8,
    /// Where its header begins in the file.
    pub start: usize,
    pub content: Bytes<'a>,
}

impl<'a> Bytes<'a> {
    /// A file's bytes, from this place on.
    pub fn from(bytes: &'a [u8], at: usize) -> Self {
        Self {
            bytes,
            at,
            start: 0,
        }
    }

    /// The place in the file.
    pub fn place(&self) -> usize {
        self.start + self.at
    }

    /// Where they end in the file.
    pub fn end(&self) -> usize {
        self.start + self.bytes.len()
    }

    /// Whether all is read.
    pub fn is_empty(&self) -> bool {
        self.at >= self.bytes.len()
    }

    /// What is not read yet.
    pub fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    pub fn byte(&mut self) -> Result<u8, Damaged> {
        let byte = self.bytes.get(self.at).ok_or(Damaged(self.place()))?;
        self.at += 1;
        Ok(*byte)
    }

    /// A number in LEB128.
    pub fn number(&mut self) -> Result<u64, Damaged> {
        let place = self.place();
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Damaged(place))
    }

    /// So many bytes, after the number that says how many.
    pub fn counted(&mut self) -> Result<Bytes<'a>, Damaged> {
        let length = self.number()?;
        let start = self.place();
        let length = usize::try_from(length).map_err(|_| Damaged(start))?;
        let bytes = self.rest().get(..length).ok_or(Damaged(start))?;
        self.at += length;
        Ok(Bytes {
            bytes,
            at: 0,
            start,
        })
    }

    pub fn section(&mut self) -> Result<Section<'a>, Damaged> {
        Ok(Section {
            start: self.place(),
            id: self.byte()?,
            content: self.counted()?,
        })
    }

    /// A memory's type, or as much of a table's.
    pub fn memory(&mut self) -> Result<Memory, Damaged> {
        let place = self.place();
        let flags = self.byte()?;
        if flags > 0b1111 {
            return Err(Damaged(place));
        }
        let initial = self.number()?;
        let mut if_set = |bit: u8| (flags & bit != 0).then(|| self.number()).transpose();
        Ok(Memory {
            initial,
            maximum: if_set(0b1)?,
            shared: flags & 0b10 != 0,
            is_64: flags & 0b100 != 0,
            page_size_log2: if_set(0b1000)?,
        })
    }

    /// Goes past the type of a value.
    pub fn value_type(&mut self) -> Result<(), Damaged> {
        // A reference to one of the module's types, and to exactly that.
        if matches!(self.byte()?, 0x63 | 0x64) && self.number()? == 0x62 {
            self.number()?;
        }
        Ok(())
    }
}
