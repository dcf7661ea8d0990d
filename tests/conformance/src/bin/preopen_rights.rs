//! Rights are reported: of a directory that is granted those that programs expect, of what is opened those that fit how it was opened.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    CREATE, DIR, IS_DIRECTORY, IS_FILE, READ, TRUNCATE, WRITE, call, directory, file, opened,
};

fn main() {
    let all: u64 = (1 << 30) - 1;
    let of = |fd| {
        call::fd_fdstat_get(fd).map(|stat| (stat.filetype, stat.flags, stat.base, stat.inheriting))
    };
    let own =
        0b111 << 24 | 1 << 23 | 1 << 21 | 1 << 20 | 1 << 18 | 0b111 << 15 | 1 << 14 | 0b1_1111 << 9;
    let below = own | 0b1_1111_1111 | 1 << 22 | 1 << 27;
    assert_eq!(of(DIR), Ok((IS_DIRECTORY, 0, own, below)));
    directory("d");
    let rights = all & !(1 << 2 | WRITE | 1 << 19 | 1 << 22);
    assert_eq!(of(opened("d")), Ok((IS_DIRECTORY, 0, rights, rights)));
    file("f", b"");
    let no_read = !(READ | 1 << 14);
    for (asked, oflags, rights) in [
        (READ, 0, all & !WRITE),
        (WRITE, 0, all & no_read),
        (READ | WRITE, 0, all),
        (0, 0, all & !WRITE),
        (0, CREATE, all),
        (WRITE, CREATE, all & no_read),
        (READ, TRUNCATE, all),
    ] {
        let fd = call::path_open(DIR, 0, "f", oflags, asked, 0).unwrap();
        assert_eq!(
            of(fd),
            Ok((IS_FILE, 0, rights, rights)),
            "{asked:b}, {oflags}"
        );
    }
}
