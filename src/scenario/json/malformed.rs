//! Why a text is no JSON, and what to do about it.

use crate::diag::Text;
use crate::text;

/// Numbers of other notations, which JSON has not.
const NO_JSON: [&str; 7] = ["NaN", "Infinity", "-Infinity", "None", "nan", "inf", "undefined"];

/// What the parser says, by the start of its sentence, and the way out.
const SAID: [(&str, &str, &str); 8] = [
    ("key must be a string", "键写在双引号里", "a key stands in double quotes"),
    ("expected `,`", "两项之间用逗号隔开", "items are separated by commas"),
    ("expected `:`", "键后面写冒号", "a colon follows a key"),
    ("trailing characters", "删去最后一个括号后面的内容", "remove what follows the last bracket"),
    ("invalid escape", "反斜杠写成 \\\\", "write a backslash as `\\\\`"),
    ("control character", "字符串里的换行写成 \\n", "write a line break in a string as `\\n`"),
    ("invalid number", "数写成 1234.5 的样子", "write a number as 1234.5"),
    ("expected ident", "是否写成 true 或 false，未知写成 null", "write `true`, `false` or `null`"),
];

const NO_COMMA: (&str, &str) = ("删去最后一项后面的逗号", "remove the comma after the last item");

/// What the parser says where a comma is followed by a bracket.
const AFTER_COMMA: [&str; 3] = ["key must be a string", "expected value", "trailing comma"];

/// What to do about an error of the parser; `rest` is the text from its place on.
pub(super) fn help(error: &serde_json::Error, rest: &str) -> Text {
    if error.is_eof() {
        return text!(
            zh: "补上缺的引号和括号；文件也许没有传完",
            en: "close what is open; the file may have been cut off",
        );
    }
    if NO_JSON.iter().any(|word| rest.starts_with(word)) {
        return text!(
            zh: "不知道的写 null，数量写成带单位的字符串，如 \"15亿元\"",
            en: "write `null` for what is not known, and a quantity as a string, such as \"15亿元\"",
        );
    }
    let said = error.to_string();
    if rest.starts_with(['}', ']']) && AFTER_COMMA.iter().any(|start| said.starts_with(start)) {
        return Text::new(NO_COMMA.0, NO_COMMA.1);
    }
    let known = SAID.iter().find(|(start, _, _)| said.starts_with(start));
    match known {
        Some((_, zh, en)) => Text::new(*zh, *en),
        None => text!(
            zh: "值是字符串、数、true、false、null、[…] 或 {{…}}",
            en: "a value is a string, a number, true, false, null, […] or {{…}}",
        ),
    }
}
