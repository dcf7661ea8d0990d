//! Every kind of path given to every call, with the number wasmtime 50 answers
//! on Linux (asked by a program that does nothing else; figures, not opinion).

use super::*;

/// A path, and what each of [`CALLS`] answers to it.
const ANSWERS: &str = r"
''                 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44
'.'                 0  0 28  0  0  0  0 31 31 31 20 31 20 28 31 10 10 10 63 20 20
'..'               63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63
'/'                63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63
'/f'               63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63
'./'                0  0 28  0  0  0  0 31 31 31 20 31 20 28 31 10 10 10 63 20 20
'../x'             63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63
'f'                 0  0 28  0  0 54 54  0  0  0 20  0 20 54  0  0  0 54  0 20 20
'f/'               54 54 54 54 54 54 54 54 31 31 31 54 20 54 54 54 54 54 54 54 54
'f//'              54 54 54 54 54 54 54 54 31 31 31 54 20 54 54 54 54 54 54 54 54
'f/.'              54 54 54 54 54 54 54 54 54 54 54 54 54 54 54 54 54 54 54 54 54
'f/..'             54 54 54 54 54 54 54 54 54 54 54 54 54 54 54 54 54 54 54 54 54
'f/x'              54 54 54 54 54 54 54 54 54 54 54 54 54 54 54 54 54 54 54 54 54
'd'                 0  0 28  0  0  0  0 31 31 31 20 31 20 55 31  0 31 55 63 20 20
'd/'                0  0 28  0  0  0  0 31 31 31 31 31 20 28 31  0 54 55 63 20 20
'd//'               0  0 28  0  0  0  0 31 31 31 31 31 20 28 31  0 54 55 63 20 20
'd/.'               0  0 28  0  0  0  0 31 31 31 20 31 20 28 31 10 10 10 63 20 20
'd/..'              0  0 28  0  0  0  0 31 31 31 20 31 20 28 31 10 10 10 63 20 20
'd/../..'          63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63 63
'd/e'               0  0 28  0  0  0  0 31 31 31 20 31 20  0 31  0 31  0 63 20 20
'd/e/'              0  0 28  0  0  0  0 31 31 31 31 31 20 28 31  0 54  0 63 20 20
'd/e/..'            0  0 28  0  0  0  0 31 31 31 20 31 20 28 31 10 10 10 63 20 20
'd/e/../../f'       0  0 28  0  0 54 54  0  0  0 20  0 20 54  0  0  0 54  0 20 20
'.//d/./e/../../f'  0  0 28  0  0 54 54  0  0  0 20  0 20 54  0  0  0 54  0 20 20
'lf'                0  0  0 32  0 32 54  0 32  0 20  0 20 54  0  0  0 54  0 20 20
'lf/'              54 54 54 54 54 54 54 54 31 31 31 54 20 54 54 54 54 54 54 54 54
'ld'                0  0  0 32  0 32  0 31 32 31 20 31 20 54  0  0  0 54  0 20 20
'ld/'               0  0 28  0  0  0  0 31 31 31 31 31 20 28 31 54 54 54 63 20 20
'ld/.'              0  0 28  0  0  0  0 31 31 31 20 31 20 28 31 10 10 10 63 20 20
'ld/e'              0  0 28  0  0  0  0 31 31 31 20 31 20  0 31  0 31  0 63 20 20
'ld/..'             0  0 28  0  0  0  0 31 31 31 20 31 20 28 31 10 10 10 63 20 20
'lx'                0 44  0 32 44 32 44 44 32  0 20 44 20 54  0  0  0 54  0 20 20
'lx/'              44 44 44 44 44 44 44 44 31 31 31 44 20 44 44 54 54 54 44 44 44
'lx/y'             44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44
'lo'                0 32  0 32 32 32 32 32 32 32 20 32 20 54  0  0  0 54  0 20 20
'lo/'              32 32 32 32 32 32 32 32 31 31 31 32 20 32 32 54 54 54 32 32 32
'lo/y'             32 32 32 32 32 32 32 32 32 32 32 32 32 32 32 32 32 32 32 32 32
'lup'               0 63  0 32 63 32 63 63 32 63 20 63 20 54  0  0  0 54  0 20 20
'lup/'             63 63 63 63 63 63 63 63 31 31 31 63 20 63 63 54 54 54 63 63 63
'lok'               0  0  0 32  0 32 54  0 32  0 20  0 20 54  0  0  0 54  0 20 20
'lfs'               0 54  0 32 54 32 54 54 32 31 20 54 20 54  0  0  0 54  0 20 20
'lxs'               0 44  0 32 44 32 44 44 32 31 20 44 20 54  0  0  0 54  0 20 20
'lds'               0  0  0 32  0 32  0 31 32 31 20 31 20 54  0  0  0 54  0 20 20
'n'                44 44 44 44 44 44 44 44  0  0  0 44  0 44 44 44  0  0 44  0  0
'n/'               44 44 44 44 44 44 44 44 31 31 31 44  0 44 44 44 54  0 44 44 44
'n/.'              44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44
'n/..'             44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44
'n/x'              44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44
'f\0'              28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28
'\xff'             25 25 25 25 25 25 25 25 25 25 25 25 25 25 25 25 25 25 25 25 25
'N255'             44 44 44 44 44 44 44 44  0  0  0 44  0 44 44 44  0  0 44  0  0
'N256'             37 37 37 37 37 37 37 37 37 37 37 37 37 37 37 37 37 37 37 37 37
'n/N256'           44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44 44
'd/N256/..'        37 37 37 37 37 37 37 37 37 37 37 37 37 37 37 37 37 37 37 37 37
'P4095'             0  0 28  0  0 54 54  0  0  0 20  0 20 54  0  0  0 54  0 20 20
'P5000'            37 37 37 37 37 37 37 37 37 37 37 37 37 37 37 37 37 37 37 37 37
";

