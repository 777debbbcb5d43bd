//! `completions` and `man`: what a shell and a reader are told of the command line, made from the command line itself.

mod drills;

use clap::builder::PossibleValuesParser;
use clap::{Arg, Command, CommandFactory};
use clap_complete::Shell;

use super::args::{Cli, CompletionsArgs, ManArgs};
use super::exit::{Answer, Done, Failed, print};
use super::shipped::SHIPPED;

/// The commands that take a scenario.
const TAKE_A_SCENARIO: [&str; 3] = ["run", "show", "check"];

/// Prints a shell's completions.
pub(super) fn completions(args: &CompletionsArgs) -> Done {
    let mut command = Cli::command();
    let names: Vec<&str> = SHIPPED.iter().map(|shipped| shipped.id).collect();
    if args.shell == Shell::Bash {
        // What is defined later is defined now. Where no name fits, the shell completes files.
        command.build();
        command = TAKE_A_SCENARIO.into_iter().fold(command, |command, name| named(command, name, &names));
    }
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut command, "sandtable", &mut text);
    let text = with_names(args.shell, &String::from_utf8_lossy(&text), &names.join(" "));
    let mut whole = Cli::command();
    whole.build();
    print(&drills::with_drills(args.shell, &whole, text))?;
    Ok(Answer::Yes)
}

/// A command whose scenario may be one of these.
fn named(command: Command, name: &str, names: &[&'static str]) -> Command {
    let names: Vec<&'static str> = names.to_vec();
    let one_of = |arg: Arg| arg.value_parser(PossibleValuesParser::new(names));
    command.mut_subcommand(name, |command| {
        let id = if name == "check" { "scenarios" } else { "scenario" };
        command.mut_arg(id, one_of)
    })
}

/// The shipped scenarios beside files, in the shells that can have both.
fn with_names(shell: Shell, text: &str, names: &str) -> String {
    match shell {
        Shell::Zsh => {
            let both =
                format!(":{{_alternative \"shipped:shipped scenario:({names})\" \"files:file:_files\"}}'");
            let line = |line: &str| {
                let scenario = ["':scenario -- ", "'::scenario -- ", "'*::scenarios -- "];
                let scenario = scenario.iter().any(|start| line.starts_with(start));
                let head = line.split_once(":_files'").filter(|_| scenario);
                head.map_or(line.to_string(), |(head, tail)| format!("{head}{both}{tail}"))
            };
            text.lines().map(|text| line(text) + "\n").collect()
        }
        Shell::Fish => {
            let line = |name: &str| {
                format!(
                    "complete -c sandtable -n \"__fish_sandtable_using_subcommand {name}\" -a \"{names}\" -d 'shipped'\n"
                )
            };
            text.to_string() + &TAKE_A_SCENARIO.into_iter().map(line).collect::<String>()
        }
        Shell::Bash | Shell::Elvish | Shell::PowerShell | _ => text.to_string(),
    }
}

/// Prints the first page, or writes all of them.
pub(super) fn man(args: &ManArgs) -> Done {
    let Some(folder) = &args.out else {
        let mut page = Vec::new();
        clap_mangen::Man::new(Cli::command()).render(&mut page)?;
        print(&String::from_utf8_lossy(&page))?;
        return Ok(Answer::Yes);
    };
    let failed = |error: std::io::Error| {
        Failed(format!("{} can't be written to: {error}; name a folder that can", folder.display()))
    };
    std::fs::create_dir_all(folder).map_err(failed)?;
    clap_mangen::generate_to(Cli::command(), folder).map_err(failed)?;
    print(&format!(
        "The manual pages are in {}; `man -l {}/sandtable.1` shows the first.\n",
        folder.display(),
        folder.display()
    ))?;
    Ok(Answer::Yes)
}
