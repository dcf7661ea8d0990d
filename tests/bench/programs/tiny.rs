//! tiny: prints one line. What a run costs is then the host's.

fn main() {
    println!("hello");
}
