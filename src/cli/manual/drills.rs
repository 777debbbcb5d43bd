//! The names of drills in a shell's completions: the shell asks the program for them when they are wanted.

use clap::Command;
use clap_complete::Shell;

/// The names, as a shell asks for them.
const NAMES: &str = "drills --names 2>/dev/null";

/// A shell's completions, with the names of drills where a drill can be named.
pub(super) fn with_drills(shell: Shell, command: &Command, text: String) -> String {
    let mut paths = Vec::new();
    taking_a_drill(command, "", &mut paths);
    match shell {
        Shell::Bash => bash(&paths, &text),
        Shell::Zsh => zsh(&text),
        Shell::Fish => text + &fish(&paths),
        Shell::Elvish | Shell::PowerShell | _ => text,
    }
}

/// The commands that are given a drill by its name, such as `score` and `export journal`.
fn taking_a_drill(command: &Command, path: &str, found: &mut Vec<String>) {
    for sub in command.get_subcommands() {
        let path = format!("{path} {}", sub.get_name());
        let path = path.trim();
        let takes = sub.get_positionals().any(|arg| names_a_drill(arg.get_id().as_str()));
        found.extend(takes.then(|| path.to_string()));
        taking_a_drill(sub, path, found);
    }
}

/// Whether an argument may be a drill: `postmortem check` takes a file as well.
fn names_a_drill(id: &str) -> bool {
    matches!(id, "drill" | "drills" | "what")
}

/// What clap's function found, and the names behind it.
fn bash(paths: &[String], text: &str) -> String {
    let patterns: Vec<String> =
        paths.iter().map(|path| path.replace(' ', "\\ ")).map(|path| format!("{path}|{path}\\ *")).collect();
    let patterns = patterns.join("|");
    let function = format!(
        "_sandtable_drills() {{
    _sandtable \"$@\"
    local cur=\"${{COMP_WORDS[COMP_CWORD]}}\" before=\"${{COMP_WORDS[COMP_CWORD-1]}}\"
    [[ $cur == -* || $before == -* ]] && return 0
    case \"${{COMP_WORDS[*]:1:COMP_CWORD-1}}\" in
        {patterns})
            COMPREPLY+=( $(compgen -W \"last $(\"$1\" {NAMES})\" -- \"$cur\") )
            ;;
    esac
    return 0
}}

"
    );
    let (head, tail) = text.rsplit_once("if [[ \"${BASH_VERSINFO").unwrap_or((text, ""));
    let tail = tail.replace("complete -F _sandtable ", "complete -F _sandtable_drills ");
    format!("{head}{function}if [[ \"${{BASH_VERSINFO{tail}")
}

/// In zsh each argument says how it is completed.
fn zsh(text: &str) -> String {
    let function = format!(
        "_sandtable_drill_names() {{
    local -a names
    names=(last ${{(f)\"$(sandtable {NAMES})\"}})
    _describe -t drills 'drill' names
}}

"
    );
    let ends = "if [ \"$funcstack[1]\" = \"_sandtable\" ]";
    let text: String = text.lines().map(zsh_names).collect();
    beside_commands(&text).replace(ends, &format!("{function}{ends}"))
}

/// The names, and files, where a drill or a file may stand.
const OR_A_FILE: &str = "{_alternative \"drills:drill:_sandtable_drill_names\" \"files:file:_files\"}";

/// A line of zsh's with the names of drills, where it is about one.
fn zsh_names(line: &str) -> String {
    let begins = |starts: &[&str]| starts.iter().any(|start| line.starts_with(start));
    let names = match line.split_once(":_default'") {
        Some((head, tail)) if begins(&["':drill -- ", "'::drill -- ", "'*::drills -- "]) => {
            Some((head, "_sandtable_drill_names", tail))
        }
        Some((head, tail)) if begins(&["'::what -- ", "':what -- "]) => Some((head, OR_A_FILE, tail)),
        Some((head, tail)) if line.contains("]::DRILL:_default'") => {
            Some((head, "_sandtable_drill_names", tail))
        }
        Some(_) | None => None,
    };
    names.map_or_else(|| format!("{line}\n"), |(head, names, tail)| format!("{head}:{names}'{tail}\n"))
}

/// Where a drill or a command may stand, as behind `postmortem`, zsh takes the command for the drill, and what follows it
/// for the command: both are one word, and so the command is the first.
fn beside_commands(text: &str) -> String {
    const DRILL: &str = "'::drill -- The drill:_sandtable_drill_names' \\\n\":: :";
    const CASE: &str = "case $line[2] in";
    let mut whole = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once(DRILL) {
        let Some((commands, behind)) = behind.split_once('"') else { break };
        let state = behind.find(CASE).map_or(0, |at| at + CASE.len());
        whole.push_str(before);
        whole.push_str(&format!(
            "':: :{{_alternative \"drills:drill:_sandtable_drill_names\" \"commands:command:{commands}\"}}'"
        ));
        whole.push_str(&behind[..state].replace("$line[2]", "$line[1]"));
        rest = &behind[state..];
    }
    whole + rest
}

fn fish(paths: &[String]) -> String {
    let line = |path: &String| {
        let when = match path.split_once(' ') {
            Some((first, then)) => {
                format!("__fish_sandtable_using_subcommand {first}; and __fish_seen_subcommand_from {then}")
            }
            None => format!("__fish_sandtable_using_subcommand {path}"),
        };
        format!("complete -c sandtable -n \"{when}\" -a \"last (sandtable {NAMES})\" -d 'drill'\n")
    };
    paths.iter().map(line).collect()
}
