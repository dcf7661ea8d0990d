//! Says what is being done, and how long it took.

use std::time::{Duration, Instant};

use anyhow::Result;

/// The steps of one command, in order.
#[derive(Default)]
pub struct Steps {
    taken: Vec<Step>,
    failed: bool,
}

struct Step {
    name: String,
    time: Duration,
    ok: bool,
}

impl Steps {
    /// Does `work` as the step `name`.
    pub fn run<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        println!("── {name}");
        let start = Instant::now();
        let done = work();
        let time = start.elapsed();
        println!(
            "── {name}: {}{}",
            if done.is_ok() { "" } else { "failed after " },
            seconds(time)
        );
        self.taken.push(Step {
            name: name.to_owned(),
            time,
            ok: done.is_ok(),
        });
        done
    }

    /// Like [`Steps::run`], but the command goes on after a failure, and fails at its end.
    pub fn attempt<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Option<T> {
        let done = self.run(name, work);
        self.keep(name, done)
    }

    /// Says a failure of `name` at once, and keeps it in mind for the end of the command.
    pub fn keep<T>(&mut self, name: &str, done: Result<T>) -> Option<T> {
        done.inspect_err(|error| {
            println!("error: {name}: {error:#}");
            self.failed = true;
        })
        .ok()
    }

    /// Whether nothing failed that was attempted or kept.
    pub fn all_ok(&self) -> bool {
        !self.failed
    }

    /// Prints every step with its time.
    pub fn report(&self) {
        println!();
        for Step { name, time, ok } in &self.taken {
            println!(
                "{:>10}  {name}{}",
                seconds(*time),
                if *ok { "" } else { "  FAILED" }
            );
        }
    }
}

/// A duration as people write it: `0.3 s`, `4 min 23 s`.
pub fn seconds(time: Duration) -> String {
    match time.as_secs() {
        0..60 => format!("{:.1} s", time.as_secs_f64()),
        whole => format!("{} min {:02} s", whole / 60, whole % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_readable() {
        assert_eq!(seconds(Duration::from_millis(340)), "0.3 s");
        assert_eq!(seconds(Duration::from_secs(263)), "4 min 23 s");
    }

    #[test]
    fn one_failed_step_is_remembered() {
        let mut steps = Steps::default();
        assert_eq!(steps.attempt("good", || Ok(1)), Some(1));
        assert!(steps.all_ok());
        assert_eq!(
            steps.attempt("bad", || anyhow::bail!("no") as Result<()>),
            None
        );
        assert_eq!(steps.attempt("good", || Ok(2)), Some(2));
        assert!(!steps.all_ok());
    }
}
