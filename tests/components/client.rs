//! A client of a server at localhost, which does by its first argument what
//! clients may do. Compiled for wasm32-wasip1 and wasm32-wasip2 by the tests.

use std::{
    env,
    error::Error,
    fs::File,
    io::{Read, Write},
};

type Outcome = Result<(), Box<dyn Error>>;

const ADDRESS: &str = "/dev/localhost:1997";

fn main() -> Outcome {
    let count = env::args().nth(2).map_or(Ok(0), |count| count.parse())?;
    match env::args().nth(1).as_deref() {
        Some("whole") => whole(count),
        Some("many") => many(count),
        #[cfg(target_env = "p1")]
        Some("polls") => polls(count),
        Some("deep") => deep(),
        _ => Err("say what".into()),
    }
}

fn connect() -> Result<File, Box<dyn Error>> {
    Ok(File::options().read(true).write(true).open(ADDRESS)?)
}

/// Writes all that it has at once, and reads nothing before.
fn whole(count: usize) -> Outcome {
    let mut server = connect()?;
    server.write_all(&vec![b'x'; count])?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer)?;
    println!("{} {}", answer.len(), answer.iter().all(|byte| *byte == b'X'));
    Ok(())
}

/// Tells a server something, and does not wait for an answer, many times.
fn many(count: usize) -> Outcome {
    for number in 0..count {
        writeln!(connect()?, "{number}")?;
    }
    Ok(())
}

/// Waits for an answer before it reads: for so many milliseconds, or as long as it takes.
#[cfg(target_env = "p1")]
fn polls(milliseconds: usize) -> Outcome {
    use std::os::fd::AsRawFd;

    let mut server = connect()?;
    server.write_all(b"b\na\n")?;
    let mut asked = [0_u8; 96];
    asked[8] = 1;
    asked[16..20].copy_from_slice(&server.as_raw_fd().to_le_bytes());
    // A clock, the monotonic one.
    asked[48] = 1;
    asked[64] = 1;
    asked[72..80].copy_from_slice(&(milliseconds as u64 * 1_000_000).to_le_bytes());
    let count = if milliseconds == 0 { 1 } else { 2 };
    let (mut events, mut happened) = ([0_u8; 64], 0_u32);
    let mut rounds = 0;
    loop {
        // SAFETY: all of these are as large as preview 1 wants them.
        let errno = unsafe {
            poll_oneoff(asked.as_ptr(), events.as_mut_ptr(), count, &raw mut happened)
        };
        if errno != 0 {
            return Err(format!("errno {errno}").into());
        }
        rounds += 1;
        let fds = events.chunks(32).take(happened as usize);
        if fds.into_iter().any(|event| event[0] == 1) || rounds == 1000 {
            break;
        }
    }
    let mut answer = [0; 100];
    let count = server.read(&mut answer)?;
    print!("{}", String::from_utf8_lossy(&answer[..count]));
    Ok(())
}

#[cfg(target_env = "p1")]
#[link(wasm_import_module = "wasi_snapshot_preview1")]
unsafe extern "C" {
    fn poll_oneoff(asked: *const u8, events: *mut u8, count: usize, happened: *mut u32) -> u16;
}

/// Holds a connection, if it can have one, while its stack runs out in the middle of its
/// calls.
fn deep() -> Outcome {
    let mut server = connect().ok();
    if let Some(server) = &mut server {
        server.write_all(b"x\n")?;
    }
    println!("{}", sink(1));
    drop(server);
    Ok(())
}

fn sink(depth: u64) -> u64 {
    let now = std::time::Instant::now();
    if depth == u64::MAX {
        return depth;
    }
    let below = sink(depth + 1);
    below + now.elapsed().as_nanos() as u64 + depth
}
