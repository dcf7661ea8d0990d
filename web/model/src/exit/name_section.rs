//! A module's name section, as far as it names functions.
//!
//! Source: WebAssembly core specification, appendix “Custom sections”, “Name
//! section”. By hand, for this is a part of every worker, which `wasmparser` is
//! not.

/// The subsection that names functions.
const FUNCTIONS: u8 = 1;

/// The name of the function with this index, if the section has it.
pub fn function(section: &[u8], index: u32) -> Option<String> {
    let mut rest = section;
    loop {
        let id = byte(&mut rest)?;
        let mut names = sized(&mut rest)?;
        if id == FUNCTIONS {
            for _ in 0..number(&mut names)? {
                let named = number(&mut names)?;
                let name = sized(&mut names)?;
                if named == index {
                    return Some(String::from_utf8_lossy(name).into_owned());
                }
            }
        }
    }
}

fn byte(from: &mut &[u8]) -> Option<u8> {
    let (first, rest) = from.split_first()?;
    *from = rest;
    Some(*first)
}

/// An unsigned number in LEB128.
fn number(from: &mut &[u8]) -> Option<u32> {
    let mut value = 0;
    for shift in (0..32).step_by(7) {
        let byte = byte(from)?;
        value |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

/// Bytes behind their length.
fn sized<'a>(from: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = number(from)? as usize;
    let (bytes, rest) = from.split_at_checked(length)?;
    *from = rest;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::function;

    /// The module's own name, then functions 0 and 300, then something unknown.
    const SECTION: &[u8] = b"\x00\x04\x03cat\x01\x0b\x02\x00\x03one\xac\x02\x02\xc3\xbc\x09\x00";

    #[test]
    fn a_function_is_found_by_its_index() {
        assert_eq!(function(SECTION, 0).as_deref(), Some("one"));
        assert_eq!(function(SECTION, 300).as_deref(), Some("ü"));
        assert_eq!(function(SECTION, 1), None);
    }

    #[test]
    fn a_section_that_is_cut_names_what_is_there() {
        for end in 0..SECTION.len() {
            assert_eq!(function(&SECTION[..end], 1), None, "{end}");
        }
        assert_eq!(
            function(&SECTION[..SECTION.len() - 2], 0).as_deref(),
            Some("one")
        );
        assert_eq!(function(b"\x01\xff\xff\xff\xff\xff", 0), None);
    }
}