type Call = fn(&mut Tree, &[u8]) -> Result<(), Errno>;

/// The columns.
const CALLS: [(&str, Call); 21] = [
    ("filestat", |tree, path| {
        tree.lookup(ROOT, path, false).map(drop)
    }),
    ("filestat, following", |tree, path| {
        tree.lookup(ROOT, path, true).map(drop)
    }),
    ("readlink", |tree, path| tree.readlink(ROOT, path).map(drop)),
    ("open", |tree, path| open(tree, path, |_| {})),
    ("open, following", |tree, path| {
        open(tree, path, |o| o.follow = true)
    }),
    ("open a directory", |tree, path| {
        open(tree, path, |o| o.directory = true)
    }),
    ("open a directory, following", |tree, path| {
        open(tree, path, |o| (o.directory, o.follow) = (true, true))
    }),
    ("open for writing, following", |tree, path| {
        open(tree, path, |o| (o.write, o.follow) = (true, true))
    }),
    ("create", |tree, path| open(tree, path, |o| o.create = true)),
    ("create, following", |tree, path| {
        open(tree, path, |o| (o.create, o.follow) = (true, true))
    }),
    ("create a new one, following", |tree, path| {
        open(tree, path, |o| {
            (o.create, o.follow, o.exclusive) = (true, true, true)
        })
    }),
    ("truncate, following", |tree, path| {
        open(tree, path, |o| (o.truncate, o.follow) = (true, true))
    }),
    ("create directory", |tree, path| {
        tree.create_directory(ROOT, path, NOW).map(drop)
    }),
    ("remove directory", |tree, path| {
        tree.remove_directory(ROOT, path, NOW)
    }),
    ("unlink", |tree, path| tree.unlink_file(ROOT, path, NOW)),
    ("rename it", |tree, path| {
        tree.rename(ROOT, path, ROOT, b"new", NOW)
    }),
    ("rename a file to it", |tree, path| {
        tree.rename(ROOT, b"f", ROOT, path, NOW)
    }),
    ("rename a directory to it", |tree, path| {
        tree.create_directory(ROOT, b"q", NOW)?;
        tree.rename(ROOT, b"q", ROOT, path, NOW)
    }),
    ("link it", |tree, path| {
        tree.link(ROOT, path, ROOT, b"new", NOW)
    }),
    ("link a file to it", |tree, path| {
        tree.link(ROOT, b"f", ROOT, path, NOW)
    }),
    ("make it a symlink", |tree, path| {
        tree.symlink(b"t", ROOT, path, NOW).map(drop)
    }),
];

fn open(tree: &mut Tree, path: &[u8], change: fn(&mut Open)) -> Result<(), Errno> {
    let mut open = Open::default();
    change(&mut open);
    tree.open(ROOT, path, open, NOW).map(drop)
}

/// The tree that was asked.
fn asked() -> Tree {
    let mut tree = tree();
    tree.create_directory(ROOT, b"d", NOW).unwrap();
    tree.create_directory(ROOT, b"d/e", NOW).unwrap();
    tree.add_file("f", b"hello".to_vec(), NOW).unwrap();
    for (name, target) in [
        ("lf", "f"),
        ("ld", "d"),
        ("lx", "nowhere"),
        ("lo", "lo"),
        ("lup", "../out"),
        ("lok", "d/../f"),
        ("lfs", "f/"),
        ("lxs", "nowhere/"),
        ("lds", "d/"),
    ] {
        tree.symlink(target.as_bytes(), ROOT, name.as_bytes(), NOW)
            .unwrap();
    }
    tree
}

