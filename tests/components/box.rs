//! A program that is many, by its first argument: what a component can ask of
//! its host, each thing apart. Compiled for wasm32-wasip2 by the tests.

use std::{
    collections::HashSet,
    env,
    error::Error,
    fs,
    io::{self, BufRead, Read, Seek, SeekFrom, Write},
    process, thread,
    time::{Duration, Instant, SystemTime},
};

type Outcome = Result<(), Box<dyn Error>>;

fn main() -> Outcome {
    match env::args().nth(1).as_deref() {
        Some("cat") => cat(),
        Some("sort") => sort(),
        Some("given") => given(),
        Some("exit") => process::exit(env::args().nth(2).ok_or("no code")?.parse()?),
        Some("fail") => Err("it went wrong".into()),
        Some("panic") => panic!("out of order"),
        Some("deep") => {
            println!("{}", deep(1));
            Ok(())
        }
        Some("files") => files(),
        Some("grow") => grow(),
        Some("spin") => spin(),
        Some("flood") => flood(),
        Some("ask") => ask(),
        Some("sleep") => sleep(),
        Some("chance") => chance(),
        Some("now") => now(),
        Some("connect") => connect(),
        _ => Err("say what".into()),
    }
}

/// Copies stdin, in pieces of an odd size.
fn cat() -> Outcome {
    let mut piece = vec![0; 70_001];
    loop {
        let count = io::stdin().read(&mut piece)?;
        if count == 0 {
            return Ok(());
        }
        io::stdout().write_all(&piece[..count])?;
    }
}

fn sort() -> Outcome {
    let mut lines = io::stdin().lines().collect::<Result<Vec<_>, _>>()?;
    lines.sort();
    for line in lines {
        println!("{line}");
    }
    Ok(())
}

/// What it was given: arguments, environment, directories.
fn given() -> Outcome {
    println!("{:?}", env::args().collect::<Vec<_>>());
    println!("{:?}", env::vars().collect::<Vec<_>>());
    println!("{:?}", fs::read_dir("/").map(Iterator::count).map_err(|error| error.kind()));
    eprintln!("and stderr");
    Ok(())
}

#[expect(unconditional_recursion, reason = "it is to run out of stack")]
fn deep(level: u64) -> u64 {
    let bytes = [level as u8; 512];
    deep(level + 1) + u64::from(std::hint::black_box(&bytes)[level as usize % 512])
}

/// Reads, writes, lists, renames, removes.
fn files() -> Outcome {
    let names = |path: &str| -> io::Result<Vec<String>> {
        let entries = fs::read_dir(path)?;
        let names = entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
        let mut names = names.collect::<io::Result<Vec<_>>>()?;
        names.sort();
        Ok(names)
    };
    println!("{:?}", names("/")?);
    print!("{}", fs::read_to_string("/in.txt")?);
    fs::create_dir("/made")?;
    let mut file = fs::File::options().read(true).write(true).create_new(true).open("/made/new")?;
    file.write_all(b"0123456789")?;
    file.seek(SeekFrom::Start(4))?;
    file.write_all(b"-")?;
    file.set_len(8)?;
    file.seek(SeekFrom::Start(2))?;
    let mut rest = String::new();
    file.read_to_string(&mut rest)?;
    println!("{rest}");
    fs::File::options().append(true).open("/made/new")?.write_all(b"+")?;
    fs::rename("/made/new", "/out.txt")?;
    println!("{} {:?}", fs::read_to_string("/out.txt")?, names("/made")?);
    let meta = fs::metadata("/out.txt")?;
    println!("{} {} {}", meta.len(), meta.is_file(), meta.modified()? > SystemTime::UNIX_EPOCH);
    println!("{:?}", fs::metadata("/made")?.is_dir());
    fs::remove_dir("/made")?;
    fs::hard_link("/out.txt", "/second")?;
    fs::remove_file("/in.txt")?;
    println!("{:?}", names("/")?);
    for error in [
        fs::read("/none").err(),
        fs::read("/../outside").err(),
        fs::create_dir("/second").err(),
        fs::remove_dir("/second").err(),
        fs::File::open("/second")?.write(b"x").err(),
    ] {
        println!("{:?}", error.map(|error| error.kind()));
    }
    Ok(())
}

/// Takes memory, a megabyte at a time, until there is none.
fn grow() -> Outcome {
    let mut taken: Vec<Vec<u8>> = Vec::with_capacity(10_000);
    loop {
        let mut piece = Vec::new();
        if piece.try_reserve_exact(1 << 20).is_err() {
            println!("{}", taken.len());
            return Ok(());
        }
        piece.push(1);
        taken.push(piece);
    }
}

/// Writes a line, then asks for the time for ever.
fn spin() -> Outcome {
    println!("first line");
    loop {
        std::hint::black_box(Instant::now());
    }
}

/// Writes for ever, or until nobody reads.
fn flood() -> Outcome {
    let line = [&[b'f'; 32_767][..], b"\n"].concat();
    loop {
        if let Err(error) = io::stdout().write_all(&line) {
            eprintln!("flood: {:?}", error.kind());
            process::exit(1);
        }
    }
}

/// A conversation.
fn ask() -> Outcome {
    let mut lines = io::stdin().lock().lines();
    loop {
        print!("> ");
        io::stdout().flush()?;
        match lines.next() {
            Some(line) => println!("{}", line?.to_uppercase()),
            None => return Ok(println!("bye")),
        }
    }
}

fn sleep() -> Outcome {
    let start = Instant::now();
    thread::sleep(Duration::from_millis(30));
    Ok(println!("{}", start.elapsed() >= Duration::from_millis(30)))
}

/// Random numbers, and the time of day.
fn chance() -> Outcome {
    let state = || std::hash::RandomState::new();
    let hash = || std::hash::BuildHasher::hash_one(&state(), 1);
    let numbers: HashSet<u64> = (0..10).map(|_| hash()).collect();
    let year = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?.as_secs() / 31_556_952;
    Ok(println!("{} {}", numbers.len(), year >= 55))
}

/// What is another in each run.
fn now() -> Outcome {
    let chance = std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), 1);
    let time = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    Ok(println!("{chance} {time:?}"))
}

fn connect() -> Outcome {
    let error = std::net::TcpStream::connect("127.0.0.1:80").err();
    Ok(println!("{:?}", error.map(|error| error.kind())))
}
