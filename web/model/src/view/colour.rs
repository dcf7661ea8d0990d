//! Colours of terminals on the page: what a program chose, as near as it can be
//! read, on light paper and on dark.

use super::ansi::Style;

/// A colour that a program chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// One of the sixteen, which are as the page's style has them.
    Basic(u8),
    /// Exactly this one.
    Rgb(u8, u8, u8),
}

/// Red, green, blue.
pub type Rgb = [u8; 3];

/// The paper of panes, `--raised` in `style.css`: light and dark.
const PAPER: [Rgb; 2] = [[0xff, 0xff, 0xff], [0x1f, 0x1b, 0x18]];

/// The least contrast between text and what is behind it, as WCAG counts it.
const CONTRAST: f64 = 4.5;

/// The sixteen where they must be exact: behind text, or in front of a ground.
const BASIC: [Rgb; 16] = [
    [0x00, 0x00, 0x00],
    [0xb4, 0x2c, 0x23],
    [0x2f, 0x7d, 0x3b],
    [0xb5, 0x89, 0x00],
    [0x2f, 0x5f, 0xb3],
    [0x92, 0x3b, 0x92],
    [0x1f, 0x82, 0x8a],
    [0xd6, 0xd0, 0xc8],
    [0x70, 0x68, 0x60],
    [0xe8, 0x5a, 0x4f],
    [0x5c, 0xb8, 0x6a],
    [0xe5, 0xc0, 0x45],
    [0x6b, 0x9b, 0xf0],
    [0xd0, 0x7a, 0xd0],
    [0x50, 0xbc, 0xc4],
    [0xff, 0xff, 0xff],
];

/// How the colours of a style are painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// As all other text.
    Plain,
    /// The page's ink and paper change places.
    Inverse,
    /// Ink of one of the sixteen, on the page's paper.
    Basic(u8),
    /// Ink on the page's paper: where that is light, and where it is dark.
    Ink(Rgb, Rgb),
    /// Ink, and the ground behind it.
    On(Rgb, Rgb),
}

impl Colour {
    /// One of the 256: sixteen, a cube of 6 × 6 × 6, and 24 greys.
    pub fn of_256(number: u8) -> Self {
        const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];
        match number {
            0..=15 => Self::Basic(number),
            16..=231 => {
                let at = |step: u8| LEVELS[usize::from((number - 16) / step % 6)];
                Self::Rgb(at(36), at(6), at(1))
            }
            232..=255 => {
                let grey = 8 + (number - 232) * 10;
                Self::Rgb(grey, grey, grey)
            }
        }
    }

    fn rgb(self) -> Rgb {
        match self {
            Self::Basic(number) => BASIC[usize::from(number & 15)],
            Self::Rgb(red, green, blue) => [red, green, blue],
        }
    }
}

impl Style {
    /// How its colours are painted, so that the text can be read.
    pub fn paint(&self) -> Paint {
        let (ink, ground) = match self.inverse {
            true => (self.ground, self.ink),
            false => (self.ink, self.ground),
        };
        match (ink, ground) {
            (None, None) if self.inverse => Paint::Inverse,
            (None, None) => Paint::Plain,
            (Some(Colour::Basic(number)), None) if !self.inverse => Paint::Basic(number & 15),
            (Some(ink), None) if !self.inverse => {
                let [light, dark] = PAPER.map(|paper| readable(ink.rgb(), paper));
                Paint::Ink(light, dark)
            }
            (ink, ground) => {
                // An inverse style without a ground of its own stands on ink.
                let ground = ground.unwrap_or(Colour::Basic(0)).rgb();
                let ink = ink.map_or_else(|| farthest(ground), Colour::rgb);
                Paint::On(readable(ink, ground), ground)
            }
        }
    }
}

/// The nearest colour on the way to black or white that can be read there.
fn readable(ink: Rgb, ground: Rgb) -> Rgb {
    let end = farthest(ground);
    (0..=16)
        .map(|step| mixed(ink, end, step))
        .find(|ink| contrast(*ink, ground) >= CONTRAST)
        .unwrap_or(end)
}

fn mixed(from: Rgb, to: Rgb, sixteenths: u16) -> Rgb {
    std::array::from_fn(|at| {
        let sum = u16::from(from[at]) * (16 - sixteenths) + u16::from(to[at]) * sixteenths;
        (sum / 16) as u8
    })
}

/// Black or white, whichever differs more from it.
fn farthest(ground: Rgb) -> Rgb {
    let (black, white) = ([0; 3], [255; 3]);
    match contrast(black, ground) >= contrast(white, ground) {
        true => black,
        false => white,
    }
}

/// The contrast of two colours, from 1 to 21.
fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    (one / other).max(other / one)
}

fn luminance(colour: Rgb) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        match part <= 0.040_45 {
            true => part / 12.92,
            false => ((part + 0.055) / 1.055).powf(2.4),
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn contrast_is_counted_as_wcag_does() {
        assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 0.01);
        assert!((contrast([0x77; 3], [255; 3]) - 4.48).abs() < 0.01);
    }

    #[test]
    fn the_cube_and_the_greys() {
        assert_eq!(Colour::of_256(16), Colour::Rgb(0, 0, 0));
        assert_eq!(Colour::of_256(110), Colour::Rgb(135, 175, 215));
        assert_eq!(Colour::of_256(231), Colour::Rgb(255, 255, 255));
        assert_eq!(Colour::of_256(232), Colour::Rgb(8, 8, 8));
        assert_eq!(Colour::of_256(255), Colour::Rgb(238, 238, 238));
    }

    #[test]
    fn what_can_be_read_stays_as_it_is() {
        let style = Style {
            ink: Some(Colour::Rgb(200, 0, 0)),
            ..Style::default()
        };
        assert!(matches!(style.paint(), Paint::Ink([200, 0, 0], dark) if dark != [200, 0, 0]));
        let yellow = Style {
            ink: Some(Colour::Rgb(255, 255, 0)),
            ..Style::default()
        };
        assert!(
            matches!(yellow.paint(), Paint::Ink(light, [255, 255, 0]) if light != [255, 255, 0])
        );
    }

    fn colour() -> impl Strategy<Value = Option<Colour>> {
        prop_oneof![
            Just(None),
            any::<u8>().prop_map(|number| Some(Colour::of_256(number))),
            any::<Rgb>().prop_map(|[red, green, blue]| Some(Colour::Rgb(red, green, blue))),
        ]
    }

    proptest! {
        #[test]
        fn everything_can_be_read(ink in colour(), ground in colour(), inverse: bool) {
            let style = Style { ink, ground, inverse, ..Style::default() };
            match style.paint() {
                Paint::Ink(light, dark) => {
                    prop_assert!(contrast(light, PAPER[0]) >= CONTRAST);
                    prop_assert!(contrast(dark, PAPER[1]) >= CONTRAST);
                }
                Paint::On(ink, ground) => prop_assert!(contrast(ink, ground) >= CONTRAST),
                _ => {}
            }
        }
    }
}
