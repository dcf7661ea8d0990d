//! Archives that are right, and some that are not.

use std::{
    fs,
    io::{Cursor, Write},
    path::PathBuf,
    process::Command,
};

use archives::{Limits, pack, unpack};
use proptest::prelude::*;

type Files = Vec<(String, Vec<u8>)>;

fn two() -> Files {
    vec![
        ("a.txt".to_owned(), b"one\n".to_vec()),
        ("deep/größe <b>.bin".to_owned(), vec![0, 255, 10]),
    ]
}

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The machine's own tar.
fn tar(args: &[&str], inside: &PathBuf) {
    let status = Command::new("tar").args(args).current_dir(inside).status();
    assert!(status.unwrap().success());
}

#[test]
fn what_is_packed_is_read_by_the_machines_tar() {
    let folder = folder("written");
    fs::write(folder.join("all.tar"), pack(two().into_iter()).unwrap()).unwrap();
    tar(&["-xf", "all.tar"], &folder);
    for (name, bytes) in two() {
        assert_eq!(fs::read(folder.join(name)).unwrap(), bytes);
    }
}

#[test]
fn what_the_machines_tar_packed_is_read() {
    let folder = folder("read");
    fs::create_dir_all(folder.join("in/deep")).unwrap();
    for (name, bytes) in two() {
        fs::write(folder.join("in").join(name), bytes).unwrap();
    }
    std::os::unix::fs::symlink("a.txt", folder.join("in/link")).unwrap();
    for (options, file) in [
        (vec!["-cf"], "gnu.tar"),
        (vec!["--format=posix", "-cf"], "pax.tar"),
        (vec!["--format=ustar", "-czf"], "all.tar.gz"),
    ] {
        let args = [options, vec![file, "-C", "in", "."]].concat();
        tar(&args, &folder);
        let mut unpacked =
            unpack(&fs::read(folder.join(file)).unwrap(), Limits::default()).unwrap();
        unpacked.files.sort();
        assert_eq!(unpacked.files, two(), "{file}");
        let problem = "./link was left out: it is no file, but a link or a device.";
        assert_eq!(unpacked.problems, [problem]);
    }
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn names_that_lead_elsewhere_are_left_out() {
    let files: &[(&str, &[u8])] = &[("../up", b"1"), ("/etc/x", b"2"), ("a/../../b", b"3")];
    let unpacked = unpack(&zipped(files), Limits::default()).unwrap();
    assert_eq!(unpacked.files, [("etc/x".to_owned(), b"2".to_vec())]);
    assert_eq!(
        unpacked.problems,
        [
            "../up was left out: its name leads out of the archive.",
            "a/../../b was left out: its name leads out of the archive.",
        ]
    );
}

#[test]
fn a_bomb_goes_no_further_than_its_limit() {
    let limits = Limits {
        bytes: 1 << 20,
        files: 3,
    };
    let zeros = vec![0; 2 << 20];
    for archive in [
        zipped(&[("small", b"x"), ("bomb", &zeros)]),
        pack(
            [
                ("small".to_owned(), b"x".to_vec()),
                ("bomb".to_owned(), zeros.clone()),
            ]
            .into_iter(),
        )
        .unwrap(),
    ] {
        let unpacked = unpack(&archive, limits).unwrap();
        assert_eq!(unpacked.files, [("small".to_owned(), b"x".to_vec())]);
        assert_eq!(
            unpacked.problems,
            ["bomb and what is behind it was left out: 1 MB and 3 files are taken of an archive."]
        );
    }
    let many: Vec<(String, Vec<u8>)> = (0..9).map(|at| (at.to_string(), Vec::new())).collect();
    let unpacked = unpack(&pack(many.into_iter()).unwrap(), limits).unwrap();
    assert_eq!((unpacked.files.len(), unpacked.problems.len()), (3, 1));
}

#[test]
fn what_is_no_archive_is_said_to_be_none() {
    for bytes in [b"".as_slice(), b"hello", b"\0asm\x01\0\0\0", &[0; 600]] {
        let why = unpack(bytes, Limits::default()).unwrap_err();
        assert!(why.starts_with("This is no archive"), "{why}");
    }
    assert_eq!(unpack(&[0; 1024], Limits::default()).unwrap().files, []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Right archives with a few bytes changed, or their ends lost.
    #[test]
    fn any_bytes_end_in_files_or_a_sentence(
        which in 0..3,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        end in any::<prop::sample::Index>(),
    ) {
        let mut bytes = match which {
            0 => pack(two().into_iter()).unwrap(),
            1 => zipped(&[("a", b"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), ("b", b"x")]),
            _ => {
                let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
                gz.write_all(&pack(two().into_iter()).unwrap()).unwrap();
                gz.finish().unwrap()
            }
        };
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(end.index(2 * bytes.len()));
        let limits = Limits { bytes: 1 << 16, files: 100 };
        if let Ok(unpacked) = unpack(&bytes, limits) {
            let total: usize = unpacked.files.iter().map(|(_, bytes)| bytes.len()).sum();
            prop_assert!(total <= 1 << 16);
            for (name, _) in &unpacked.files {
                prop_assert!(!name.starts_with('/') && !name.split('/').any(|part| part == ".."));
            }
        }
    }
}

#[test]
fn a_name_is_said_no_longer_than_a_line() {
    let mut archive = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(0);
    let name = "n".repeat(100_000);
    archive.append_data(&mut header, name, &b""[..]).unwrap();
    let unpacked = unpack(&archive.into_inner().unwrap(), Limits::default()).unwrap();
    assert_eq!(unpacked.files.len(), 0);
    assert!(
        unpacked.problems[0].len() < 200,
        "{}",
        unpacked.problems[0].len()
    );
}
