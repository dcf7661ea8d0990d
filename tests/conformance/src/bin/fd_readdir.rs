//! A listing has `.` and `..` first, then every name with its type and inode.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    DIR, IS_DIRECTORY, IS_FILE, IS_SYMLINK, call, directory, errno::BADF, file, listing::listed,
    opened, refused, stat, symlink,
};

fn main() {
    directory("d");
    file("f", b"");
    symlink("f", "l");
    let all = listed(DIR, 4096);
    let own = stat(".").unwrap().ino;
    assert_eq!(
        (all[0].name.as_str(), all[0].ino, all[0].next),
        (".", own, 1)
    );
    assert_eq!((all[1].name.as_str(), all[1].next), ("..", 2));
    let mut rest: Vec<_> = all[2..]
        .iter()
        .map(|entry| (entry.name.as_str(), entry.filetype))
        .collect();
    rest.sort_unstable();
    assert_eq!(
        rest,
        [("d", IS_DIRECTORY), ("f", IS_FILE), ("l", IS_SYMLINK)]
    );
    for entry in &all[2..] {
        assert_eq!(stat(&entry.name).unwrap().ino, entry.ino, "{}", entry.name);
    }
    assert_eq!(listed(opened("d"), 4096).len(), 2);
    refused(call::fd_readdir(77, 100, 0), BADF);
}
