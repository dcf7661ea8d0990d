//! What is open is no socket, and what is not open is nothing.
//!
//! ```json
//! {"dirs": [{"guest": "/", "host": "empty"}]}
//! ```

use conformance::{
    DIR, call,
    errno::{BADF, NOTSOCK},
    made, refused,
};

fn main() {
    let open = [0, 1, 2, DIR, made("file")];
    for fd in open {
        refused(call::sock_accept(fd), NOTSOCK);
        refused(call::sock_recv(fd, &mut [0; 8]), NOTSOCK);
        refused(call::sock_send(fd, b"x"), NOTSOCK);
        refused(call::sock_shutdown(fd, 1), NOTSOCK);
    }
    refused(call::sock_accept(99), BADF);
    refused(call::sock_recv(99, &mut [0; 8]), BADF);
    refused(call::sock_send(99, b"x"), BADF);
    refused(call::sock_shutdown(99, 1), BADF);
}
