//! Names that were meant.

use model::words::closest;

#[test]
fn the_closest_name_is_offered() {
    let names = ["cat", "cut", "sort", "sha256sum", "promptreply"];
    assert_eq!(closest("srot", names), Some("sort"));
    assert_eq!(closest("CAT", names), Some("cat"));
    assert_eq!(closest("sha256", names), None);
    assert_eq!(closest("prompt-reply", names), Some("promptreply"));
    assert_eq!(closest("ffmpeg", names), None);
}
