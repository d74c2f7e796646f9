//! Help and mistakes of usage, in both languages. The doc comments of the arguments are the
//! English help; the Chinese stands here, and a test finds what is missing.

use std::io::{self, Write};

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory, Error};

use super::{Cli, Exit};
use crate::diag::Lang;

/// Chinese help of commands and arguments, by the name of the command (`polc` for what all share)
/// and the id of the argument (empty for the command itself).
const CHINESE: &[(&str, &str, &str)] = &[
    ("polc", "", "pol 语言的编译器和解释器；pol 是写产业支持政策的小语言"),
    ("polc", "format", "输出给人看（human）还是给程序读（json）；run 也可写成文档（md、html）"),
    ("polc", "lang", "消息用的语言（默认依系统区域）；对 fmt 是写成哪种形式"),
    ("polc", "color", "彩色：auto、always 或 never"),
    ("polc", "help", "显示帮助"),
    ("polc", "version", "显示版本"),
    ("batch", "", "对一批主体逐个算清每一条，结果写成表格"),
    ("batch", "data", "工作簿，CSV、Parquet 或 JSON 文件，或装着这些文件的目录"),
    ("batch", "out", "结果写到哪里：.xlsx、.csv、.parquet、.json；目录则每个表一个文件"),
    ("batch", "policies", "政策目录（默认用随程序附带的）"),
    ("batch", "clause", "只算这些条款"),
    ("batch", "as_of", "评价日，代替数据里的"),
    ("batch", "year", "要算的年度，例如 2022 或 2022-2023，代替数据里的"),
    ("batch", "reading", "选定一种读法，例如 14.档次=2"),
    ("batch", "layout", "每个结果一行（long）还是每个主体一行（wide）"),
    ("batch", "only", "只列这些结果，例如 享受,待裁量,缺；写 全部 就都列"),
    ("batch", "summary", "再告诉每条合计多少，上限省下多少，缺什么，预算够不够"),
    ("batch", "summary_out", "汇总的表和图写进这个目录或 .xlsx 文件（默认：跟结果一起）"),
    ("batch", "near", "汇总里再列出离界线这么近的主体，如 5%"),
    ("batch", "near_days", "日期离期限多少天算临近（默认：30）"),
    ("batch", "near_listed", "每条界线列出多少个（默认：20）"),
    ("batch", "set", "试改一个地址上的数，例如 14.投资奖励.档2.率=3%"),
    ("batch", "skip_bad_rows", "读不了的行不算，列进这个文件（CSV）"),
    ("batch", "history", "历年得奖的记录：算之前读，算完写回"),
    ("batch", "history_complete", "历史里没有列的，就是没有得过"),
    ("batch", "threads", "用几个线程（默认与机器的核数相同）"),
    ("check", "", "检查政策（默认检查 policies 目录）"),
    ("check", "paths", "组成政策集的文件和目录"),
    ("check", "no_figures", "不拿规则与原文各数的清册对照"),
    ("compare", "", "同一批数据，比两套政策，或试改几个数"),
    ("compare", "paths", "原政策、新政策和数据；有 --set 时只写数据也行"),
    ("compare", "set", "试改一个地址上的数，例如 14.投资奖励.档2.率=3%"),
    ("compare", "out", "把每一个变化写进这个文件（.xlsx、.csv）"),
    ("compare", "clause", "只算这些条款"),
    ("compare", "as_of", "评价日，代替数据里的"),
    ("compare", "year", "年度，或 2022-2023 这样的几年，代替数据里的"),
    ("compare", "reading", "选定一种读法，例如 14.档次=2"),
    ("compare", "threads", "用几个线程（默认与机器的核数相同）"),
    ("figures", "", "原文里的数，各有没有着落"),
    ("status", "", "逐条列出原文的数有多少落到了政策里"),
    ("status", "paths", "组成政策集的文件和目录"),
    ("status", "clause", "只列这些条款（0 是条款之外的）"),
    ("extract", "", "从官方文本读出各数，列成清册"),
    ("extract", "text", "文本文件，纯文本或 Markdown"),
    ("extract", "against", "不打印清册，而列出与这份清册的不同"),
    ("extract", "allow", "容许多少处不同"),
    ("duties", "", "列出职责、目标和时限，按承担的机构分组"),
    ("duties", "body", "只列名称里有这些字的机构的"),
    ("duties", "topic", "只列主题里有这些字的职责"),
    ("duties", "manner", "只列这种方式的职责，例如 应当、鼓励"),
    ("duties", "find", "只列文字里有这些字的职责"),
    ("duties", "clause", "只列这些条款的"),
    ("duties", "policies", "政策目录（默认用随程序附带的）"),
    ("explain", "", "解释一个错误代码"),
    ("explain", "code", "代码，例如 E0301"),
    ("facts", "", "列出政策要问的事实"),
    ("facts", "clause", "只列这一条款用到的事实"),
    ("facts", "policies", "政策目录（默认用随程序附带的）"),
    ("fmt", "", "排版：照文件自己的语言，或 --lang 指定的语言"),
    ("fmt", "paths", "文件和目录"),
    ("fmt", "check", "什么也不改；有文件没有排好就失败"),
    ("fmt", "policies", "其他名称在哪里声明（默认用随程序附带的政策）"),
    ("interactions", "", "找出为同一项付钱的条款，列出它们的关系"),
    ("interactions", "paths", "组成政策集的文件和目录"),
    ("interactions", "clause", "只列涉及这些条款的"),
    ("ir", "", "打印检查之后的核心"),
    ("ir", "path", "政策目录（默认用随程序附带的）"),
    ("mutate", "", "逐处改动规则，列出没有示例发现的改动"),
    ("mutate", "paths", "组成政策集的文件和目录"),
    ("mutate", "clause", "只改这些条款的规则"),
    ("mutate", "figures", "原文各数的对照也算发现"),
    ("new", "", "从官方文本起草一条的文件"),
    ("new", "clause", "条款号"),
    ("new", "text", "官方文本，纯文本或 Markdown"),
    ("run", "", "算一个情景：谁得多少、谁出资、为什么"),
    ("run", "scenario", "情景文件，pol 或 JSON"),
    ("run", "policies", "政策目录（默认用随程序附带的）"),
    ("run", "clause", "只算这些条款"),
    ("run", "as_of", "评价日，代替情景里的"),
    ("run", "reading", "选定一种读法，例如 14.档次=2"),
    ("run", "readings", "列出换用别的读法会改变什么"),
    ("run", "explain", "列出每个结果怎样得来"),
    ("run", "set", "试改一个地址上的数，例如 14.投资奖励.档2.率=3%"),
    ("run", "history", "历年得奖的记录：算之前读，算完写回"),
    ("run", "history_complete", "历史里没有列的，就是没有得过"),
    ("template", "", "写一份空的输入，只问这些条款要用的"),
    ("template", "clause", "只问这些条款要用的"),
    ("template", "kind", "只写这一类主体的表"),
    (
        "template",
        "years",
        "要算的年度，例如 2022 或 2022-2024（默认是清单印发的那一年）；条款要比的往年也留列",
    ),
    ("template", "form", "写成什么：工作簿、CSV 表、JSON 或 pol 的情景"),
    (
        "template",
        "out",
        "写进哪个文件（默认照 --as 写到标准输出）；CSV 是目录，只写一类时可以是文件",
    ),
    ("template", "policies", "政策目录（默认用随程序附带的）"),
    ("sweep", "", "列出金额随一项事实怎样变化；分段点是算出来的"),
    ("sweep", "scenario", "情景文件，pol 或 JSON"),
    ("sweep", "fact", "变动的事实；前面加“名字.”指明是谁的"),
    ("sweep", "from", "最小值，或第一天（默认是这项事实允许的最小值）"),
    ("sweep", "to", "最大值，或最后一天"),
    ("sweep", "subject", "谁的事实（写名字）"),
    ("sweep", "year", "每年一个的事实，是哪一年的"),
    ("sweep", "title", "文件里的哪个情景（写标题）"),
    ("sweep", "svg", "另外画成 SVG 图"),
    ("sweep", "policies", "政策目录（默认用随程序附带的）"),
    ("sweep", "clause", "只算这些条款"),
    ("sweep", "set", "试改一个地址上的数，例如 14.投资奖励.档2.率=3%"),
    ("sweep", "as_of", "评价日，代替情景里的"),
    ("sweep", "reading", "选定一种读法，例如 14.档次=2"),
    ("test", "", "运行政策里的示例（默认检查 policies 目录）"),
    ("test", "paths", "组成政策集的文件和目录"),
    ("test", "clause", "只运行这些条款的示例"),
    ("test", "coverage", "列出示例没有试到的地方；有没试到的就算有问题"),
];

