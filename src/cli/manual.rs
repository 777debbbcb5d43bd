//! `completions` and `man`: what a shell and a reader are told of the command line, made from the command line itself.

use clap::CommandFactory;

use super::args::{Cli, CompletionsArgs, ManArgs};
use super::exit::{Answer, Done, Failed, print};

/// Prints a shell's completions.
pub(super) fn completions(args: &CompletionsArgs) -> Done {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "sandtable", &mut text);
    print(&String::from_utf8_lossy(&text))?;
    Ok(Answer::Yes)
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
