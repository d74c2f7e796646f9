//! Ids by their fingerprints: a million subjects have some ten million ids.

use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};

use crate::ir::KindId;

/// 96 bits that tell ids apart: of ten million ids, two share one by chance in one of 10^15 runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fingerprint([u32; 3]);

/// Finds what is kept by fingerprint, taking its bits as they are.
pub(super) type ByFingerprint = BuildHasherDefault<AsItIs>;

impl Fingerprint {
    /// Of an id; the same in every run.
    pub(super) fn of(id: &str) -> Self {
        let [first, second] = [0u8, 1].map(|half| {
            // Unlike a `RandomState` this one has no key of its own.
            let mut hasher = DefaultHasher::new();
            (half, id).hash(&mut hasher);
            hasher.finish()
        });
        Self([low(first), low(first >> 32), low(second)])
    }

    /// Of the id within a kind, for where those of several kinds stand side by side.
    pub(super) fn within(self, kind: KindId) -> Self {
        let Self([first, second, third]) = self;
        Self([first, second, third ^ u32::from(kind.0)])
    }
}

impl Hash for Fingerprint {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self([first, second, _]) = *self;
        state.write_u64(u64::from(second) << 32 | u64::from(first));
    }
}

/// The lowest 32 bits.
fn low(word: u64) -> u32 {
    (word & 0xffff_ffff) as u32
}

/// Gives back the 64 bits that it is given.
#[derive(Default)]
pub(super) struct AsItIs(u64);

impl Hasher for AsItIs {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = word;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
