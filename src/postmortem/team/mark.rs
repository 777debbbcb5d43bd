//! What a form says of itself: of which drill it is, and which version people had before them when they wrote.

use super::Team;

/// The mark of a form or of a document, a line that shows in no reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What the drill was called.
    pub drill: String,
    /// What the drill is, whatever it is called: the beginning of its first line's hash.
    pub key: String,
    /// The version it was made from.
    pub version: u32,
    /// What stood in that version, as [`Team::digest`] tells it: another store counts versions of its own.
    pub digest: String,
}

const BEGIN: &str = "<!-- This is version ";
const OF: &str = " of what was written about the drill ";
const END: &str = ". Leave this line in: nobody's words are written over then. -->";

impl Mark {
    /// The mark of what a team wrote about a drill.
    #[must_use]
    pub fn of(drill: &str, key: &str, team: &Team) -> Self {
        Mark { drill: drill.to_string(), key: key.to_string(), version: team.version, digest: team.digest() }
    }

    /// As a line of its own.
    #[must_use]
    pub fn line(&self) -> String {
        let Mark { drill, key, version, digest } = self;
        format!("{BEGIN}{version} ({digest}){OF}{drill} ({key}){END}\n")
    }

    /// Reads a line, if it is one. What follows the drill may have been changed.
    #[must_use]
    pub fn read(line: &str) -> Option<Self> {
        // Wherever an editor has put it: behind another file's mark, in a quotation, in a list.
        let before = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '>' | '-' | '*' | '•');
        let rest = line.trim_start_matches(before).trim_end().strip_prefix(BEGIN)?;
        let (of, rest) = rest.split_once(OF)?;
        let (version, digest) = paren(of)?;
        // A drill's name may hold anything but the end of the line.
        let (drill, key) = paren(rest.rsplit_once(").").map_or(rest, |(drill, _)| drill))?;
        Some(Mark { drill, key, version: version.parse().ok()?, digest })
    }

    /// All marks in a text.
    #[must_use]
    pub fn all(text: &str) -> Vec<Self> {
        text.lines().filter_map(Mark::read).collect()
    }

    /// Whether it was made from these words.
    #[must_use]
    pub fn is_of(&self, team: &Team) -> bool {
        self.version == team.version && self.digest == team.digest()
    }
}

/// `name (abc` or `name (abc)` in its two parts.
fn paren(text: &str) -> Option<(String, String)> {
    let (name, key) = text.trim().trim_end_matches(')').rsplit_once(" (")?;
    Some((name.to_string(), key.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_read_back() {
        for drill in ["r", "a drill (the second). -->", "2"] {
            let mark = Mark::of(drill, "0a1b", &Team::default());
            assert_eq!(Mark::read(mark.line().trim_end()), Some(mark.clone()), "{drill}");
            assert!(mark.is_of(&Team::default()));
        }
        let mark = Mark::of("r", "0a1b", &Team::default());
        for before in ["\u{feff}", "> ", "  > > ", "- "] {
            assert_eq!(Mark::read(&format!("{before}{}", mark.line())), Some(mark.clone()), "{before:?}");
        }
        assert_eq!(Mark::read("<!-- This is version two -->"), None);
        assert_eq!(Mark::read("This is version 2"), None);
    }
}
