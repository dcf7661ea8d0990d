//! What programs see, in the drawer of files: directories of files, file
//! systems of the host's own, and who listens at the ports of localhost.

use model::grant::{Each, Grant, Moment, Mount, Mounted, Plugin, Preopen, Server};
use wasm_bindgen::JsValue;
use yew::Callback;

use super::{
    element::{Element, tag, ticks, values},
    mode::option,
};

/// A change of what is granted.
pub enum Change {
    /// This directory of files is there, or not.
    Folder(Preopen, bool),
    /// It can be written to, or not.
    Writes(usize, bool),
    /// Its files are kept for the demo, or not.
    Keeps(usize, bool),
    /// This file system of the host's own is there, or not.
    Own(Mounted, bool),
    /// One more server.
    Serve,
    /// What was put into a field of this server.
    Server(usize, Field, String),
    /// It serves no more.
    Unserve(usize),
    /// One more plugin.
    Plug,
    /// What was put into a field of this plugin.
    Plugin(usize, Field, String),
    /// It is none any more.
    Unplug(usize),
}

/// A field of a server.
#[derive(Clone, Copy)]
pub enum Field {
    /// Its port.
    Port,
    /// Its command line.
    Command,
    /// What it is started afresh for.
    Each,
}

impl Change {
    /// Makes it.
    pub fn make(self, grant: &mut Grant) {
        match self {
            Self::Folder(folder, true) => grant.preopens.push(folder),
            Self::Folder(folder, false) => grant.preopens.retain(|other| *other != folder),
            Self::Writes(at, writes) => {
                if let Some(folder) = grant.preopens.get_mut(at) {
                    folder.readonly = !writes;
                }
            }
            Self::Keeps(at, kept) => {
                if let Some(folder) = grant.preopens.get_mut(at) {
                    folder.kept = kept;
                }
            }
            Self::Own(what, is_there) => {
                grant.mounts.retain(|mount| mount.what != what);
                if is_there {
                    let guest = what.usual_place().to_owned();
                    grant.mounts.push(Mount { guest, what });
                }
            }
            Self::Serve => {
                let taken = |port: &u16| grant.servers.iter().any(|server| server.port == *port);
                let port = (1997..).find(|port| !taken(port)).unwrap_or(1997);
                grant.servers.push(Server {
                    port,
                    each: Each::Line,
                    command: "promptreply".to_owned(),
                });
            }
            Self::Server(at, field, text) => {
                let Some(server) = grant.servers.get_mut(at) else {
                    return;
                };
                match field {
                    Field::Port => server.port = text.parse().unwrap_or(server.port),
                    Field::Command if text.trim().is_empty() => {}
                    Field::Command => server.command = text.trim().to_owned(),
                    Field::Each => server.each = Each::of(&text).unwrap_or_default(),
                }
            }
            Self::Unserve(at) if at < grant.servers.len() => drop(grant.servers.remove(at)),
            Self::Plug => grant.plugins.push(Plugin {
                on: vec![Moment::Run, Moment::Edit],
                command: "cat /page/stdout | wc -w | tee /page/status".to_owned(),
            }),
            Self::Plugin(at, field, text) => {
                let Some(plugin) = grant.plugins.get_mut(at) else {
                    return;
                };
                match field {
                    Field::Command if text.trim().is_empty() => {}
                    Field::Command => plugin.command = text.trim().to_owned(),
                    _ => {
                        let on = Moment::of(&text).filter(|on| !on.is_empty());
                        plugin.on = on.unwrap_or_else(|| plugin.on.clone());
                    }
                }
            }
            Self::Unplug(at) if at < grant.plugins.len() => drop(grant.plugins.remove(at)),
            Self::Unserve(_) | Self::Unplug(_) => {}
        }
    }
}

/// What each of the host's own is, in a few words.
fn about(what: Mounted) -> &'static str {
    match what {
        Mounted::Devices => {
            "null, zero, full, random, clipboard; localhost:PORT, a server of this page; http, https, ws and wss, the web, if you allow it"
        }
        Mounted::Processes => "what a program is: self/cmdline, self/fd",
        Mounted::Page => {
            "this page: command, stdin, stdout, stderr, status, title, selection, event, ctl, files"
        }
    }
}

/// Draws it; `in_demo` says whether files can be kept for a demo.
pub fn view(grant: &Grant, in_demo: bool, change: &Callback<Change>) -> Element {
    let has_network = grant
        .mounts
        .iter()
        .any(|mount| mount.what == Mounted::Devices);
    let all = [Preopen::all()];
    let (folders, granted) = match grant.preopens.is_empty() {
        true => (&all[..], false),
        false => (&grant.preopens[..], true),
    };
    let listeners = has_network.then(|| {
        let servers = grant.servers.iter().enumerate();
        tag("<>")
            .child(tag("<h3>Who listens at localhost"))
            .children(servers.map(|(at, one)| server(at, one, change)))
            .child(
                tag("<button id='add-server' type='button'>Add a server")
                    .onclick(change.reform(|_| Change::Serve)),
            )
    });
    let folders = folders.iter().enumerate();
    let plugins = grant.plugins.iter().enumerate();
    tag("<section class='mounts'>")
        .child(tag("<h3>What programs see"))
        .child(tag("<p>Without any of these, a program has no file system at all: it gets stdin, stdout and stderr, and whatever else it opens is not there (ENOENT, or errno 76, not capable)."))
        .children(folders.map(|(at, folder)| files(at, folder, (granted, in_demo), change)))
        .children(Mounted::ALL.map(|what| own(what, grant, change)))
        .child_if(listeners)
        .child(tag("<h3>Plugins"))
        .child(tag("<p>A plugin is a pipeline that runs by itself when something happens (run, edit, select, save), or when its button is pressed (press). It works through /page, and sees nothing else."))
        .children(plugins.map(|(at, one)| plugin(at, one, change)))
        .child(
            tag("<button id='add-plugin' type='button'>Add a plugin")
                .onclick(change.reform(|_| Change::Plug)),
        )
}

