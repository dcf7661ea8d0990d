//! Without variables both calls succeed.

use conformance::call;

fn main() {
    assert_eq!(call::environ_sizes_get(), Ok((0, 0)));
    assert_eq!(call::environ_get(0, 0), Ok(Vec::new()));
}
