//! Random bytes fill all of the buffer, however large, and differ each time.

use conformance::call;

fn main() {
    let mut some = vec![0; 200_000];
    call::random_get(&mut some).unwrap();
    for part in some.chunks(1000) {
        assert!(
            part.iter().any(|byte| *byte != 0),
            "a thousand zeros are no chance"
        );
    }
    let mut others = vec![0; 200_000];
    call::random_get(&mut others).unwrap();
    assert_ne!(some, others);
    call::random_get(&mut []).unwrap();
}
