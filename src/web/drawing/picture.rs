//! A picture: marks on a plane, in points from the top left corner.

/// What something is drawn with: the names of the stylesheet's light scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Words and what matters most.
    Ink,
    /// Words that explain.
    Soft,
    /// Lines of a grid.
    Line,
    /// Lines that bound.
    Edge,
    /// Promoters.
    Promoter,
    /// Detractors.
    Detractor,
    /// Passives.
    Passive,
    /// The ground of the silent.
    Silent,
    /// Their hatch.
    SilentLine,
    /// Words on a colour.
    On,
    /// The ground of everything.
    Paper,
}

impl Ink {
    /// Red, green and blue.
    #[must_use]
    pub fn rgb(self) -> [u8; 3] {
        match self {
            Self::Ink => [0x1b, 0x1d, 0x20],
            Self::Soft => [0x55, 0x5a, 0x61],
            Self::Line => [0xdc, 0xdc, 0xd6],
            Self::Edge => [0x83, 0x88, 0x8f],
            Self::Promoter => [0x1d, 0x5f, 0xa6],
            Self::Detractor => [0xb9, 0x4a, 0x08],
            Self::Passive => [0x6a, 0x6f, 0x77],
            Self::Silent => [0xec, 0xec, 0xe8],
            Self::SilentLine => [0xb4, 0xb6, 0xb4],
            Self::On | Self::Paper => [0xff, 0xff, 0xff],
        }
    }

    /// As SVG writes it.
    #[must_use]
    pub fn hex(self) -> String {
        let [red, green, blue] = self.rgb();
        format!("#{red:02x}{green:02x}{blue:02x}")
    }
}

/// How heavy words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// As text.
    Regular,
    /// As a heading.
    Bold,
}

/// Which end of a line of words its place means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Its left.
    Start,
    /// Its middle.
    Middle,
    /// Its right.
    End,
}

/// One shape.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// A filled rectangle: left, top, width, height.
    Area([f32; 4], Ink),
    /// Straight lines, each from a point to another, and their width.
    Lines(Vec<[f32; 4]>, Ink, f32),
    /// A filled disc: its middle and its radius.
    Dot([f32; 2], f32, Ink),
    /// A disc that shows the paper, with a rim.
    Ring([f32; 2], f32, Ink),
    /// Words on a base line.
    Words {
        /// Where they stand.
        at: [f32; 2],
        /// Which end of them.
        anchor: Anchor,
        /// Their height.
        size: f32,
        /// How heavy they are.
        weight: Weight,
        /// Their colour.
        ink: Ink,
        /// What they say.
        text: String,
    },
}

/// A picture with its name and what it says in words.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Its name.
    pub title: String,
    /// What can be seen in it, for those who do not see it.
    pub text: String,
    /// Its width.
    pub width: f32,
    /// Its height.
    pub height: f32,
    /// Its shapes, from back to front.
    pub marks: Vec<Mark>,
}

/// The distance between two lines of a hatch.
const HATCH: f32 = 5.0;

impl Picture {
    /// An empty picture.
    #[must_use]
    pub fn new(title: String, text: String, [width, height]: [f32; 2]) -> Self {
        Self { title, text, width, height, marks: Vec::new() }
    }

    /// A filled rectangle: left, top, width, height.
    pub fn area(&mut self, place: [f32; 4], ink: Ink) {
        self.marks.push(Mark::Area(place, ink));
    }

    /// A line from a point to another.
    pub fn line(&mut self, ends: [f32; 4], ink: Ink, width: f32) {
        self.marks.push(Mark::Lines(vec![ends], ink, width));
    }

    /// A disc.
    pub fn dot(&mut self, at: [f32; 2], radius: f32, ink: Ink) {
        self.marks.push(Mark::Dot(at, radius, ink));
    }

    /// A ring.
    pub fn ring(&mut self, at: [f32; 2], radius: f32, ink: Ink) {
        self.marks.push(Mark::Ring(at, radius, ink));
    }

    /// Words as text, in a size and colour.
    pub fn words(&mut self, at: [f32; 2], anchor: Anchor, size: f32, ink: Ink, text: impl Into<String>) {
        let text = super::legible(&text.into());
        self.marks.push(Mark::Words { at, anchor, size, weight: Weight::Regular, ink, text });
    }

    /// The same, heavy.
    pub fn bold(&mut self, at: [f32; 2], anchor: Anchor, size: f32, ink: Ink, text: impl Into<String>) {
        let text = super::legible(&text.into());
        self.marks.push(Mark::Words { at, anchor, size, weight: Weight::Bold, ink, text });
    }

