//! One call of a component's: its arguments, and what it is given for them, by
//! the canonical ABI of the component model,
//! <https://github.com/WebAssembly/component-model/blob/main/design/mvp/CanonicalABI.md>.

use js_sys::{Array, Function};
use wasm_bindgen::JsValue;

use crate::{guest::Guest, handles::Handles, link::MOST_ARGUMENTS, preview1::Fail};

/// Why a call has no answer.
#[derive(Debug)]
pub enum Stop {
    /// The program has to wait, and then call again.
    Wait,
    /// The program is over: it asked for that.
    Exit,
    /// The program did what no program may, in words that go on behind "trapped:".
    Trap(&'static str),
}

/// What a call gives: its result if it is a number, else 0.
pub type Answer = Result<u64, Stop>;

/// A call, and what it may use.
pub struct Call<'a> {
    /// Its arguments as they came.
    pub arguments: [u64; MOST_ARGUMENTS],
    /// How many of them were looked at.
    pub next: usize,
    /// The memory that its pointers are of.
    pub guest: Option<&'a mut Guest>,
    /// What gives room in it.
    pub realloc: Option<&'a Function>,
    /// What the program holds.
    pub handles: &'a mut Handles,
}

impl Call<'_> {
    /// The next argument.
    pub fn u64(&mut self) -> u64 {
        let argument = self.arguments.get(self.next).copied();
        self.next += 1;
        argument.unwrap_or_default()
    }

    /// The next argument, one of 32 bits.
    pub fn u32(&mut self) -> u32 {
        self.u64() as u32
    }

    fn guest(&mut self) -> Result<&mut Guest, Stop> {
        let none = Stop::Trap("it imports this function without a memory");
        self.guest.as_deref_mut().ok_or(none)
    }

    /// The next two arguments, a list of bytes or a string.
    ///
    /// # Errors
    /// A trap if it is not the component's.
    pub fn bytes(&mut self) -> Result<Vec<u8>, Stop> {
        let (at, length) = (self.u32(), self.u32());
        self.guest()?.read(at, length)
    }

    /// The next two arguments, a list of numbers of 32 bits.
    ///
    /// # Errors
    /// A trap if it is not the component's.
    pub fn words(&mut self) -> Result<Vec<u32>, Stop> {
        let (at, count) = (self.u32(), self.u32());
        let length = count
            .checked_mul(4)
            .ok_or(Stop::Trap("it gave its host a list that no memory holds"))?;
        let bytes = self.guest()?.read(at, length)?;
        let words = bytes.chunks_exact(4);
        Ok(words
            .map(|word| u32::from_le_bytes(word.try_into().unwrap_or_default()))
            .collect())
    }

    /// Room for a list of the component's, with its place.
    ///
    /// # Errors
    /// A trap if the component gives none.
    pub fn room(&mut self, length: u32, align: u32) -> Result<u32, Stop> {
        let none = Stop::Trap("it imports this function without a way to give it memory");
        let asked = Array::of4(
            &JsValue::from(0),
            &JsValue::from(0),
            &JsValue::from(align),
            &JsValue::from(length),
        );
        let given = self
            .realloc
            .ok_or(none)?
            .apply(&JsValue::UNDEFINED, &asked)
            .map_err(|_| Stop::Trap("it trapped when its host asked for memory"))?;
        // A number with a sign, as JavaScript sees it.
        let at = given.as_f64().unwrap_or_default() as i64 as u32;
        self.guest()?.part(at, length)?;
        match at % align {
            0 => Ok(at),
            _ => Err(Stop::Trap("it gave its host memory that is not aligned")),
        }
    }

    /// Gives the component a list of bytes or a string.
    ///
    /// # Errors
    /// A trap if the component has no room.
    pub fn list(&mut self, bytes: &[u8]) -> Result<[u32; 2], Stop> {
        let at = self.room(bytes.len() as u32, 1)?;
        self.guest()?.write(at, bytes)?;
        Ok([at, bytes.len() as u32])
    }

    /// Writes a value where the component wants it.
    ///
    /// # Errors
    /// A trap if that is not in its memory.
    pub fn write(&mut self, at: u32, bytes: &[u8]) -> Answer {
        self.guest()?.write(at, bytes)?;
        Ok(0)
    }

    /// Gives the component a list of records, each of which it makes with its
    /// strings first in their place.
    ///
    /// # Errors
    /// A trap if the component has no room.
    pub fn records<const N: usize, T>(
        &mut self,
        to: u32,
        values: &[T],
        mut record: impl FnMut(&mut Self, &T) -> Result<Record<N>, Stop>,
    ) -> Answer {
        let length = (values.len() * N) as u32;
        let at = self.room(length, 4)?;
        for (place, value) in (at..).step_by(N).zip(values) {
            let bytes = record(self, value)?.0;
            self.write(place, &bytes)?;
        }
        let list = Record::<8>::new().u32(0, at).u32(4, values.len() as u32);
        self.write(to, &list.0)
    }
}

/// A value as it lies in memory.
pub struct Record<const N: usize>(pub [u8; N]);

impl<const N: usize> Record<N> {
    /// All zeros: the first case of a variant, none, success.
    pub fn new() -> Self {
        Self([0; N])
    }

    /// With this byte.
    pub fn u8(mut self, at: usize, value: u8) -> Self {
        self.0[at] = value;
        self
    }

    /// With this number.
    pub fn u32(mut self, at: usize, value: u32) -> Self {
        self.0[at..at + 4].copy_from_slice(&value.to_le_bytes());
        self
    }

    /// With this number.
    pub fn u64(mut self, at: usize, value: u64) -> Self {
        self.0[at..at + 8].copy_from_slice(&value.to_le_bytes());
        self
    }

    /// With this list.
    pub fn list(self, at: usize, [start, length]: [u32; 2]) -> Self {
        self.u32(at, start).u32(at + 4, length)
    }
}

/// A call of the host below that may have to wait, as one of this layer's that
/// gives its errno to the component.
pub fn or_wait<T>(outcome: Result<T, Fail>) -> Result<Result<T, crate::preview1::Errno>, Stop> {
    match outcome {
        Ok(value) => Ok(Ok(value)),
        Err(Fail::Errno(errno)) => Ok(Err(errno)),
        Err(Fail::Wait) => Err(Stop::Wait),
    }
}
