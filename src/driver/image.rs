//! The shipped policies, as an image of their core and their texts: `polc run` starts from the
//! core without parsing, and looks at a text only to show a place in it.
//!
//! `shipped.bin` and `shipped.txt` are committed; `tests/image.rs` compiles `policies/` anew and
//! compares. `POLC_BLESS=1 cargo test --test image` writes them after a change.

use crate::diag::{Code, Diagnostic, Text};
use crate::ir::{Program, VERSION};
use crate::source::Sources;
use crate::text;

/// The image of a policy set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// The program, then the name of each file and how long its text is.
    pub core: Vec<u8>,
    /// The texts, one after the other.
    pub texts: String,
}

/// The shipped policies and their texts, under the ids that the program's spans use.
#[derive(Debug)]
pub struct Shipped {
    /// The program.
    pub program: Program,
    /// The texts.
    pub sources: Sources,
}

/// The shipped policies.
pub fn shipped() -> Result<Shipped, Box<Diagnostic>> {
    decode_image(include_bytes!("shipped.bin"), include_str!("shipped.txt"))
}

/// A program and its texts as an image.
pub fn encode_image(program: &Program, sources: &Sources) -> Result<Image, Box<Diagnostic>> {
    let files = || sources.iter().map(|(_, file)| file);
    let lengths: Vec<_> = files().map(|file| (file.name(), file.text().len())).collect();
    let core = postcard::to_stdvec(&(program, lengths)).map_err(|error| broken(&error))?;
    Ok(Image { core, texts: files().map(|file| file.text()).collect() })
}

/// What an image holds. One written by another version of polc is refused.
pub fn decode_image(core: &[u8], texts: &'static str) -> Result<Shipped, Box<Diagnostic>> {
    // The version is the first field, so it can be read whatever the rest looks like.
    let (version, _) = postcard::take_from_bytes::<u32>(core).map_err(|error| broken(&error))?;
    if version != VERSION {
        return Err(fault(text!(
            zh: "政策映像是第 {version} 版，本程序要的是第 {VERSION} 版",
            en: "the image of the policies has version {version}, this polc wants {VERSION}",
        )));
    }
    let (program, lengths): (Program, Vec<(String, usize)>) =
        postcard::from_bytes(core).map_err(|error| broken(&error))?;
    let (mut sources, mut rest) = (Sources::new(), texts);
    for (name, length) in lengths {
        let (text, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        sources.add_static(name, text);
        rest = after;
    }
    Ok(Shipped { program, sources })
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
