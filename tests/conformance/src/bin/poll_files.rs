//! A file is always ready, however it was opened; at its end reading says so.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    DIR, SET, Subscription, WRITE, call, made, opened,
    poll::{FD_READ, FD_WRITE, HANGUP},
    write,
};

fn main() {
    let fd = made("f");
    write(fd, b"abc");
    let ready = |subscription| call::poll_oneoff(&[subscription]).map(|events| events[0]);
    let at_end = ready(Subscription::readable(1, fd)).unwrap();
    assert_eq!(
        (at_end.kind, at_end.errno, at_end.flags),
        (FD_READ, 0, HANGUP)
    );
    call::fd_seek(fd, 1, SET).unwrap();
    let before = ready(Subscription::readable(1, fd)).unwrap();
    assert_eq!((before.errno, before.flags), (0, 0));
    assert!(before.bytes > 0);
    assert_eq!(ready(Subscription::writable(1, fd)).unwrap().kind, FD_WRITE);
    assert_eq!(
        ready(Subscription::writable(1, opened("f"))).unwrap().errno,
        0
    );
    let writes = call::path_open(DIR, 0, "f", 0, WRITE, 0).unwrap();
    assert_eq!(ready(Subscription::readable(1, writes)).unwrap().errno, 0);
}
