//! Pictures in the netpbm formats, which a few lines of any language can write:
//! P1 to P6, that is PBM, PGM and PPM, as numbers or as bytes.

/// A picture of more pixels than this is not drawn.
const MOST: usize = 16 << 20;

/// What stands before the pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The digit after the P.
    format: u8,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// The brightest value.
    most: u32,
    /// Where the pixels start.
    start: usize,
}

/// A picture: four bytes a pixel, red, green, blue, and whether it is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its size in pixels.
    pub width: u32,
    /// Its size in pixels.
    pub height: u32,
    /// The pixels, row by row.
    pub rgba: Vec<u8>,
    /// Whether all of them are there.
    pub whole: bool,
}

impl Header {
    /// Reads it; none if the bytes are no such picture.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let &[b'P', format @ b'1'..=b'6', space, ..] = bytes else {
            return None;
        };
        if !space.is_ascii_whitespace() && space != b'#' {
            return None;
        }
        let format = format - b'0';
        let mut numbers = Numbers { bytes, at: 2 };
        let (width, height) = (numbers.next()?, numbers.next()?);
        let most = match format {
            1 | 4 => 1,
            _ => numbers.next()?,
        };
        // One space, and then the pixels, whatever they look like.
        let ended = bytes.get(numbers.at).is_none_or(u8::is_ascii_whitespace);
        let sound = width > 0 && height > 0 && (1..=65_535).contains(&most) && ended;
        sound.then_some(Self {
            format,
            width,
            height,
            most,
            start: numbers.at + 1,
        })
    }
}

impl Picture {
    /// Draws what is there.
    ///
    /// # Errors
    /// A sentence: it is no such picture, or too large.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let header = Header::read(bytes).ok_or("This is no picture that is known here.")?;
        let Header { width, height, .. } = header;
        let pixels = (width as usize)
            .checked_mul(height as usize)
            .filter(|pixels| *pixels <= MOST)
            .ok_or_else(|| {
                format!("A picture of {width} × {height} pixels is too large to be drawn.")
            })?;
        let mut samples = Samples {
            header,
            numbers: Numbers {
                bytes,
                at: header.start,
            },
            column: 0,
        };
        // Memory as far as there are pixels: a header promises anything.
        let mut rgba = Vec::new();
        let mut drawn = 0;
        while drawn < pixels
            && let Some(colour) = samples.pixel()
        {
            rgba.extend_from_slice(&[colour[0], colour[1], colour[2], 255]);
            drawn += 1;
        }
        rgba.resize(pixels * 4, 0);
        Ok(Self {
            width,
            height,
            rgba,
            whole: drawn == pixels,
        })
    }
}

struct Samples<'a> {
    header: Header,
    numbers: Numbers<'a>,
    /// In the row, of pixels that are bits.
    column: u32,
}

impl Samples<'_> {
    fn pixel(&mut self) -> Option<[u8; 3]> {
        match self.header.format {
            1 => self.numbers.bit().map(black),
            4 => self.bit().map(black),
            2 | 5 => self.sample().map(|grey| [grey; 3]),
            _ => Some([self.sample()?, self.sample()?, self.sample()?]),
        }
    }

    /// From 0 to 255.
    fn sample(&mut self) -> Option<u8> {
        let most = self.header.most;
        let value = match self.header.format {
            2 | 3 => self.numbers.next()?,
            _ if most > 255 => self.numbers.byte()? << 8 | self.numbers.byte()?,
            _ => self.numbers.byte()?,
        };
        Some(((value.min(most) * 255 + most / 2) / most) as u8)
    }

    /// Eight pixels a byte; each row begins with a new one.
    fn bit(&mut self) -> Option<bool> {
        let byte = *self.numbers.bytes.get(self.numbers.at)?;
        let bit = byte >> (7 - self.column % 8) & 1;
        self.column += 1;
        if self.column == self.header.width {
            self.column = 0;
        }
        if self.column.is_multiple_of(8) {
            self.numbers.at += 1;
        }
        Some(bit == 1)
    }
}

fn black(is_black: bool) -> [u8; 3] {
    if is_black { [0; 3] } else { [255; 3] }
}

