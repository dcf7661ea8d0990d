//! What sends the page its messages: callbacks, and what takes a while. Each is made
//! in one place for all messages, not anew for every one: that is less code.

use std::pin::Pin;

use yew::{Callback, Context, html::Scope};

use super::{App, Msg};

/// A callback that sends the page a message made of what it is given.
#[inline(never)]
pub fn to<T: 'static>(ctx: &Context<App>, message: fn(T) -> Msg) -> Callback<T> {
    ctx.link().callback(message)
}

/// Sends the page what this comes to.
pub fn later(ctx: &Context<App>, message: impl Future<Output = Msg> + 'static) {
    send(ctx.link(), Box::pin(message));
}

fn send(link: &Scope<App>, message: Pin<Box<dyn Future<Output = Msg>>>) {
    link.send_future(message);
}
