//! A link says where it leads, as much of it as there is room for.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    DIR, call,
    errno::{EXIST, INVAL, NOENT},
    file, refused, symlink,
};

fn main() {
    symlink("some/where", "l");
    file("f", b"");
    assert_eq!(
        call::path_readlink(DIR, "l", 100),
        Ok(b"some/where".to_vec())
    );
    assert_eq!(
        call::path_readlink(DIR, "l", 10),
        Ok(b"some/where".to_vec())
    );
    assert_eq!(call::path_readlink(DIR, "l", 4), Ok(b"some".to_vec()));
    assert_eq!(call::path_readlink(DIR, "l", 0), Ok(Vec::new()));
    refused(call::path_readlink(DIR, "f", 100), INVAL);
    refused(call::path_readlink(DIR, ".", 100), INVAL);
    refused(call::path_readlink(DIR, "none", 100), NOENT);
    refused(call::path_symlink("x", DIR, "l"), EXIST);
    refused(call::path_symlink("", DIR, "empty"), NOENT);
}
