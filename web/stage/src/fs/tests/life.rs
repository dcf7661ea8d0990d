//! How long inodes live, their times, and what goes in and out.

use super::*;

#[test]
fn an_open_file_outlives_its_last_name() {
    let mut tree = tree();
    let f = tree.open(ROOT, b"f", MAKE, NOW).unwrap();
    assert_eq!(tree.open(ROOT, b"f", READ, NOW), Ok(f));
    tree.write(f, 0, b"old", NOW).unwrap();
    tree.unlink_file(ROOT, b"f", NOW).unwrap();
    let g = tree.open(ROOT, b"f", MAKE, NOW).unwrap();
    assert_ne!(f, g);
    assert_eq!(tree.bytes(f), Ok(&b"old"[..]));
    assert_eq!(tree.filestat(f).unwrap().nlink, 0);
    tree.release(f);
    assert_eq!(tree.write(f, 3, b"er", NOW), Ok(2));
    tree.release(f);
    assert_eq!(tree.bytes(f), Err(Errno::Badf));
    // Once too often harms nobody.
    tree.release(f);
    tree.release(ROOT);
    assert!(tree.filestat(ROOT).is_ok());
}

#[test]
fn what_a_rename_replaces_lives_while_it_is_open() {
    let mut tree = tree();
    let f = tree.open(ROOT, b"f", MAKE, NOW).unwrap();
    tree.write(f, 0, b"old", NOW).unwrap();
    tree.add_file("g", b"new".to_vec(), NOW).unwrap();
    tree.rename(ROOT, b"g", ROOT, b"f", NOW).unwrap();
    assert_eq!(tree.bytes(f), Ok(&b"old"[..]));
    assert_eq!(tree.used(), 6);
    tree.release(f);
    assert_eq!(tree.used(), 3);
}

#[test]
fn nothing_can_be_made_in_a_directory_that_is_gone() {
    let mut tree = tree();
    tree.add_file("f", vec![], NOW).unwrap();
    tree.create_directory(ROOT, b"d", NOW).unwrap();
    let d = tree.open(ROOT, b"d", READ, NOW).unwrap();
    tree.remove_directory(ROOT, b"d", NOW).unwrap();
    let noent = Some(Errno::Noent);
    assert_eq!(tree.create_directory(d, b"x", NOW).err(), noent);
    assert_eq!(tree.open(d, b"x", MAKE, NOW).err(), noent);
    assert_eq!(tree.symlink(b"x", d, b"y", NOW).err(), noent);
    assert_eq!(tree.rename(ROOT, b"f", d, b"f", NOW).err(), noent);
    assert_eq!(tree.link(ROOT, b"f", d, b"f", NOW).err(), noent);
    assert_eq!(tree.lookup(d, b"..", false).err(), Some(Errno::Perm));
    assert_eq!(tree.lookup(d, b".", false), Ok(d));
    assert_eq!(names(&tree, d, 0), [".", ".."]);
    assert_eq!(tree.filestat(d).unwrap().nlink, 0);
    tree.release(d);
    assert_eq!(tree.filestat(d), Err(Errno::Badf));
}

/// The times of a path: read, changed, made.
fn times(tree: &Tree, path: &str) -> [u64; 3] {
    let inode = tree.lookup(ROOT, path.as_bytes(), false).unwrap();
    let stat = tree.filestat(inode).unwrap();
    [stat.atim, stat.mtim, stat.ctim]
}

#[test]
fn times_change_as_on_linux() {
    let mut tree = Tree::new(1);
    let f = tree.open(ROOT, b"f", MAKE, 2).unwrap();
    assert_eq!(times(&tree, "f"), [2, 2, 2]);
    assert_eq!(times(&tree, "."), [1, 2, 1]);
    tree.write(f, 0, b"", 3).unwrap();
    assert_eq!(times(&tree, "f"), [2, 2, 2]);
    tree.write(f, 0, b"x", 4).unwrap();
    assert_eq!(times(&tree, "f"), [2, 4, 2]);
    tree.set_size(f, 1, 5).unwrap();
    tree.open(ROOT, b"f", MAKE, 6).unwrap();
    assert_eq!(times(&tree, "f"), [2, 5, 2]);
    tree.open(
        ROOT,
        b"f",
        Open {
            truncate: true,
            ..READ
        },
        7,
    )
    .unwrap();
    tree.link(ROOT, b"f", ROOT, b"g", 8).unwrap();
    assert_eq!(times(&tree, "f"), [2, 7, 2]);
    assert_eq!(times(&tree, "."), [1, 8, 1]);
    assert!(tree.wants_access_time(f));
    tree.set_times(f, Some(9), None).unwrap();
    assert!(!tree.wants_access_time(f));
    tree.set_times(f, None, Some(u64::MAX)).unwrap();
    assert_eq!(times(&tree, "f"), [9, u64::MAX, 2]);
    tree.create_directory(ROOT, b"d", 10).unwrap();
    tree.rename(ROOT, b"g", ROOT, b"d/g", 11).unwrap();
    assert_eq!(times(&tree, "."), [1, 11, 1]);
    assert_eq!(times(&tree, "d"), [10, 11, 10]);
    tree.unlink_file(ROOT, b"d/g", 12).unwrap();
    assert_eq!(times(&tree, "d"), [10, 12, 10]);
}

