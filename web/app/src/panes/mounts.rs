//! What programs see, in the drawer of files: directories of files, file
//! systems of the host's own, and who listens at the ports of localhost.

use model::grant::{Each, Grant, Mount, Mounted, Preopen, Server};
use web_sys::{Event, HtmlInputElement, HtmlSelectElement};
use yew::{Callback, Html, TargetCast, html};

/// What each of the host's own is, in a few words.
fn about(what: Mounted) -> &'static str {
    match what {
        Mounted::Devices => {
            "null, zero, full, random, and the network of this page: localhost:PORT"
        }
        Mounted::Processes => "what a program is: self/cmdline, self/fd",
    }
}

/// Draws it; `set` is called with all that is granted from then on.
pub fn view(grant: &Grant, set: &Callback<Grant>) -> Html {
    let has_network = grant
        .mounts
        .iter()
        .any(|mount| mount.what == Mounted::Devices);
    html! {
        <section class="mounts">
            <h3>{ "What programs see" }</h3>
            <p>{ "Without any of these, a program has no file system at all: it gets stdin, stdout and stderr, and whatever else it opens is not there (ENOENT, or errno 76, not capable)." }</p>
            { for folders(grant).iter().map(|folder| files(folder, grant, set)) }
            { for Mounted::ALL.into_iter().map(|what| own(what, grant, set)) }
            if has_network {
                { servers(grant, set) }
            }
        </section>
    }
}

/// The directories of files that are granted, or the one that may be.
fn folders(grant: &Grant) -> Vec<Preopen> {
    match grant.preopens.is_empty() {
        true => vec![Preopen::all()],
        false => grant.preopens.clone(),
    }
}

fn checked(event: &Event) -> bool {
    event.target_unchecked_into::<HtmlInputElement>().checked()
}

/// A directory of files: whether it is there, and whether it can be written to.
fn files(folder: &Preopen, grant: &Grant, set: &Callback<Grant>) -> Html {
    let is_granted = grant.preopens.contains(folder);
    let is_all = folder.folder == "." && folder.guest == "/";
    let with = |change: fn(&mut Preopen, bool) -> bool| {
        let (grant, folder) = (grant.clone(), folder.clone());
        set.reform(move |event: Event| {
            let mut grant = grant.clone();
            let mut changed = folder.clone();
            let stays = change(&mut changed, checked(&event));
            match grant.preopens.iter().position(|other| *other == folder) {
                Some(at) if stays => grant.preopens[at] = changed,
                Some(at) => drop(grant.preopens.remove(at)),
                None if stays => grant.preopens.push(changed),
                None => {}
            }
            grant
        })
    };
    let what = match is_all {
        true => "the files above".to_owned(),
        false => format!("those in {}", folder.folder),
    };
    html! {
        <div class="mount" key={folder.guest.clone()}>
            <label>
                <input id={is_all.then_some("grant")} type="checkbox" checked={is_granted} onchange={with(|_, on| on)} />
                <code>{ &folder.guest }</code><small>{ what }</small>
            </label>
            if is_granted {
                <label class="writes">
                    <input type="checkbox" checked={!folder.readonly} onchange={with(|folder, on| { folder.readonly = !on; true })} />
                    <small>{ "can be written to" }</small>
                </label>
            }
        </div>
    }
}

/// A file system of the host's own.
fn own(what: Mounted, grant: &Grant, set: &Callback<Grant>) -> Html {
    let here = grant.mounts.iter().find(|mount| mount.what == what);
    let guest = here.map_or(what.usual_place(), |mount| &mount.guest);
    let grant = grant.clone();
    let onchange = set.reform(move |event: Event| {
        let mut grant = grant.clone();
        grant.mounts.retain(|mount| mount.what != what);
        if checked(&event) {
            let guest = what.usual_place().to_owned();
            grant.mounts.push(Mount { guest, what });
        }
        grant
    });
    html! {
        <div class="mount" key={what.word()}>
            <label>
                <input id={format!("mount-{}", what.word())} type="checkbox" checked={here.is_some()} {onchange} />
                <code>{ guest.to_owned() }</code><small>{ about(what) }</small>
            </label>
        </div>
    }
}

/// Who listens at the ports, and a way to have one more do so.
fn servers(grant: &Grant, set: &Callback<Grant>) -> Html {
    let add = {
        let grant = grant.clone();
        set.reform(move |_| {
            let mut grant = grant.clone();
            let taken = |port: &u16| grant.servers.iter().any(|server| server.port == *port);
            let port = (1997..).find(|port| !taken(port)).unwrap_or(1997);
            grant.servers.push(Server {
                port,
                each: Each::Line,
                command: "promptreply".to_owned(),
            });
            grant
        })
    };
    html! {
        <>
            <h3>{ "Who listens at localhost" }</h3>
            { for (0..grant.servers.len()).map(|at| server(at, grant, set)) }
            <button id="add-server" type="button" onclick={add}>{ "Add a server" }</button>
        </>
    }
}

fn server(at: usize, grant: &Grant, set: &Callback<Grant>) -> Html {
    let Server {
        port,
        each,
        command,
    } = &grant.servers[at];
    let change = |change: fn(&mut Server, String)| {
        let grant = grant.clone();
        set.reform(move |text: String| {
            let mut grant = grant.clone();
            if let Some(server) = grant.servers.get_mut(at) {
                change(server, text);
            }
            grant
        })
    };
    let field = |change: Callback<String>| {
        change.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().value())
    };
    let to_port = field(change(|server, text| {
        server.port = text.parse().unwrap_or(server.port);
    }));
    let to_command = field(change(|server, text| {
        if !text.trim().is_empty() {
            server.command = text.trim().to_owned();
        }
    }));
    let to_each = change(|server, word| server.each = Each::of(&word).unwrap_or_default())
        .reform(|event: Event| event.target_unchecked_into::<HtmlSelectElement>().value());
    let remove = {
        let grant = grant.clone();
        set.reform(move |_| {
            let mut grant = grant.clone();
            grant.servers.remove(at);
            grant
        })
    };
    html! {
        <div class="server" key={at}>
            <input class="port" type="number" min="1" max="65535" aria-label="Port" value={port.to_string()} onchange={to_port} />
            <input class="served" type="text" aria-label={format!("Command line of the server at port {port}")} value={command.clone()} autocapitalize="off" autocomplete="off" spellcheck="false" onchange={to_command} />
            <select aria-label="Run afresh" onchange={to_each}>
                <option value="line" selected={*each == Each::Line}>{ "for each line" }</option>
                <option value="connection" selected={*each == Each::Connection}>{ "for each connection" }</option>
            </select>
            <button type="button" aria-label={format!("Remove the server at port {port}")} onclick={remove}>{ "Remove" }</button>
        </div>
    }
}
