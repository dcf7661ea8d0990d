//! Several buffers are as one, filled in order; how many of them one call takes is its own affair.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{SET, call, content, made};

fn main() {
    let fd = made("f");
    let all: Vec<u8> = (0..100).collect();
    let mut written = 0;
    while written < all.len() {
        let (one, rest) = all[written..].split_at(1);
        let (two, rest) = rest.split_at(rest.len().min(10));
        let count = call::fd_write(fd, &[b"", one, b"", two, rest]).unwrap() as usize;
        assert!((1..=all.len() - written).contains(&count));
        written += count;
    }
    assert_eq!(content("f"), all);
    call::fd_seek(fd, 0, SET).unwrap();
    let mut read: Vec<u8> = Vec::new();
    loop {
        let (mut one, mut two) = ([0; 3], [0; 20]);
        let count = call::fd_read(fd, &mut [&mut [], &mut one, &mut [], &mut two]).unwrap();
        if count == 0 {
            break;
        }
        read.extend(&[&one[..], &two[..]].concat()[..count as usize]);
    }
    assert_eq!(read, all);
}
