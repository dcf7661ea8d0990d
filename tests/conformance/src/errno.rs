//! `errno`
#![expect(missing_docs, reason = "they are named as in preview 1")]

use std::fmt;

/// Why a call was refused.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Errno(pub u16);

macro_rules! errnos {
    ($($name:ident = $number:literal,)*) => {
        $(pub const $name: Errno = Errno($number);)*

        impl fmt::Debug for Errno {
            fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
                match self.0 {
                    $($number => to.write_str(stringify!($name)),)*
                    other => write!(to, "errno {other}"),
                }
            }
        }
    };
}

errnos! {
    BADF = 8,
    BUSY = 10,
    EXIST = 20,
    FAULT = 21,
    FBIG = 22,
    ILSEQ = 25,
    INVAL = 28,
    ISDIR = 31,
    LOOP = 32,
    NAMETOOLONG = 37,
    NOENT = 44,
    NOTDIR = 54,
    NOTEMPTY = 55,
    NOTSOCK = 57,
    NOTSUP = 58,
    PERM = 63,
    SPIPE = 70,
}