#[test]
fn a_symbolic_link_is_as_long_as_its_target_and_can_have_two_names() {
    let mut tree = tree();
    let l = tree.symlink(b"nowhere", ROOT, b"l", NOW).unwrap();
    tree.link(ROOT, b"l", ROOT, b"m", NOW).unwrap();
    let stat = tree.filestat(l).unwrap();
    assert_eq!((stat.kind, stat.size, stat.nlink), (Kind::Symlink, 7, 2));
    assert_eq!(tree.readlink(ROOT, b"m"), Ok("nowhere"));
}

#[test]
fn files_come_in_and_go_out_by_path() {
    let mut tree = tree();
    tree.add_file("/in/a.txt", b"a".to_vec(), NOW).unwrap();
    tree.add_file("in//./b.txt", b"b".to_vec(), NOW).unwrap();
    tree.add_file("c", b"old".to_vec(), NOW).unwrap();
    tree.add_file("c", b"c".to_vec(), NOW).unwrap();
    let paths = |tree: &Tree| {
        tree.files()
            .into_iter()
            .map(|(path, _)| path)
            .collect::<Vec<_>>()
    };
    assert_eq!(paths(&tree), ["c", "in/a.txt", "in/b.txt"]);
    assert_eq!(tree.files()[0].1, b"c");
    assert_eq!(changed(&tree), [""; 0]);
    assert_eq!(tree.removed(), [""; 0]);

    let a = tree.open(ROOT, b"in/a.txt", READ, NOW).unwrap();
    tree.write(a, 0, b"A", NOW).unwrap();
    tree.open(ROOT, b"new", MAKE, NOW).unwrap();
    tree.rename(ROOT, b"in/b.txt", ROOT, b"moved", NOW).unwrap();
    tree.symlink(b"c", ROOT, b"link", NOW).unwrap();
    assert_eq!(paths(&tree), ["c", "in/a.txt", "moved", "new"]);
    assert_eq!(changed(&tree), ["in/a.txt", "moved", "new"]);
    assert_eq!(tree.removed(), ["in/b.txt"]);
    tree.rename(ROOT, b"moved", ROOT, b"in/b.txt", NOW).unwrap();
    assert_eq!(changed(&tree), ["in/a.txt", "new"]);
    tree.unlink_file(ROOT, b"c", NOW).unwrap();
    tree.open(ROOT, b"c", MAKE, NOW).unwrap();
    assert_eq!(changed(&tree), ["c", "in/a.txt", "new"]);
    assert_eq!(tree.removed(), [""; 0]);
}

#[test]
fn paths_of_the_page_are_not_trusted_either() {
    let mut tree = tree();
    tree.add_file("f", vec![], NOW).unwrap();
    for (path, errno) in [
        ("", Errno::Noent),
        ("/", Errno::Noent),
        ("../x", Errno::Perm),
        ("a/../b", Errno::Perm),
        ("f/x", Errno::Notdir),
        ("a\0b", Errno::Inval),
        (&"x".repeat(256), Errno::Nametoolong),
    ] {
        assert_eq!(tree.add_file(path, vec![], NOW), Err(errno), "{path:?}");
    }
    tree.add_directory("d/e", NOW).unwrap();
    assert_eq!(tree.add_file("d/e", vec![], NOW), Err(Errno::Isdir));
    assert_eq!(tree.add_directory("/", NOW), Ok(ROOT));
    assert_eq!(tree.add_directory("f", NOW), Err(Errno::Notdir));
}

#[test]
fn what_is_to_be_had_later_is_read_when_it_is_asked_for() {
    use std::{cell::Cell, rc::Rc};

    let mut tree = tree();
    let read = Rc::new(Cell::new(0));
    let mut put = |name: &str, bytes: Option<&'static [u8]>| {
        let read = read.clone();
        let load = move || {
            read.set(read.get() + 1);
            bytes.map(<[u8]>::to_vec)
        };
        let held = Held::later(4, Rc::new(load));
        tree.add_file(name, held, NOW).unwrap()
    };
    let (a, b, c, gone) = (
        put("a", Some(b"aaaa")),
        put("b", Some(b"bbbb")),
        put("c", Some(b"cccc")),
        put("gone", None),
    );
    assert_eq!(tree.filestat(a).unwrap().size, 4);
    assert_eq!(tree.used(), 16);
    tree.set_size(b, 0, NOW).unwrap();
    assert_eq!((changed(&tree), tree.used()), (vec!["b".to_owned()], 12));
    assert_eq!(read.get(), 0);
    assert_eq!(tree.bytes(a), Ok(&b"aaaa"[..]));
    assert_eq!(tree.bytes(a), Ok(&b"aaaa"[..]));
    assert_eq!(read.get(), 1);
    tree.write(c, 4, b"!", NOW).unwrap();
    assert_eq!((tree.bytes(c), read.get()), (Ok(&b"cccc!"[..]), 2));
    assert_eq!(tree.bytes(gone), Err(Errno::Io));
    assert_eq!(tree.write(gone, 0, b"x", NOW), Err(Errno::Io));
    // One that moved is somewhere else now, with all that is in it.
    tree.rename(ROOT, b"a", ROOT, b"d", NOW).unwrap();
    let moved = tree.changed();
    assert_eq!(moved[2], ("d".to_owned(), &b"aaaa"[..]));
}
