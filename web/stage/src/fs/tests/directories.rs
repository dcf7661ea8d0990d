//! Listing, moving and counting names.

use super::*;

#[test]
fn a_listing_begins_with_the_directory_itself() {
    let mut tree = tree();
    tree.add_file("d/f", vec![], NOW).unwrap();
    let dir = tree.lookup(ROOT, b"d", false).unwrap();
    let file = tree.lookup(ROOT, b"d/f", false).unwrap();
    let entries: Vec<_> = tree.read_directory(dir, 0).unwrap().collect();
    let entry = |next, inode, kind, name| Entry {
        next,
        inode,
        kind,
        name,
    };
    let own = Kind::Directory;
    assert_eq!(
        entries,
        [
            entry(1, dir, own, "."),
            entry(2, dir, own, ".."),
            entry(3, file, Kind::Regular, "f"),
        ]
    );
    assert_eq!(names(&tree, dir, 1), ["..", "f"]);
    assert_eq!(names(&tree, dir, 2), ["f"]);
    assert_eq!(names(&tree, dir, u64::MAX), [""; 0]);
    assert_eq!(tree.read_directory(file, 0).err(), Some(Errno::Notdir));
}

#[test]
fn a_cookie_stays_good_while_the_directory_changes() {
    let mut tree = tree();
    for name in ["a", "b", "c", "d"] {
        tree.add_file(name, vec![], NOW).unwrap();
    }
    let entries: Vec<_> = tree.read_directory(ROOT, 0).unwrap().collect();
    let behind_b = entries[3].next;
    assert_eq!(entries[3].name, "b");
    // Reading and removing by turns must neither skip nor repeat.
    tree.unlink_file(ROOT, b"a", NOW).unwrap();
    tree.unlink_file(ROOT, b"b", NOW).unwrap();
    assert_eq!(names(&tree, ROOT, behind_b), ["c", "d"]);
    tree.add_file("a", vec![], NOW).unwrap();
    assert_eq!(names(&tree, ROOT, behind_b), ["c", "d", "a"]);
    for cookie in 0..20 {
        let rest = names(&tree, ROOT, cookie);
        assert_eq!(rest.last().map(String::as_str), (cookie < 7).then_some("a"));
    }
}

#[test]
fn a_directory_counts_its_subdirectories() {
    let mut tree = tree();
    let links = |tree: &Tree| tree.filestat(ROOT).unwrap().nlink;
    assert_eq!(links(&tree), 2);
    tree.create_directory(ROOT, b"d", NOW).unwrap();
    tree.create_directory(ROOT, b"e", NOW).unwrap();
    tree.add_file("f", vec![], NOW).unwrap();
    assert_eq!(links(&tree), 4);
    tree.rename(ROOT, b"d", ROOT, b"e", NOW).unwrap();
    assert_eq!(links(&tree), 3);
    tree.remove_directory(ROOT, b"e", NOW).unwrap();
    assert_eq!(links(&tree), 2);
}

#[test]
fn a_directory_does_not_go_into_itself() {
    let mut tree = tree();
    tree.add_file("d/e/f", vec![], NOW).unwrap();
    assert_eq!(
        tree.rename(ROOT, b"d", ROOT, b"d/e/g", NOW),
        Err(Errno::Inval)
    );
    assert_eq!(
        tree.rename(ROOT, b"d", ROOT, b"d/g", NOW),
        Err(Errno::Inval)
    );
    assert_eq!(
        tree.rename(ROOT, b"d/e", ROOT, b"d", NOW),
        Err(Errno::Notempty)
    );
    assert_eq!(
        tree.rename(ROOT, b"d/e/f", ROOT, b"d", NOW),
        Err(Errno::Notempty)
    );
    assert_eq!(tree.rename(ROOT, b"d", ROOT, b"d", NOW), Ok(()));
    assert!(tree.lookup(ROOT, b"d/e/f", false).is_ok());
}

#[test]
fn dotdot_follows_a_directory_that_moved() {
    let mut tree = tree();
    tree.add_file("a/d/f", vec![], NOW).unwrap();
    let b = tree.add_directory("b", NOW).unwrap();
    tree.rename(ROOT, b"a/d", ROOT, b"b/d", NOW).unwrap();
    assert_eq!(tree.lookup(ROOT, b"b/d/..", false), Ok(b));
}

#[test]
fn two_names_of_one_file_renamed_onto_each_other_stay() {
    let mut tree = tree();
    tree.add_file("a", b"x".to_vec(), NOW).unwrap();
    tree.link(ROOT, b"a", ROOT, b"b", NOW).unwrap();
    assert_eq!(tree.rename(ROOT, b"a", ROOT, b"b", NOW), Ok(()));
    assert_eq!(names(&tree, ROOT, 2), ["a", "b"]);
}

#[test]
fn a_file_has_no_more_names_than_on_ext4() {
    let mut tree = tree();
    tree.add_file("0", vec![], NOW).unwrap();
    let mut link = |n: u32| tree.link(ROOT, b"0", ROOT, n.to_string().as_bytes(), NOW);
    assert!((1..65_000).all(|n| link(n).is_ok()));
    assert_eq!(link(65_000), Err(Errno::Mlink));
}

#[test]
fn a_hundred_thousand_directories_in_each_other_are_no_trouble() {
    let mut tree = small(1 << 20, 100_001);
    let mut at = ROOT;
    for _ in 0..100_000 {
        at = tree.create_directory(at, &[b'n'; 255], NOW).unwrap();
    }
    assert_eq!(tree.open(at, b"f", MAKE, NOW), Err(Errno::Nospc));
    assert_eq!(tree.files(), []);
    assert_eq!(
        tree.rename(ROOT, &[b'n'; 255], at, b"m", NOW),
        Err(Errno::Inval)
    );
    drop(tree);
}