/// A box that can be ticked, and what it is for.
fn ticked(
    id: &str,
    is: bool,
    words: Element,
    make: impl Fn(bool) -> Change + 'static,
    change: &Callback<Change>,
) -> Element {
    let input = tag("<input type='checkbox'>")
        .attr("id", id)
        .checked(is)
        .onchange(ticks(change.reform(make)));
    tag("<label>").child(input).child(words)
}

/// Where programs find it, and what it is.
fn described(place: &str, what: &str) -> Element {
    tag("<>")
        .child(tag("<code>").text(place))
        .child(tag("<small>").text(what))
}

/// A directory of files: whether it is there, can be written to, and is kept for the
/// demo.
fn files(
    at: usize,
    folder: &Preopen,
    (granted, in_demo): (bool, bool),
    change: &Callback<Change>,
) -> Element {
    let what = match folder.folder == "." {
        true => "the files above".to_owned(),
        false => format!("those in {}", folder.folder),
    };
    let words = described(&folder.guest, &what);
    let id = if at == 0 { "grant" } else { "" };
    let itself = folder.clone();
    let there = move |is| Change::Folder(itself.clone(), is);
    let written = granted.then(|| {
        let words = tag("<small>can be written to");
        let writes = move |is| Change::Writes(at, is);
        ticked("", !folder.readonly, words, writes, change)
    });
    let kept = (granted && in_demo).then(|| {
        let words = tag("<small>kept for this demo");
        let id = if at == 0 { "keep" } else { "" };
        ticked(
            id,
            folder.kept,
            words,
            move |is| Change::Keeps(at, is),
            change,
        )
    });
    tag("<div class='mount'>")
        .child(ticked(id, granted, words, there, change))
        .child_if(written)
        .child_if(kept)
}

/// A file system of the host's own.
fn own(what: Mounted, grant: &Grant, change: &Callback<Change>) -> Element {
    let here = grant.mounts.iter().find(|mount| mount.what == what);
    let guest = here.map_or(what.usual_place(), |mount| &mount.guest);
    let words = described(guest, about(what));
    let id = match what {
        Mounted::Devices => "mount-dev",
        Mounted::Processes => "mount-proc",
        Mounted::Page => "mount-page",
    };
    let there = move |is| Change::Own(what, is);
    tag("<div class='mount'>").child(ticked(id, here.is_some(), words, there, change))
}

/// A field as it begins, with what is put there when that changes, not whenever the
/// page is drawn.
fn filled(field: Element, text: &str, change: Callback<String>) -> Element {
    field
        .property("defaultValue", JsValue::from(text))
        .onchange(values(change))
}

/// A plugin.
fn plugin(at: usize, plugin: &Plugin, change: &Callback<Change>) -> Element {
    let fill = |field| change.reform(move |value| Change::Plugin(at, field, value));
    let on = tag(
        "<input class='on' type='text' aria-label='When the plugin runs' autocapitalize='off' autocomplete='off' spellcheck='false'>",
    );
    let command = tag(
        "<input class='plugged' type='text' aria-label='Command line of the plugin' autocapitalize='off' autocomplete='off' spellcheck='false'>",
    );
    let remove = tag("<button type='button'>Remove")
        .attr(
            "aria-label",
            &format!("Remove the plugin {}", plugin.name()),
        )
        .onclick(change.reform(move |_| Change::Unplug(at)));
    tag("<div class='server'>")
        .key(&format!("plugin {at}"))
        .child(filled(on, &plugin.moments(), fill(Field::Each)))
        .child(filled(command, &plugin.command, fill(Field::Command)))
        .child(remove)
}

/// A server.
fn server(at: usize, server: &Server, change: &Callback<Change>) -> Element {
    let fill = |field| change.reform(move |value| Change::Server(at, field, value));
    let is_line = server.each == Each::Line;
    let number = server.port.to_string();
    let port = tag("<input class='port' type='number' min='1' max='65535' aria-label='Port'>");
    let served = tag("<input class='served' type='text' autocapitalize='off' autocomplete='off' spellcheck='false'>")
        .attr("aria-label", &format!("Command line of the server at port {number}"));
    let each = tag("<select aria-label='Run afresh'>")
        .onchange(values(fill(Field::Each)))
        .child(option("line", "for each line", is_line))
        .child(option("connection", "for each connection", !is_line));
    let remove = tag("<button type='button'>Remove")
        .attr("aria-label", &format!("Remove the server at port {number}"))
        .onclick(change.reform(move |_| Change::Unserve(at)));
    tag("<div class='server'>")
        .key(&number)
        .child(filled(port, &number, fill(Field::Port)))
        .child(filled(served, &server.command, fill(Field::Command)))
        .child(each)
        .child(remove)
}
