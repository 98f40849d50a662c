//! A part of a list that is too long for one page.

/// Which part is shown.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// The page, from 1.
    pub number: usize,
    /// Lines on a page.
    pub size: usize,
    /// Lines of the whole list.
    pub total: usize,
}

impl Part {
    /// The part that an address asks for; the nearest one there is.
    pub fn new(number: &str, size: usize, total: usize) -> Self {
        let last = total.div_ceil(size).max(1);
        Self { number: number.parse().unwrap_or(1).clamp(1, last), size, total }
    }

    /// Lines before this part.
    pub fn before(&self) -> usize {
        (self.number - 1) * self.size
    }

    /// The number of its first line.
    pub fn from(&self) -> usize {
        (self.before() + 1).min(self.total)
    }

    /// The number of its last line.
    pub fn to(&self) -> usize {
        (self.before() + self.size).min(self.total)
    }

    /// Whether there are others.
    pub fn is_one_of_many(&self) -> bool {
        self.total > self.size
    }

    /// Whether something follows.
    pub fn has_more(&self) -> bool {
        self.to() < self.total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_in_one_part() {
        let part = |number: &str| {
            let part = Part::new(number, 100, 250);
            (part.from(), part.to(), part.has_more())
        };
        assert_eq!([part(""), part("2"), part("3")], [(1, 100, true), (101, 200, true), (201, 250, false)]);
        assert_eq!([part("0"), part("99"), part("x")], [part("1"), part("3"), part("1")]);
        assert_eq!((Part::new("1", 100, 0).from(), Part::new("1", 100, 0).to()), (0, 0));
    }
}
