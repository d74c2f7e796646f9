//! The language and the colours to speak in, by options and environment.

use std::ffi::OsString;

use clap::ColorChoice;

use super::Environment;
use crate::diag::Lang;

/// The value of `--lang`.
pub(super) fn parse_lang(word: &str) -> Result<Lang, String> {
    word.parse().map_err(|()| "zh | en".to_owned())
}

/// The language of messages: `--lang`, else the locale, else English.
///
/// The option is sought among the raw arguments, as it decides in which language a mistake in
/// the arguments is told.
pub(super) fn lang(args: &[OsString], variable: &dyn Fn(&str) -> Option<String>) -> Lang {
    option(args).unwrap_or_else(|| by_locale(variable))
}

fn option(args: &[OsString]) -> Option<Lang> {
    let mut args = args.iter().filter_map(|arg| arg.to_str());
    while let Some(arg) = args.next() {
        match arg.strip_prefix("--lang") {
            Some("") => return args.next()?.parse().ok(),
            Some(value) => return value.strip_prefix('=')?.parse().ok(),
            None => (),
        }
    }
    None
}

fn by_locale(variable: &dyn Fn(&str) -> Option<String>) -> Lang {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| variable(name).filter(|value| !value.is_empty()));
    match locale.is_some_and(|locale| locale.to_ascii_lowercase().starts_with("zh")) {
        true => Lang::Zh,
        false => Lang::En,
    }
}

/// Whether to use colours. `NO_COLOR` and a dumb terminal mean no, unless `always` is said.
pub(super) fn colour(choice: ColorChoice, environment: &Environment<'_>) -> bool {
    let variable = |name| (environment.variable)(name).unwrap_or_default();
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => {
            environment.terminal && variable("NO_COLOR").is_empty() && variable("TERM") != "dumb"
        }
    }
}
