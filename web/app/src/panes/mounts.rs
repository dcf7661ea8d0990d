//! What programs see, in the drawer of files: directories of files, file
//! systems of the host's own, and who listens at the ports of localhost.

use model::grant::{Each, Grant, Moment, Mount, Mounted, Plugin, Preopen, Server};
use web_sys::{Event, HtmlInputElement};
use yew::{Callback, Html, TargetCast, html};

/// A change of what is granted.
pub enum Change {
    /// This directory of files is there, or not.
    Folder(Preopen, bool),
    /// It can be written to, or not.
    Writes(usize, bool),
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
                    _ => plugin.on = Moment::of(&text).unwrap_or_default(),
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

/// Draws it.
pub fn view(grant: &Grant, change: &Callback<Change>) -> Html {
    let has_network = grant
        .mounts
        .iter()
        .any(|mount| mount.what == Mounted::Devices);
    let all = [Preopen::all()];
    let (folders, granted) = match grant.preopens.is_empty() {
        true => (&all[..], false),
        false => (&grant.preopens[..], true),
    };
    html! {
        <section class="mounts">
            <h3>{ "What programs see" }</h3>
            <p>{ "Without any of these, a program has no file system at all: it gets stdin, stdout and stderr, and whatever else it opens is not there (ENOENT, or errno 76, not capable)." }</p>
            { for folders.iter().enumerate().map(|(at, folder)| files(at, folder, granted, change)) }
            { for Mounted::ALL.into_iter().map(|what| own(what, grant, change)) }
            if has_network {
                <h3>{ "Who listens at localhost" }</h3>
                { for grant.servers.iter().enumerate().map(|(at, one)| server(at, one, change)) }
                <button id="add-server" type="button" onclick={change.reform(|_| Change::Serve)}>{ "Add a server" }</button>
            }
            <h3>{ "Plugins" }</h3>
            <p>{ "A plugin is a pipeline that runs by itself when something happens (run, edit, select, save), or when its button is pressed (press). It works through /page, and sees nothing else." }</p>
            { for grant.plugins.iter().enumerate().map(|(at, one)| plugin(at, one, change)) }
            <button id="add-plugin" type="button" onclick={change.reform(|_| Change::Plug)}>{ "Add a plugin" }</button>
        </section>
    }
}

/// A box that can be ticked, and what it is for.
fn ticked(
    id: &'static str,
    is: bool,
    words: Html,
    ticks: impl Fn(bool) -> Change + 'static,
    change: &Callback<Change>,
) -> Html {
    let onchange = change.reform(move |event: Event| {
        ticks(event.target_unchecked_into::<HtmlInputElement>().checked())
    });
    html! { <label><input {id} type="checkbox" checked={is} {onchange} />{ words }</label> }
}

/// A directory of files: whether it is there, and whether it can be written to.
fn files(at: usize, folder: &Preopen, granted: bool, change: &Callback<Change>) -> Html {
    let what = match folder.folder == "." {
        true => "the files above".to_owned(),
        false => format!("those in {}", folder.folder),
    };
    let words = html! { <><code>{ &folder.guest }</code><small>{ what }</small></> };
    let id = if at == 0 { "grant" } else { "" };
    let itself = folder.clone();
    let there = move |is| Change::Folder(itself.clone(), is);
    html! {
        <div class="mount">
            { ticked(id, granted, words, there, change) }
            if granted {
                { ticked("", !folder.readonly, html! { <small>{ "can be written to" }</small> }, move |is| Change::Writes(at, is), change) }
            }
        </div>
    }
}

/// A file system of the host's own.
fn own(what: Mounted, grant: &Grant, change: &Callback<Change>) -> Html {
    let here = grant.mounts.iter().find(|mount| mount.what == what);
    let guest = here.map_or(what.usual_place(), |mount| &mount.guest);
    let words = html! { <><code>{ guest.to_owned() }</code><small>{ about(what) }</small></> };
    let id = match what {
        Mounted::Devices => "mount-dev",
        Mounted::Processes => "mount-proc",
        Mounted::Page => "mount-page",
    };
    let there = move |is| Change::Own(what, is);
    html! { <div class="mount">{ ticked(id, here.is_some(), words, there, change) }</div> }
}

/// What was put into a field, when that changed.
fn filled(change: &Callback<Change>, make: impl Fn(String) -> Change + 'static) -> Callback<Event> {
    // A list has a value as well as a text field has.
    change
        .reform(move |event: Event| make(event.target_unchecked_into::<HtmlInputElement>().value()))
}

/// A plugin.
fn plugin(at: usize, plugin: &Plugin, change: &Callback<Change>) -> Html {
    let fill = |field: Field| filled(change, move |value| Change::Plugin(at, field, value));
    html! {
        <div class="server" key={format!("plugin {at}")}>
            <input class="on" type="text" aria-label="When the plugin runs" ~defaultValue={plugin.moments()} autocapitalize="off" autocomplete="off" spellcheck="false" onchange={fill(Field::Each)} />
            <input class="plugged" type="text" aria-label="Command line of the plugin" ~defaultValue={plugin.command.clone()} autocapitalize="off" autocomplete="off" spellcheck="false" onchange={fill(Field::Command)} />
            <button type="button" aria-label={format!("Remove the plugin {}", plugin.name())} onclick={change.reform(move |_| Change::Unplug(at))}>{ "Remove" }</button>
        </div>
    }
}

/// A server. What is in its fields is put there when it changes, not whenever the
/// page is drawn.
fn server(at: usize, server: &Server, change: &Callback<Change>) -> Html {
    let fill = |field: Field| filled(change, move |value| Change::Server(at, field, value));
    let is_line = server.each == Each::Line;
    html! {
        <div class="server" key={server.port}>
            <input class="port" type="number" min="1" max="65535" aria-label="Port" ~defaultValue={server.port.to_string()} onchange={fill(Field::Port)} />
            <input class="served" type="text" aria-label={format!("Command line of the server at port {}", server.port)} ~defaultValue={server.command.clone()} autocapitalize="off" autocomplete="off" spellcheck="false" onchange={fill(Field::Command)} />
            <select aria-label="Run afresh" onchange={fill(Field::Each)}>
                <option value="line" selected={is_line}>{ "for each line" }</option>
                <option value="connection" selected={!is_line}>{ "for each connection" }</option>
            </select>
            <button type="button" aria-label={format!("Remove the server at port {}", server.port)} onclick={change.reform(move |_| Change::Unserve(at))}>{ "Remove" }</button>
        </div>
    }
}
