//! The shipped policies, as an image of their core: `polc run` starts from it without parsing.
//!
//! `shipped.bin` is committed; `tests/image.rs` compiles `policies/` anew and compares.
//! `POLC_BLESS=1 cargo test --test image` writes it after a change.

use crate::diag::{Code, Diagnostic, Text};
use crate::ir::{Program, VERSION};
use crate::source::Sources;
use crate::text;

/// The image of the shipped policies.
pub const SHIPPED: &[u8] = include_bytes!("shipped.bin");

/// The shipped policies.
pub fn shipped() -> Result<Program, Box<Diagnostic>> {
    decode_image(SHIPPED)
}

/// A program as an image.
pub fn encode_image(program: &Program) -> Result<Vec<u8>, Box<Diagnostic>> {
    postcard::to_stdvec(program).map_err(|error| broken(&error))
}

/// The program of an image. One written by another version of polc is refused.
pub fn decode_image(image: &[u8]) -> Result<Program, Box<Diagnostic>> {
    // The version is the first field, so it can be read whatever the rest looks like.
    let (version, _) = postcard::take_from_bytes::<u32>(image).map_err(|error| broken(&error))?;
    if version != VERSION {
        return Err(fault(text!(
            zh: "政策映像是第 {version} 版，本程序要的是第 {VERSION} 版",
            en: "the image of the policies has version {version}, this polc wants {VERSION}",
        )));
    }
    postcard::from_bytes(image).map_err(|error| broken(&error))
}

/// The source texts that a program carries, under the ids its spans use.
pub fn sources_of(program: &Program) -> Sources {
    let mut sources = Sources::new();
    for file in &program.sources {
        sources.add(&file.name, &file.text);
    }
    sources
}

fn broken(error: &postcard::Error) -> Box<Diagnostic> {
    fault(text!(
        zh: "政策映像损坏：{error}",
        en: "the image of the policies is broken: {error}",
    ))
}

fn fault(message: Text) -> Box<Diagnostic> {
    let help = text!(
        zh: "用 --policies 指明政策目录",
        en: "name a directory of policies with --policies",
    );
    Box::new(Diagnostic::new(Code::Internal, message).help(help))
}
