//! What `polc explain` shows: a code's page in one language.

use super::{Code, Lang};

/// The part of the code's page in this language, under the code as its heading.
///
/// Every page holds one part for each language under the code's title (see
/// `docs/errors/README.md`); should a title be missing there, the whole page is given.
pub fn explain(code: Code, lang: Lang) -> String {
    let title = code.title();
    let heading = format!("## {}\n", title.get(lang));
    match code.page().split_once(&heading) {
        None => code.page().to_owned(),
        Some((_, part)) => {
            let part = part.split("\n## ").next().unwrap_or_default();
            format!("# {code} {}\n\n{}\n", title.get(lang), part.trim())
        }
    }
}
