//! A listing goes on behind each cookie; behind the last there is nothing.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    DIR, call, file,
    listing::{entries, listed},
    opened,
};

fn main() {
    for number in 0..20 {
        file(&format!("name-{number}"), b"");
    }
    let all = listed(DIR, 4096);
    assert_eq!(all.len(), 22);
    for (at, entry) in all.iter().enumerate() {
        let rest = entries(&call::fd_readdir(DIR, 4096, entry.next).unwrap());
        assert_eq!(rest, all[at + 1..], "behind {}", entry.name);
    }
    assert_eq!(call::fd_readdir(DIR, 4096, 1 << 40), Ok(Vec::new()));
    let again = opened(".");
    assert_eq!(listed(again, 4096), all, "the fd has no place in it");
}
