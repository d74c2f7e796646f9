//! `--threads N`: how many work at once.

use crate::diag::{Code, Diagnostic, Text};
use crate::text;

/// The argument of commands that work on all cores.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct ThreadArgs {
    /// How many threads (default: as many as the machine has)
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
}

impl ThreadArgs {
    /// Why the number makes no sense, if it does not.
    pub(super) fn unfit(&self) -> Option<Text> {
        (self.threads == Some(0))
            .then(|| text!(zh: "--threads 至少是 1", en: "--threads is 1 at the least"))
    }

    /// Threads, as many as asked or as the machine has.
    pub(super) fn pool(&self) -> Result<rayon::ThreadPool, Diagnostic> {
        let count = self.threads.unwrap_or(0);
        let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK).num_threads(count);
        pool.build().map_err(|error| {
            let message = text!(zh: "线程开不了：{error}", en: "cannot start threads: {error}");
            let help = text!(zh: "用 --threads 少开几个", en: "ask for fewer with --threads");
            Diagnostic::new(Code::Internal, message).help(help)
        })
    }
}

/// Room for the deepest expressions, as the main thread has it.
const STACK: usize = 8 << 20;
