//! The `polc` command: dispatches to the commands in `cli`.

fn main() {}
