//! `show`: what a scenario is; with `--facilitator` the answers too.

use super::args::ShowArgs;
use super::exit::{Answer, Done, Failed, print};
use super::problems;
use super::shipped::find;
use crate::brief;
use crate::scenario::check::check;

/// Prints what a scenario is.
pub(super) fn show(args: &ShowArgs) -> Done {
    let found = find(&args.scenario)?;
    if args.source {
        print(&found.text)?;
        return Ok(Answer::Yes);
    }
    if args.moves {
        print(&found.crew(false)?.1)?;
        return Ok(Answer::Yes);
    }
    let checked = check(&found.sources());
    let text = problems::text(&found.sources(), &checked, false);
    let scenario =
        checked.scenario.ok_or_else(|| Failed(format!("`{}` has problems\n{text}", found.name)))?;
    let text = if args.facilitator {
        brief::facilitator(&scenario)
    } else {
        brief::brief(&scenario, &args.scenario)
    };
    print(&format!("{}\n", text.trim_end()))?;
    Ok(Answer::Yes)
}