    /// A bare ground behind words that stand among other marks, for the words that follow.
    pub fn ground(&mut self, [x, y]: [f32; 2], anchor: Anchor, size: f32, text: &str) {
        let wide = super::width(text, size, Weight::Bold) + 4.0;
        let left = match anchor {
            Anchor::Start => x - 2.0,
            Anchor::Middle => x - wide / 2.0,
            Anchor::End => x - wide + 2.0,
        };
        self.area([left, y - size * 0.85, wide, size * 1.1], Ink::Paper);
    }

    /// The hatched ground of the silent.
    pub fn hatched(&mut self, [x, y, width, height]: [f32; 4]) {
        self.area([x, y, width, height], Ink::Silent);
        let mut lines = Vec::new();
        let mut sum = x + y + HATCH / 2.0;
        while sum < x + width + y + height {
            let (left, right) = (x.max(sum - y - height), (x + width).min(sum - y));
            lines.push([left, sum - left, right, sum - right]);
            sum += HATCH;
        }
        self.marks.push(Mark::Lines(lines, Ink::SilentLine, 1.0));
        let (right, bottom) = (x + width, y + height);
        let rim = vec![[x, y, right, y], [right, y, right, bottom], [right, bottom, x, bottom], [x, bottom, x, y]];
        self.marks.push(Mark::Lines(rim, Ink::Edge, 1.0));
    }

    /// The picture as it stands alone: with its name above, and what it is of below.
    #[must_use]
    pub fn alone(self, of: &str) -> Self {
        /// Room around it, and above and below it.
        const EDGE: f32 = 24.0;
        const ABOVE: f32 = 40.0;
        const BELOW: f32 = 30.0;
        let mut alone = Self::new(
            self.title.clone(),
            self.text.clone(),
            [self.width + 2.0 * EDGE, self.height + 2.0 * EDGE + ABOVE + BELOW],
        );
        alone.area([0.0, 0.0, alone.width, alone.height], Ink::Paper);
        alone.bold([EDGE, EDGE + 16.0], Anchor::Start, 18.0, Ink::Ink, self.title);
        alone.marks.extend(self.marks.into_iter().map(|mark| mark.moved([EDGE, EDGE + ABOVE])));
        alone.words([EDGE, alone.height - EDGE], Anchor::Start, 12.0, Ink::Soft, of);
        alone
    }
}

impl Mark {
    /// The same elsewhere.
    fn moved(self, [right, down]: [f32; 2]) -> Self {
        match self {
            Self::Area([x, y, width, height], ink) => Self::Area([x + right, y + down, width, height], ink),
            Self::Lines(lines, ink, width) => {
                let moved = |[x1, y1, x2, y2]: [f32; 4]| [x1 + right, y1 + down, x2 + right, y2 + down];
                Self::Lines(lines.into_iter().map(moved).collect(), ink, width)
            }
            Self::Dot([x, y], radius, ink) => Self::Dot([x + right, y + down], radius, ink),
            Self::Ring([x, y], radius, ink) => Self::Ring([x + right, y + down], radius, ink),
            Self::Words { at: [x, y], anchor, size, weight, ink, text } => {
                Self::Words { at: [x + right, y + down], anchor, size, weight, ink, text }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_those_of_the_light_scheme() {
        let sheet = include_str!("../../../static/style.css");
        let named = |name: &str| {
            let (_, rest) = sheet.split_once(&format!("--{name}: ")).unwrap();
            rest.split(';').next().unwrap().to_owned()
        };
        let inks = [
            ("ink", Ink::Ink),
            ("soft", Ink::Soft),
            ("line", Ink::Line),
            ("edge", Ink::Edge),
            ("promoter", Ink::Promoter),
            ("detractor", Ink::Detractor),
            ("passive", Ink::Passive),
            ("silent", Ink::Silent),
            ("silent-line", Ink::SilentLine),
        ];
        for (name, ink) in inks {
            assert_eq!(ink.hex(), named(name), "--{name}");
        }
    }

    #[test]
    fn a_hatch_stays_inside_its_area() {
        let mut picture = Picture::new(String::new(), String::new(), [100.0, 50.0]);
        picture.hatched([10.0, 20.0, 31.0, 12.0]);
        let Some(Mark::Lines(lines, ..)) = picture.marks.get(1) else { panic!("no hatch") };
        assert!(lines.len() > 5);
        for [x1, y1, x2, y2] in lines {
            assert!([x1, x2].iter().all(|x| (10.0..=41.0).contains(*x)), "{x1} {x2}");
            assert!([y1, y2].iter().all(|y| (19.99..=32.01).contains(*y)), "{y1} {y2}");
        }
    }
}
