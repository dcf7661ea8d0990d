//! Bytes, sizes and limits.

use super::*;

const MAX: u64 = i64::MAX as u64;

fn file(tree: &mut Tree) -> Inode {
    tree.open(ROOT, b"f", MAKE, NOW).unwrap()
}

#[test]
fn reads_and_writes_at_any_place() {
    let mut tree = tree();
    let f = file(&mut tree);
    assert_eq!(tree.write(f, 2, b"abc", NOW), Ok(3));
    assert_eq!(tree.bytes(f), Ok(&b"\0\0abc"[..]));
    assert_eq!(tree.write(f, 3, b"X", NOW), Ok(1));
    let mut some = [9; 4];
    assert_eq!(tree.read(f, 3, &mut some), Ok(2));
    assert_eq!(some, *b"Xc\x09\x09");
    assert_eq!(tree.read(f, 5, &mut some), Ok(0));
    assert_eq!(tree.read(f, 500, &mut some), Ok(0));
    assert_eq!(tree.write(f, 50, b"", NOW), Ok(0));
    assert_eq!(tree.filestat(f).unwrap().size, 5);
    tree.set_size(f, 3, NOW).unwrap();
    tree.set_size(f, 6, NOW).unwrap();
    assert_eq!(tree.bytes(f), Ok(&b"\0\0a\0\0\0"[..]));
}

#[test]
fn offsets_at_the_end_of_numbers_are_errors() {
    let mut tree = tree();
    let f = file(&mut tree);
    for (offset, errno) in [
        (MAX - 2, Errno::Fbig),
        (MAX - 1, Errno::Inval),
        (MAX, Errno::Inval),
        (MAX + 1, Errno::Inval),
        (u64::MAX, Errno::Inval),
    ] {
        assert_eq!(tree.write(f, offset, b"ab", NOW), Err(errno), "{offset}");
    }
    assert_eq!(tree.read(f, MAX, &mut [0; 4]), Err(Errno::Inval));
    assert_eq!(tree.read(f, u64::MAX, &mut [0; 4]), Err(Errno::Inval));
    for (size, errno) in [
        (MAX + 1, Errno::Inval),
        (u64::MAX, Errno::Inval),
        (MAX, Errno::Fbig),
        (1 << 44, Errno::Fbig),
        ((1 << 44) - 4096, Errno::Nospc),
    ] {
        assert_eq!(tree.set_size(f, size, NOW), Err(errno), "{size}");
    }
    assert_eq!(tree.allocate(f, 0, 0, NOW), Err(Errno::Inval));
    assert_eq!(tree.allocate(f, MAX, MAX, NOW), Err(Errno::Fbig));
    assert_eq!(tree.allocate(f, u64::MAX, u64::MAX, NOW), Err(Errno::Inval));
    assert_eq!(tree.allocate(f, 4, 4, NOW), Ok(()));
    assert_eq!(tree.allocate(f, 0, 4, NOW), Ok(()));
    assert_eq!(tree.filestat(f).unwrap().size, 8);
}

#[test]
fn only_files_have_bytes() {
    let mut tree = tree();
    tree.symlink(b"x", ROOT, b"l", NOW).unwrap();
    let link = tree.lookup(ROOT, b"l", false).unwrap();
    for (inode, errno) in [
        (ROOT, Errno::Isdir),
        (link, Errno::Inval),
        (77, Errno::Badf),
    ] {
        assert_eq!(tree.read(inode, 0, &mut [0]), Err(errno));
        assert_eq!(tree.write(inode, 0, b"x", NOW), Err(errno));
        assert_eq!(tree.set_size(inode, 0, NOW), Err(errno));
        assert_eq!(tree.allocate(inode, 0, 1, NOW), Err(errno));
    }
}

#[test]
fn a_program_gets_no_more_bytes_than_the_limit() {
    let mut tree = small(10, 10);
    let f = file(&mut tree);
    assert_eq!(tree.write(f, 0, b"12345678", NOW), Ok(8));
    // What fits is written, as on a disk that fills up.
    assert_eq!(tree.write(f, 8, b"abcd", NOW), Ok(2));
    assert_eq!(tree.write(f, 10, b"x", NOW), Err(Errno::Nospc));
    assert_eq!(tree.write(f, 5, b"fits within", NOW), Ok(5));
    assert_eq!(tree.set_size(f, 11, NOW), Err(Errno::Nospc));
    assert_eq!(tree.symlink(b"t", ROOT, b"l", NOW), Err(Errno::Nospc));
    assert_eq!(tree.add_file("g", vec![0], NOW), Err(Errno::Nospc));
    assert_eq!(tree.lookup(ROOT, b"g", false), Err(Errno::Noent));
    assert_eq!(tree.add_file("f", vec![0; 11], NOW), Err(Errno::Nospc));
    assert_eq!(tree.used(), 10);
    tree.set_size(f, 1, NOW).unwrap();
    assert_eq!(tree.write(f, 100, b"x", NOW), Err(Errno::Nospc));
    assert_eq!(tree.write(f, 9, b"xy", NOW), Ok(1));
    tree.add_file("f", vec![0; 4], NOW).unwrap();
    assert_eq!(tree.used(), 4);
    // The bytes of a file without a name count until it is closed.
    tree.unlink_file(ROOT, b"f", NOW).unwrap();
    assert_eq!(tree.used(), 4);
    tree.release(f);
    assert_eq!(tree.used(), 0);
}

#[test]
fn a_program_gets_no_more_inodes_and_names_than_the_limit() {
    let mut tree = small(100, 4);
    tree.create_directory(ROOT, b"d", NOW).unwrap();
    let f = file(&mut tree);
    tree.symlink(b"f", ROOT, b"l", NOW).unwrap();
    assert_eq!(tree.open(ROOT, b"g", MAKE, NOW), Err(Errno::Nospc));
    assert_eq!(tree.create_directory(ROOT, b"g", NOW), Err(Errno::Nospc));
    assert_eq!(tree.link(ROOT, b"f", ROOT, b"g", NOW), Ok(()));
    assert_eq!(tree.link(ROOT, b"f", ROOT, b"h", NOW), Err(Errno::Nospc));
    // Moving needs no room.
    assert_eq!(tree.rename(ROOT, b"g", ROOT, b"d/h", NOW), Ok(()));
    // Without a name it is an inode still.
    tree.unlink_file(ROOT, b"f", NOW).unwrap();
    tree.unlink_file(ROOT, b"d/h", NOW).unwrap();
    assert_eq!(tree.open(ROOT, b"g", MAKE, NOW), Err(Errno::Nospc));
    tree.release(f);
    assert!(tree.open(ROOT, b"g", MAKE, NOW).is_ok());
}

#[test]
fn a_large_file_grows_by_small_writes_and_gives_its_memory_back() {
    let mut tree = tree();
    let f = file(&mut tree);
    let piece = [7; 1 << 16];
    for n in 0..1600 {
        assert_eq!(tree.write(f, n << 16, &piece, NOW), Ok(piece.len()));
    }
    assert_eq!(tree.used(), 1600 << 16);
    assert!(tree.bytes(f).unwrap().iter().all(|&byte| byte == 7));
    tree.set_size(f, 10, NOW).unwrap();
    let held = tree
        .regular_mut(f)
        .unwrap()
        .bytes
        .bytes_mut()
        .unwrap()
        .capacity();
    assert!(held < 1 << 16, "{held}");
    assert_eq!(tree.bytes(f), Ok(&[7; 10][..]));
}
