//! What is said when polc itself fails.

use std::io::Write;
use std::panic::{self, PanicHookInfo};

/// Makes a panic say, in both languages, that polc is at fault and how to report it.
pub(super) fn install() {
    panic::set_hook(Box::new(|info| {
        if crate::table::is_guarded() {
            return;
        }
        // If even this cannot be written there is nobody to tell.
        let _ = std::io::stderr().lock().write_all(notice(info).as_bytes());
    }));
}

fn notice(info: &PanicHookInfo<'_>) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let command: Vec<_> = std::env::args_os().collect();
    format!(
        "polc 自身出错（E9901），不是您的政策或数据的问题。请把这条消息、所用的命令和输入文件一并报告给维护者。\n\
         polc itself is at fault (E9901), not your policies or data. Please report this message \
         to its maintainers, with the command and the files it read.\n\
         polc {version}: {info}\n{command:?}\n"
    )
}