const TEMPLATE_ZH: &str = "{about}\n\n用法：{usage}\n\n{all-args}";

/// The command line's grammar, with its help in one language.
pub(super) fn command(lang: Lang) -> Command {
    let command = Cli::command();
    match lang {
        Lang::En => command,
        Lang::Zh => chinese(command),
    }
}

fn chinese(command: Command) -> Command {
    let name = command.get_name().to_owned();
    let command = match find(&name, "") {
        Some(about) => command.about(about),
        None => command,
    };
    command
        .help_template(TEMPLATE_ZH)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .mut_args(move |arg| chinese_arg(&name, arg))
        .mut_subcommands(chinese)
}

fn chinese_arg(command: &str, arg: Arg) -> Arg {
    let heading = match arg.is_positional() {
        true => "参数",
        false => "选项",
    };
    let id = arg.get_id().to_string();
    match find(command, &id).or_else(|| find("polc", &id)) {
        Some(help) => arg.help(help).help_heading(heading),
        None => arg.help_heading(heading),
    }
}

fn find(command: &str, id: &str) -> Option<&'static str> {
    let mut entries = CHINESE.iter();
    entries.find(|(at, arg, _)| *at == command && *arg == id).map(|(.., help)| *help)
}

/// Prints what was asked for (help, version), or what is wrong with the command line.
pub(super) fn refuse(
    error: &Error,
    lang: Lang,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<Exit> {
    if !error.use_stderr() {
        let help = error.render().to_string();
        out.write_all(usage_in(lang, &help).as_bytes())?;
        return Ok(Exit::Fine);
    }
    match (lang, sentence(error)) {
        (Lang::Zh, Some(sentence)) => {
            writeln!(err, "polc: {sentence}")?;
            if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
                writeln!(err, "\n{}", usage_in(lang, &usage.to_string()))?;
            }
            writeln!(err, "\n用 --help 看帮助。")?;
        }
        _ => write!(err, "{}", error.render())?,
    }
    Ok(Exit::Usage)
}

