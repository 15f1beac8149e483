//! Chance that comes out the same each time: whole numbers only, from one seed.

/// A small generator (`SplitMix64`, Steele et al. 2014). For stories, never for secrets.
#[derive(Debug, Clone)]
pub struct Chance(u64);

/// How much longer or shorter than usual something takes, in percent: most a little shorter, a few much longer.
const SPREAD: [u32; 16] = [22, 34, 45, 55, 64, 73, 82, 92, 104, 118, 135, 155, 180, 220, 290, 420];

impl Chance {
    /// Chance for one purpose: another `salt` is other chance.
    pub fn new(seed: u64, salt: &str) -> Self {
        // FNV-1a over the salt.
        let mixed = salt.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self(seed ^ mixed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// One of `0..n`; 0 when `n` is 0.
    pub fn below(&mut self, n: u32) -> u32 {
        // The high half times n: no division, and even enough for stories.
        u32::try_from(((self.next() >> 32) * u64::from(n)) >> 32).unwrap_or_default()
    }

    /// One of `low..=high`.
    pub fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    /// True `permille` times of a thousand.
    pub fn hits(&mut self, permille: u32) -> bool {
        self.below(1000) < permille
    }

    /// One of these.
    pub fn one_of<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let n = u32::try_from(list.len()).unwrap_or(u32::MAX);
        list.get(self.below(n) as usize)
    }

    /// The place of one of these weights.
    pub fn weighted(&mut self, weights: &[u32]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (place, weight) in weights.iter().enumerate() {
            if left < *weight {
                return place;
            }
            left -= weight;
        }
        0
    }

    /// About so much, as long things take: skewed, from a fifth to four times.
    pub fn about(&mut self, usual: u32) -> u32 {
        let percent = self.one_of(&SPREAD).copied().unwrap_or(100);
        (u64::from(usual) * u64::from(percent) / 100).try_into().unwrap_or(usual)
    }

    /// Puts a list into another order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            let j = self.below(u32::try_from(i).unwrap_or_default() + 1) as usize;
            list.swap(i, j);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_tells_the_same_and_another_something_else() {
        let draw = |seed, salt| {
            let mut chance = Chance::new(seed, salt);
            (0..20).map(|_| chance.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(1, "houba"), draw(1, "houba"));
        assert_ne!(draw(1, "houba"), draw(1, "shapo"));
        assert_ne!(draw(1, "houba"), draw(2, "houba"));
    }

    #[test]
    fn bounds_hold_and_every_place_is_reached() {
        let mut chance = Chance::new(7, "");
        assert!((0..500).all(|_| (3..=9).contains(&chance.between(3, 9))));
        let mut seen = [0; 3];
        for _ in 0..500 {
            seen[chance.weighted(&[1, 0, 3])] += 1;
        }
        assert!(seen[0] > 0 && seen[1] == 0 && seen[2] > seen[0]);
        assert_eq!(chance.below(0), 0);
    }
}
