//! The shipped image is what the shipped policies compile to.
//!
//! After a change of the policies, the checker or the core: `POLC_BLESS=1 cargo test --test image`.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]
#![allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use polc::driver::{Disk, SHIPPED, compile, decode_image, encode_image, shipped, sources_of};
use polc::ir::VERSION;

const IMAGE: &str = "src/driver/shipped.bin";

#[test]
fn the_image_is_that_of_the_shipped_policies() {
    // Tests run at the root of the package, so the names in the image hold no machine's path.
    let compiled = compile(&Disk, &["policies".into()]);
    let Some(program) = compiled.program else { panic!("{:#?}", compiled.diagnostics) };
    let image = encode_image(&program).unwrap();
    if std::env::var_os("POLC_BLESS").is_some() {
        std::fs::write(IMAGE, &image).unwrap();
    }
    let same = std::fs::read(IMAGE).unwrap() == image;
    assert!(same, "{IMAGE} is out of date: POLC_BLESS=1 cargo test --test image");
    assert_eq!(decode_image(&image).unwrap(), program);
}

#[test]
fn the_image_carries_its_sources() {
    let program = shipped().unwrap();
    let sources = sources_of(&program);
    assert_eq!(sources.iter().count(), program.sources.len());
    for address in &program.addresses {
        assert!(sources.snippet(address.span).is_some(), "{}", address.path);
    }
}

#[test]
fn an_image_of_another_version_or_a_broken_one_is_refused() {
    let mut other = SHIPPED.to_vec();
    other[0] = u8::try_from(VERSION + 1).unwrap();
    let said = format!("has version {}", VERSION + 1);
    assert!(decode_image(&other).unwrap_err().message.en.contains(&said));
    assert!(decode_image(&SHIPPED[..SHIPPED.len() / 2]).is_err());
    assert!(decode_image(b"").is_err());
}
