//! A name needs its room, and takes no more.
//!
//! ```json
//! {"dirs": [{"guest": "/data", "host": "empty"}]}
//! ```

use conformance::{
    DIR, call,
    errno::{BADF, NAMETOOLONG, NOTDIR},
    opened, refused,
};

fn main() {
    assert_eq!(call::fd_prestat_get(DIR), Ok(5));
    refused(call::fd_prestat_dir_name(DIR, 4), NAMETOOLONG);
    refused(call::fd_prestat_dir_name(DIR, 0), NAMETOOLONG);
    assert_eq!(call::fd_prestat_dir_name(DIR, 7), Ok(b"/data##".to_vec()));
    let below = opened(".");
    refused(call::fd_prestat_get(below), BADF);
    refused(call::fd_prestat_dir_name(below, 7), NOTDIR);
}
