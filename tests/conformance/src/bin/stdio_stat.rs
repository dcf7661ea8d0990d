//! Standard files are no terminals and no files: their type is unknown, and there is nothing to know of them.

use conformance::{Fdstat, READ, UNKNOWN, WRITE, call};

fn main() {
    for (fd, rights) in [(0, READ), (1, WRITE), (2, WRITE)] {
        let expected = Fdstat {
            filetype: UNKNOWN,
            flags: 0,
            base: rights,
            inheriting: rights,
        };
        assert_eq!(call::fd_fdstat_get(fd), Ok(expected));
        let stat = call::fd_filestat_get(fd).unwrap();
        assert_eq!((stat.filetype, stat.size, stat.mtim), (UNKNOWN, 0, 0));
    }
}
