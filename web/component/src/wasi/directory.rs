//! Directories: what is in them, and those that the program is given.

use std::rc::Rc;

use super::{
    Function,
    filesystem::{MUTATE_DIRECTORY, READ, answer, stream},
    function,
    stat::descriptor_type,
};
use crate::{
    call::{Answer, Call, Record},
    handles::{Descriptor, Fd, Resource},
    preview1::{self, Errno},
};

pub const PREOPENS: [Function; 1] = [function("get-directories", "i", given)];

pub const TYPES: [Function; 2] = [
    function("[method]descriptor.read-directory", "ii", |call| {
        let (directory, to) = (call.u32(), call.u32());
        let descriptor = call.handles.descriptor(directory)?;
        let outcome = match descriptor.is_directory {
            true => preview1::list(descriptor.fd.number),
            false => Err(Errno::NOTDIR),
        };
        let outcome = outcome.map(|mut entries| {
            entries.reverse();
            Resource::Listing(entries)
        });
        stream(call, to, outcome)
    }),
    function(
        "[method]directory-entry-stream.read-directory-entry",
        "ii",
        |call| {
            let (listing, to) = (call.u32(), call.u32());
            let mut record = Record::<20>::new();
            if let Some((kind, name)) = call.handles.listing(listing)?.pop() {
                let name = call.list(&name)?;
                record = record.u8(4, 1).u8(8, descriptor_type(kind)).list(12, name);
            }
            answer(call, to, 4, Ok(record))
        },
    ),
];

/// The first fd behind the three standard files.
const FIRST: u32 = 3;

fn given(call: &mut Call) -> Answer {
    let to = call.u32();
    let names = (FIRST..).map_while(|number| Some((number, preview1::given(number).ok()?)));
    let directories: Vec<(u32, Vec<u8>)> = names.collect();
    call.records(to, &directories, |call, (number, name)| {
        let fd = Fd {
            number: *number,
            given: true,
        };
        let descriptor = Descriptor {
            fd: Rc::new(fd),
            flags: READ | MUTATE_DIRECTORY,
            is_directory: true,
        };
        let handle = call.handles.add(Resource::Descriptor(descriptor))?;
        let name = call.list(name)?;
        Ok(Record::<12>::new().u32(0, handle).list(4, name))
    })
}
