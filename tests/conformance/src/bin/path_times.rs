//! Times are set by path: one or both, to a time or to now, of a link or of what it leads to.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    ATIM, ATIM_NOW, DIR, FOLLOW, MTIM, MTIM_NOW, call,
    errno::{INVAL, NOENT},
    file, refused, stat, symlink,
};

fn main() {
    file("f", b"");
    symlink("f", "l");
    let second = 1_000_000_000;
    call::path_filestat_set_times(DIR, 0, "f", second, 2 * second, ATIM | MTIM).unwrap();
    let set = stat("f").unwrap();
    assert_eq!((set.atim, set.mtim), (second, 2 * second));
    call::path_filestat_set_times(DIR, FOLLOW, "l", 3 * second, 9, ATIM).unwrap();
    let set = stat("f").unwrap();
    assert_eq!((set.atim, set.mtim), (3 * second, 2 * second));
    call::path_filestat_set_times(DIR, 0, "l", 5 * second, 6 * second, ATIM | MTIM).unwrap();
    assert_eq!(stat("l").unwrap().mtim, 6 * second);
    assert_eq!(stat("f").unwrap().mtim, 2 * second);
    call::path_filestat_set_times(DIR, 0, "f", 0, 0, MTIM_NOW).unwrap();
    let set = stat("f").unwrap();
    assert_eq!(set.atim, 3 * second);
    assert!(set.mtim > 1_600_000_000 * second, "{}", set.mtim);
    call::path_filestat_set_times(DIR, 0, "f", 0, 0, 0).unwrap();
    assert_eq!(stat("f"), Ok(set));
    refused(
        call::path_filestat_set_times(DIR, 0, "f", 0, 0, ATIM | ATIM_NOW),
        INVAL,
    );
    refused(
        call::path_filestat_set_times(DIR, 0, "f", 0, 0, MTIM | MTIM_NOW),
        INVAL,
    );
    refused(
        call::path_filestat_set_times(DIR, 0, "none", 0, 0, MTIM),
        NOENT,
    );
}
