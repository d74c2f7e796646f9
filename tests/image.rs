//! The shipped image is what the shipped policies compile to.
//!
//! After a change of the policies, the checker or the core: `POLC_BLESS=1 cargo test --test image`.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]
#![allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)]

use polc::driver::{Disk, Image, compile, decode_image, encode_image};
use polc::ir::VERSION;

const CORE: &str = "src/driver/shipped.bin";
const TEXTS: &str = "src/driver/shipped.txt";

fn image_of_the_policies() -> Image {
    // Tests run at the root of the package, so the names in the image hold no machine's path.
    let compiled = compile(&Disk, &["policies".into()]);
    let Some(program) = compiled.program else { panic!("{:#?}", compiled.diagnostics) };
    let image = encode_image(&program, &compiled.sources).unwrap();
    let decoded = decode_image(&image.core, image.texts.clone().leak()).unwrap();
    assert_eq!(decoded.program, program);
    let texts = |sources: &polc::source::Sources| -> Vec<_> {
        sources.iter().map(|(_, file)| (file.name().to_owned(), file.text().to_owned())).collect()
    };
    assert_eq!(texts(&decoded.sources), texts(&compiled.sources));
    for address in &program.addresses {
        assert!(decoded.sources.snippet(address.span).is_some(), "{}", address.path);
    }
    image
}

#[test]
fn the_image_is_that_of_the_shipped_policies() {
    let image = image_of_the_policies();
    if std::env::var_os("POLC_BLESS").is_some() {
        std::fs::write(CORE, &image.core).unwrap();
        std::fs::write(TEXTS, &image.texts).unwrap();
    }
    let same = std::fs::read(CORE).unwrap() == image.core
        && std::fs::read_to_string(TEXTS).unwrap() == image.texts;
    assert!(same, "{CORE} is out of date: POLC_BLESS=1 cargo test --test image");
}

#[test]
fn an_image_of_another_version_or_a_broken_one_is_refused() {
    let core = std::fs::read(CORE).unwrap();
    let mut other = core.clone();
    other[0] = u8::try_from(VERSION + 1).unwrap();
    let said = format!("has version {}", VERSION + 1);
    assert!(decode_image(&other, "").unwrap_err().message.en.contains(&said));
    assert!(decode_image(&core[..core.len() / 2], "").is_err());
    assert!(decode_image(b"", "").is_err());
}
