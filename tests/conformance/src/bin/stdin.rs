//! stdin is read in any portions to its end, and beyond the end there is nothing, again and again.
//!
//! ```json
//! {"stdin": "one\ntwö\n"}
//! ```

use conformance::{call, errno::BADF, refused};

fn main() {
    let mut small = [0; 3];
    let mut all: Vec<u8> = Vec::new();
    loop {
        let count = call::fd_read(0, &mut [&mut small]).unwrap() as usize;
        assert!(count <= 3);
        all.extend(&small[..count]);
        if count == 0 {
            break;
        }
    }
    assert_eq!(all, "one\ntwö\n".as_bytes());
    assert_eq!(call::fd_read(0, &mut [&mut small]), Ok(0));
    refused(call::fd_write(0, &[b"x"]), BADF);
}
