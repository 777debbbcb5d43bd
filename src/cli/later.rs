//! The arguments of a subcommand, defined only when it is the one that was typed.
//!
//! `--help` and every start need the subcommands' names; to define all their arguments as well takes a quarter of such
//! a start. Subcommands that have their own are defined at once, so that completions know what `help` can be asked. Clap puts that off where it is asked to ([`clap::Command::defer`]), for which its derive has no word.

use clap::{ArgMatches, Args, Command, Error, FromArgMatches};

/// Arguments that are defined when they are needed.
#[derive(Debug)]
pub(super) struct Later<A>(pub(super) A);

impl<A: Args> Args for Later<A> {
    fn augment_args(command: Command) -> Command {
        command.defer(define::<A>)
    }

    fn augment_args_for_update(command: Command) -> Command {
        command.defer(define::<A>)
    }
}

/// What is said of the subcommand as one of many is what its own page says, too.
fn define<A: Args>(command: Command) -> Command {
    let about = command.get_about().cloned().unwrap_or_default();
    A::augment_args(command).about(about)
}

impl<A: FromArgMatches> FromArgMatches for Later<A> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        A::from_arg_matches(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        self.0.update_from_arg_matches(matches)
    }
}
