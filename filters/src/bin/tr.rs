//! tr - translate, squeeze or delete characters
//!
//! usage: tr [-cdst] SET1 [SET2]
//!
//! Copies standard input, with each byte of SET1 replaced by the byte at the same place of SET2. Where SET2 is shorter, its
//! last byte is repeated.
//!
//!   -d      delete the bytes of SET1 instead
//!   -s      squeeze: of a byte of the last SET that repeats, print one
//!   -c, -C  take all bytes that are not in SET1
//!   -t      cut SET1 to the length of SET2
//!
//! A SET is made of bytes, ranges a-z, escapes \n \t \\ \NNN (octal), classes [:alpha:], equivalences [=c=], and in SET2
//! repetitions [c*n] or [c*] (as many as SET1 needs). Exits 0, or 1 if the command line is wrong.

use filters::{
    Filter, Stop,
    input::{CHUNK, Input},
    man, run,
    tr_set::{Set, translation},
};
use std::{io::Write, process::ExitCode};

fn main() -> ExitCode {
    run(man!("tr.rs"), 1, tr)
}

fn tr(me: &mut Filter) -> Result<(), Stop> {
    let long = [
        ("complement", 'c'),
        ("delete", 'd'),
        ("squeeze-repeats", 's'),
        ("truncate-set1", 't'),
    ];
    let (options, operands) = me.options("+cCdst", &long)?;
    let has = |wanted: &[char]| options.iter().any(|(option, _)| wanted.contains(option));
    let (complement, delete, squeeze) = (has(&['c', 'C']), has(&['d']), has(&['s']));
    let two = delete == squeeze;
    let Some(first) = operands.first() else {
        return Err(Stop::Usage("missing operand".into()));
    };
    let second = operands.get(1);
    if second.is_none() && two {
        let why = if delete {
            "deleting and squeezing"
        } else {
            "translating"
        };
        return Err(Stop::Usage(format!(
            "missing operand after '{}': two sets are needed for {why}",
            first.display()
        )));
    }
    let most = if delete && !squeeze { 1 } else { 2 };
    if let Some(extra) = operands.get(most) {
        return Err(Stop::Usage(format!("extra operand '{}'", extra.display())));
    }
    let translate = second.is_some() && !delete;
    let set1 = Set::parse(first.as_encoded_bytes(), false)?;
    let set2 = second
        .map(|text| Set::parse(text.as_encoded_bytes(), true))
        .transpose()?;
    if !translate && set2.as_ref().is_some_and(Set::is_endless) {
        let what = "the [c*] construct may appear in string2 only when translating";
        return Err(Stop::Failed(what.into()));
    }
    let listed = set1.bytes(complement, 0);
    let length = if translate { listed.len() } else { 0 };
    let to = set2.as_ref().map(|set| set.bytes(false, length));

    let mut table: [u8; 256] = std::array::from_fn(|byte| byte as u8);
    if let (true, Some(set2), Some(to)) = (translate, &set2, &to) {
        table = translation(&set1, complement, &listed, set2, to, has(&['t']))?;
    }
    let (mut deleted, mut squeezed) = ([false; 256], [false; 256]);
    if delete {
        listed
            .iter()
            .for_each(|byte| deleted[usize::from(*byte)] = true);
    }
    if squeeze {
        to.as_ref()
            .unwrap_or(&listed)
            .iter()
            .for_each(|byte| squeezed[usize::from(*byte)] = true);
    }

    let mut input = Input::open("-".into())?;
    let (mut buffer, mut kept, mut before) = (vec![0; CHUNK], Vec::with_capacity(CHUNK), None);
    loop {
        let got = input.read(&mut buffer, &mut me.out)?;
        if got == 0 {
            return Ok(());
        }
        kept.clear();
        for byte in buffer[..got]
            .iter()
            .filter(|byte| !deleted[usize::from(**byte)])
        {
            let byte = table[usize::from(*byte)];
            if !(squeezed[usize::from(byte)] && before == Some(byte)) {
                kept.push(byte);
            }
            before = Some(byte);
        }
        me.out.write_all(&kept)?;
    }
}
