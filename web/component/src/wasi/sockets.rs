//! `wasi:sockets`: there are none, and a program is told so when it wants one.

use super::{Function, function};
use crate::{
    call::{Answer, Call, Record},
    handles::Resource,
};

pub const NETWORK: [Function; 1] = [function("instance-network", ":i", |call| {
    Ok(u64::from(call.handles.add(Resource::Network)?))
})];

pub const TCP: [Function; 1] = [function("create-tcp-socket", "ii", socket)];

pub const UDP: [Function; 1] = [function("create-udp-socket", "ii", socket)];

pub const NAMES: [Function; 1] = [function("resolve-addresses", "iiii", |call| {
    call.next += 3;
    refuse(call)
})];

fn socket(call: &mut Call) -> Answer {
    call.next += 1;
    refuse(call)
}

/// The error-code `access-denied`.
fn refuse(call: &mut Call) -> Answer {
    const DENIED: u8 = 1;
    let to = call.u32();
    call.write(to, &Record::<8>::new().u8(0, 1).u8(4, DENIED).0)
}