/// Numbers in decimal, with space and comments between them.
struct Numbers<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Numbers<'_> {
    fn byte(&mut self) -> Option<u32> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte.into())
    }

    fn skip(&mut self) {
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'#' => {
                    let rest = &self.bytes[self.at..];
                    self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                }
                byte if byte.is_ascii_whitespace() => self.at += 1,
                _ => return,
            }
        }
    }

    fn next(&mut self) -> Option<u32> {
        self.skip();
        let start = self.at;
        let mut number: u32 = 0;
        while let Some(digit @ b'0'..=b'9') = self.bytes.get(self.at) {
            // Beyond this it is too large for whatever it is.
            number = (number * 10 + u32::from(digit - b'0')).min(1 << 24);
            self.at += 1;
        }
        (self.at > start).then_some(number)
    }

    /// One digit: the pixels of P1 need no space between them.
    fn bit(&mut self) -> Option<bool> {
        self.skip();
        let digit = *self.bytes.get(self.at)?;
        self.at += 1;
        match digit {
            b'0' => Some(false),
            b'1' => Some(true),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BLACK: [u8; 4] = [0, 0, 0, 255];
    const WHITE: [u8; 4] = [255; 4];

    fn drawn(bytes: &[u8]) -> (u32, u32, Vec<[u8; 4]>) {
        let picture = Picture::read(bytes).unwrap();
        assert!(picture.whole);
        let pixels = picture.rgba.as_chunks::<4>().0.to_vec();
        (picture.width, picture.height, pixels)
    }

    #[test]
    fn all_six_formats() {
        let bits = (3, 2, vec![BLACK, WHITE, BLACK, WHITE, BLACK, WHITE]);
        assert_eq!(drawn(b"P1\n# drawn by hand\n3 2\n1 0 1\n010\n"), bits);
        assert_eq!(drawn(b"P4 3 2\n\xa0\x40"), bits);
        let greys = (2, 1, vec![[0, 0, 0, 255], [128, 128, 128, 255]]);
        assert_eq!(drawn(b"P2 2 1 2 0 1"), greys);
        assert_eq!(drawn(b"P5 2 1 2\n\0\x01"), greys);
        assert_eq!(drawn(b"P5 2 1 65534\n\0\0\x7f\xff"), greys);
        let colours = (2, 1, vec![[255, 0, 0, 255], [0, 255, 0, 255]]);
        assert_eq!(drawn(b"P3\n2 1\n255\n255 0 0  0 255 0\n"), colours);
        assert_eq!(drawn(b"P6\n2 1\n255\n\xff\0\0\0\xff\0"), colours);
        let ten = drawn(b"P4 10 2\n\xff\xc0\0\0").2;
        assert_eq!(
            (ten[..10].to_vec(), ten[10..].to_vec()),
            (vec![BLACK; 10], vec![WHITE; 10])
        );
    }

    #[test]
    fn a_cut_picture_is_drawn_as_far_as_it_goes() {
        let picture = Picture::read(b"P5 2 2 255\n\xff").unwrap();
        assert!(!picture.whole);
        assert_eq!(picture.rgba[..8], [255, 255, 255, 255, 0, 0, 0, 0]);
    }

    #[test]
    fn what_is_none_or_too_large_is_said() {
        for bytes in [
            &b"P7 1 1 1\n"[..],
            b"P1x 1 1",
            b"P2 0 1 1",
            b"P2 1 1 0",
            b"P5 1",
            b"P5 1 1 255x",
        ] {
            assert_eq!(Header::read(bytes), None, "{}", bytes.escape_ascii());
        }
        let error = Picture::read(b"P4 99999 99999\n\0").unwrap_err();
        assert_eq!(
            error,
            "A picture of 99999 × 99999 pixels is too large to be drawn."
        );
        assert!(Picture::read(b"P4 4294967297 99999999999999999999\n").is_err());
    }

    proptest! {
        #[test]
        fn nothing_is_too_much(format in 1..=6, width in 1u32..300, height in 1u32..300, rest: Vec<u8>) {
            let mut bytes = format!("P{format} {width} {height} 255\n").into_bytes();
            bytes.extend(rest);
            if let Ok(picture) = Picture::read(&bytes) {
                prop_assert_eq!(picture.rgba.len(), (picture.width * picture.height * 4) as usize);
            }
        }
    }
}
