//! How far a long run is, on a terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::diag::Lang;
use crate::text;

/// How often the line is drawn anew.
const TICK: Duration = Duration::from_millis(120);

/// A line on the terminal's standard error that counts subjects, and goes when they are done. How many
/// there will be only the end of the data tells.
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// A line that is shown, or not.
    pub(super) fn new(shown: bool, lang: Lang) -> Self {
        if !shown {
            return Self(ProgressBar::hidden());
        }
        let line = text!(
            zh: "{{spinner}} {{human_pos}} 个主体，{{per_sec}}，已用 {{elapsed}}",
            en: "{{spinner}} {{human_pos}} subjects, {{per_sec}}, {{elapsed}}",
        );
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template(line.get(lang)) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(TICK);
        Self(bar)
    }

    /// Counts subjects that are done.
    pub(super) fn add(&self, records: u64) {
        self.0.inc(records);
    }

    /// Takes the line away.
    pub(super) fn clear(&self) {
        self.0.finish_and_clear();
    }
}
