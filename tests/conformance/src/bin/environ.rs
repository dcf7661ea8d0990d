//! Variables come as they were given; a value may have a `=` in it, or be empty.
//!
//! ```json
//! {"env": {"PAIR": "a=b", "EMPTY": "", "WÖRD": "ü"}}
//! ```

use conformance::call;

fn main() {
    let (count, size) = call::environ_sizes_get().unwrap();
    let mut environ = call::environ_get(count, size).unwrap();
    environ.sort();
    let expected = ["EMPTY=", "PAIR=a=b", "WÖRD=ü"].map(|pair| pair.as_bytes().to_vec());
    assert_eq!(environ, expected);
    assert_eq!(
        size as usize,
        expected.iter().map(|pair| pair.len() + 1).sum::<usize>()
    );
}
