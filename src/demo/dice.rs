//! Dice that fall the same way every time, so that the demonstration is the same for everyone.

/// `SplitMix64` (Steele, Lea and Flood, 2014). Nothing secret is made with it.
pub(super) struct Dice(u64);

/// Parts of one that are told apart.
const PARTS: u32 = 1 << 24;

impl Dice {
    /// Dice of their own for each occasion and person.
    pub(super) fn of(occasion: u64, person: u64) -> Self {
        let mut dice = Self(occasion.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ person.wrapping_mul(0xd1b5_4a32_d192_ed03));
        dice.next();
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Even between 0 and 1.
    pub(super) fn even(&mut self) -> f64 {
        let part = u32::try_from(self.next() >> 40).unwrap_or_default();
        f64::from(part) / f64::from(PARTS)
    }

    /// Around 0, nearly normal, with standard deviation 1.
    pub(super) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.even()).sum::<f64>() - 6.0
    }

    /// One of several; none of none.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        let count = u64::try_from(from.len()).ok()?;
        let place = self.next().checked_rem(count)?;
        from.get(usize::try_from(place).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dice_fall_the_same_way_every_time_and_evenly() {
        let mut dice = Dice::of(1, 2);
        let throws: Vec<f64> = (0..1_000).map(|_| dice.even()).collect();
        let mut again = Dice::of(1, 2);
        assert!(throws.iter().all(|throw| throw.to_bits() == again.even().to_bits()));
        let mean = throws.iter().sum::<f64>() / 1_000.0;
        assert!((0.45..0.55).contains(&mean), "{mean}");
        assert!(Dice::of(1, 3).pick::<u8>(&[]).is_none());
    }
}