/// The bytes that a path in the table stands for.
fn spelled(path: &str) -> Vec<u8> {
    let long = |n: usize| "x".repeat(n);
    match path {
        r"f\0" => b"f\0".to_vec(),
        r"\xff" => vec![0xff],
        "P4095" => ("./".repeat(2047) + "f").into_bytes(),
        "P5000" => ("d/../".repeat(1000) + "f").into_bytes(),
        path => path
            .replace("N255", &long(255))
            .replace("N256", &long(256))
            .into_bytes(),
    }
}

#[test]
fn every_path_gets_from_every_call_what_wasmtime_answers() {
    let asked = asked();
    let mut wrong = Vec::new();
    for line in ANSWERS.lines().filter(|line| !line.is_empty()) {
        let (path, numbers) = line[1..].rsplit_once('\'').unwrap();
        let numbers: Vec<u16> = numbers
            .split_whitespace()
            .map(|n| n.parse().unwrap())
            .collect();
        assert_eq!(numbers.len(), CALLS.len(), "{line}");
        for (&number, (name, call)) in numbers.iter().zip(CALLS) {
            let answer = call(&mut asked.clone(), &spelled(path));
            let answer = answer.err().unwrap_or(Errno::Success);
            if answer.number() != number {
                wrong.push(format!("{name} {path:?}: {number}, not {answer:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_path_goes_through_forty_links_and_no_more() {
    let mut tree = tree();
    tree.add_file("f", vec![], NOW).unwrap();
    tree.symlink(b".", ROOT, b"l", NOW).unwrap();
    let through = |links: usize| {
        tree.lookup(ROOT, ("l/".repeat(links) + "f").as_bytes(), true)
            .err()
    };
    assert_eq!(through(40), None);
    assert_eq!(through(41), Some(Errno::Loop));
}

#[test]
fn targets_of_links_are_checked_in_wasmtimes_order() {
    let mut tree = asked();
    for (target, path, number) in [
        ("/x", "new", Errno::Perm),
        ("/x", "f", Errno::Perm),
        ("/x", "n/y", Errno::Perm),
        ("/x\0", "new", Errno::Perm),
        ("", "new", Errno::Noent),
        ("", "f", Errno::Noent),
        ("", "../new", Errno::Perm),
        ("a\0", "new", Errno::Inval),
        (&"x".repeat(4096), "new", Errno::Nametoolong),
        (&"x".repeat(4095), "new", Errno::Success),
        ("../../..", "up", Errno::Success),
    ] {
        let made = tree.symlink(target.as_bytes(), ROOT, path.as_bytes(), NOW);
        assert_eq!(
            made.err().unwrap_or(Errno::Success),
            number,
            "{target:.10} {path}"
        );
    }
}

#[test]
fn a_directory_flag_goes_with_no_other() {
    let mut tree = asked();
    for bits in 1..8 {
        let odd = Open {
            directory: true,
            create: bits & 1 != 0,
            exclusive: bits & 2 != 0,
            truncate: bits & 4 != 0,
            ..READ
        };
        assert_eq!(tree.open(ROOT, b"d", odd, NOW), Err(Errno::Inval));
        assert_eq!(tree.open(ROOT, b"..", odd, NOW), Err(Errno::Inval));
        assert_eq!(tree.open(ROOT, b"\xff", odd, NOW), Err(Errno::Ilseq));
    }
}

#[test]
fn a_base_is_a_directory_that_paths_do_not_leave() {
    let mut tree = asked();
    let dir = tree.lookup(ROOT, b"d", false).unwrap();
    let file = tree.lookup(ROOT, b"f", false).unwrap();
    assert_eq!(tree.lookup(dir, b"e/..", false), Ok(dir));
    assert_eq!(tree.lookup(dir, b"../f", false), Err(Errno::Perm));
    assert_eq!(tree.lookup(dir, b"e/../../d", false), Err(Errno::Perm));
    assert_eq!(tree.lookup(file, b"x", false), Err(Errno::Notdir));
    assert_eq!(tree.lookup(99, b"x", false), Err(Errno::Badf));
    tree.symlink(b"../f", ROOT, b"d/out", NOW).unwrap();
    assert_eq!(tree.lookup(dir, b"out", true), Err(Errno::Perm));
    assert_eq!(tree.lookup(ROOT, b"d/out", true), Ok(file));
}
