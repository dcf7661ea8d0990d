//! Inputs that are nearly right: made from right ones by a few changes.

/// Numbers by chance, the same ones for the same seed (SplitMix64).
pub struct Chance(u64);

/// Bytes that mean something in formats: ends of ranges, long numbers, marks.
const TELLING: [&[u8]; 14] = [
    b"\0",
    b"\xff",
    b"\x7f",
    b"\x80",
    b"\xff\xff\xff\xff\x0f",
    b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01",
    b"\0asm\x01\0\0\0",
    b"\0asm\x0d\0\x01\0",
    b"\n--- ",
    b"\n",
    b"'",
    b"\\",
    b"\xe2\x80\xae",
    b"\xf0\x9f\xa6\x80",
];

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is not 0.
    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn of<'a, T: ?Sized>(&mut self, all: &'a [impl AsRef<T>]) -> &'a T {
        all[self.below(all.len())].as_ref()
    }

    /// A seed with a few changes, or nothing but chance.
    pub fn input(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        if self.below(50) == 0 {
            let length = self.below(64);
            return (0..length).map(|_| self.next() as u8).collect();
        }
        let mut input = Chance::of::<[u8]>(self, seeds).to_vec();
        for _ in 0..=self.below(6) {
            self.change(&mut input, seeds);
        }
        input
    }

    fn change(&mut self, input: &mut Vec<u8>, seeds: &[Vec<u8>]) {
        let at = self.below(input.len() + 1);
        let end = at + self.below(input.len() - at + 1).min(1 << self.below(12));
        match self.below(9) {
            0 | 1 if at < input.len() => input[at] ^= 1 << self.below(8),
            2 if at < input.len() => input[at] = self.next() as u8,
            3 if at < input.len() => input[at] = input[at].wrapping_add(1),
            4 => input.truncate(at),
            5 => drop(input.drain(at..end)),
            6 => {
                let more = input[at..end].to_vec();
                drop(input.splice(at..at, more));
            }
            7 => {
                let other = Chance::of::<[u8]>(self, seeds);
                let from = self.below(other.len() + 1);
                let to = from + self.below(other.len() - from + 1);
                drop(input.splice(at..end, other[from..to].iter().copied()));
            }
            _ => {
                let telling = Chance::of::<[u8]>(self, &TELLING);
                drop(input.splice(at..end, telling.iter().copied()));
            }
        }
    }
}
