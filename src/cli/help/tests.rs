use super::*;

#[test]
fn everything_has_chinese_help() {
    let mut command = Cli::command();
    command.build();
    let mut missing = Vec::new();
    let mut open = vec![&command];
    while let Some(command) = open.pop() {
        open.extend(command.get_subcommands());
        let name = command.get_name();
        let ids = command.get_arguments().map(|arg| arg.get_id().as_str());
        for id in std::iter::once("").chain(ids) {
            if find(name, id).or_else(|| find("polc", id)).is_none() {
                missing.push((name.to_owned(), id.to_owned()));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_grammar_of_the_command_line_is_sound() {
    for lang in [Lang::Zh, Lang::En] {
        command(lang).debug_assert();
    }
}
