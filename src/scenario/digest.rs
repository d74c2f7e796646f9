//! The digest by which a scenario's text is known again.

use sha2::{Digest, Sha256};

/// The digest of a text in hexadecimal, line breaks as `\n`, so that the same scenario has the
/// same digest on every machine.
#[must_use]
pub fn digest(text: &str) -> String {
    let hash = Sha256::digest(text.replace("\r\n", "\n"));
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}
