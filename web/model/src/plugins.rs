//! The plugins of a page: which one runs, which wait, and why one does not run
//! any more. One runs at a time.

use crate::grant::{Moment, Plugin};

/// What became of a plugin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// What it says: the first line that it wrote to `/page/status`.
    pub note: String,
    /// Why it does not run when something happens, if so: it looped, flooded or
    /// crashed.
    pub off: Option<String>,
}

/// All of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plugins {
    plugins: Vec<Plugin>,
    states: Vec<State>,
    running: Option<usize>,
    /// Those that are to run, each with what happened.
    waiting: Vec<(usize, String)>,
    /// Those that ran since the visitor did something: what a plugin does may
    /// start others, but none a second time, so there is an end to it.
    ran: Vec<usize>,
}

impl Plugins {
    /// These are the plugins now. What the others said is gone, unless they are
    /// the same.
    pub fn are(&mut self, plugins: &[Plugin]) {
        if self.plugins != plugins {
            *self = Self {
                plugins: plugins.to_vec(),
                states: vec![State::default(); plugins.len()],
                ..Self::default()
            };
        }
    }

    /// All of them, and what became of each.
    pub fn each(&self) -> impl Iterator<Item = (&Plugin, &State)> {
        self.plugins.iter().zip(&self.states)
    }

    /// The one that runs.
    pub fn running(&self) -> Option<&Plugin> {
        self.plugins.get(self.running?)
    }

    /// The visitor does something: each plugin may run again.
    pub fn visitor_acts(&mut self) {
        self.ran.clear();
    }

    /// Something happened. `by_plugin` says that the plugin that runs did it.
    pub fn happened(&mut self, moment: Moment, line: &str, by_plugin: bool) {
        for (at, plugin) in self.plugins.iter().enumerate() {
            let itself = by_plugin && self.running == Some(at);
            let is_off = self.states[at].off.is_some();
            if plugin.on.contains(&moment) && !itself && !is_off && !self.ran.contains(&at) {
                queue(&mut self.waiting, at, line);
            }
        }
    }

    /// The button of one was pressed: it runs, whatever it was.
    pub fn pressed(&mut self, at: usize, line: &str) {
        if let Some(state) = self.states.get_mut(at) {
            state.off = None;
            self.ran.clear();
            queue(&mut self.waiting, at, line);
        }
    }

    /// The next one that is to run, and what happened; none while one runs.
    pub fn start_next(&mut self) -> Option<(Plugin, String)> {
        if self.running.is_some() || self.waiting.is_empty() {
            return None;
        }
        let (at, line) = self.waiting.remove(0);
        self.running = Some(at);
        self.ran.push(at);
        Some((self.plugins[at].clone(), line))
    }

    /// The one that runs says this.
    pub fn notes(&mut self, text: &str) {
        if let Some(at) = self.running {
            let line = text.trim().lines().next().unwrap_or_default();
            self.states[at].note = line.chars().take(100).collect();
        }
    }

    /// The one that runs came to its end; or why it does not run any more.
    pub fn ended(&mut self, off: Option<String>) {
        if let Some(at) = self.running.take() {
            self.waiting
                .retain(|(other, _)| off.is_none() || *other != at);
            self.states[at].off = off;
        }
    }
}

/// What happened last is what one runs for.
fn queue(waiting: &mut Vec<(usize, String)>, at: usize, line: &str) {
    waiting.retain(|(other, _)| *other != at);
    waiting.push((at, line.to_owned()));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plugins(all: &[(&str, &str)]) -> Plugins {
        let mut plugins = Plugins::default();
        let all: Vec<Plugin> = all
            .iter()
            .map(|(on, command)| Plugin {
                on: Moment::of(on).unwrap_or_default(),
                command: (*command).to_owned(),
            })
            .collect();
        plugins.are(&all);
        plugins
    }

    fn next(plugins: &mut Plugins) -> Option<(String, String)> {
        let (plugin, line) = plugins.start_next()?;
        Some((plugin.command, line))
    }

    #[test]
    fn what_a_plugin_does_starts_others_once() {
        let mut plugins = plugins(&[("edit", "a"), ("edit", "b")]);
        plugins.happened(Moment::Edit, "edit stdin", false);
        let mut order = Vec::new();
        // Each of them edits, whatever it is run for.
        while let Some((command, _)) = next(&mut plugins) {
            order.push(command);
            plugins.happened(Moment::Edit, "edit stdin", true);
            plugins.ended(None);
            // And so does the run that follows.
            plugins.happened(Moment::Edit, "edit stdin", false);
            assert!(order.len() < 10, "there is an end to it");
        }
        assert_eq!(order, ["a", "b"]);
        plugins.visitor_acts();
        plugins.happened(Moment::Edit, "edit command", false);
        assert_eq!(
            next(&mut plugins).map(|(command, _)| command).as_deref(),
            Some("a")
        );
    }

    #[test]
    fn an_edit_while_it_runs_runs_it_again() {
        let mut plugins = plugins(&[("edit", "a")]);
        plugins.happened(Moment::Edit, "one", false);
        assert!(next(&mut plugins).is_some());
        for line in ["two", "three"] {
            plugins.visitor_acts();
            plugins.happened(Moment::Edit, line, false);
            assert_eq!(next(&mut plugins), None, "it runs");
        }
        plugins.ended(None);
        assert_eq!(
            next(&mut plugins),
            Some(("a".to_owned(), "three".to_owned()))
        );
        plugins.ended(None);
        assert_eq!(next(&mut plugins), None);
    }

    #[test]
    fn one_that_was_stopped_runs_when_its_button_is_pressed() {
        let mut plugins = plugins(&[("run", "yes")]);
        plugins.happened(Moment::Run, "run 0", false);
        assert!(next(&mut plugins).is_some());
        plugins.visitor_acts();
        plugins.happened(Moment::Run, "run 0", false);
        plugins.ended(Some("it took too long".to_owned()));
        assert_eq!(next(&mut plugins), None, "what waited is not run");
        plugins.visitor_acts();
        plugins.happened(Moment::Run, "run 0", false);
        assert_eq!(next(&mut plugins), None);
        plugins.pressed(0, "press");
        assert_eq!(
            next(&mut plugins),
            Some(("yes".to_owned(), "press".to_owned()))
        );
        plugins.pressed(7, "press");
        assert_eq!(next(&mut plugins), None);
    }
}