/// The words that clap writes into a line of usage, in the language.
fn usage_in(lang: Lang, usage: &str) -> String {
    match lang {
        Lang::En => usage.to_owned(),
        Lang::Zh => usage.replace("Usage: ", "用法：").replace("[OPTIONS]", "[选项]"),
    }
}

/// The mistake in Chinese; none for kinds that do not occur here.
fn sentence(error: &Error) -> Option<String> {
    let context = |kind| error.get(kind).map(shown).unwrap_or_default();
    let arg = context(ContextKind::InvalidArg);
    let sentence = match error.kind() {
        ErrorKind::UnknownArgument => format!("没有 {arg} 这个选项"),
        ErrorKind::InvalidSubcommand => {
            format!("没有 {} 这个命令", context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            match context(ContextKind::InvalidValue) {
                value if value.is_empty() => format!("{arg} 缺少值"),
                value => format!("{arg} 不能是 {value}"),
            }
        }
        ErrorKind::MissingRequiredArgument => format!("缺少 {arg}"),
        ErrorKind::ArgumentConflict => match context(ContextKind::PriorArg) {
            prior if prior == arg => format!("{arg} 写了两次"),
            prior => format!("{arg} 和 {prior} 不能一起用"),
        },
        ErrorKind::MissingSubcommand => "缺少命令".to_owned(),
        _ => return None,
    };
    Some(sentence)
}

fn shown(value: &ContextValue) -> String {
    match value {
        ContextValue::String(one) => one.clone(),
        ContextValue::Strings(several) => several.join("、"),
        ContextValue::StyledStr(one) => StyledStr::to_string(one),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests;
