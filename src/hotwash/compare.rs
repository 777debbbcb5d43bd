//! What the record says beside what people said of themselves: in columns, or below each other where they don't fit.

use super::said::Word;

/// Screens that are narrower have no room for three columns.
const NARROW: usize = 72;

/// One thing that was rated, by the record and by people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// What.
    pub of: &'a str,
    /// In the record's words.
    pub rated: &'a str,
    /// How many chose each of the four words.
    pub said: [u32; 4],
}

/// The table in lines of at most so many columns.
#[must_use]
pub fn table(rows: &[Row<'_>], width: usize) -> Vec<String> {
    if width < NARROW {
        return rows.iter().flat_map(stacked).collect();
    }
    let mut lines = vec![line("How the response ran", "the record says", "you said")];
    for row in rows {
        let mut said = thought(row).into_iter();
        lines.push(line(row.of, row.rated, &said.next().unwrap_or_else(|| "-".to_string())));
        lines.extend(said.map(|more| line("", "", &more)));
    }
    lines
}

fn line(of: &str, rated: &str, said: &str) -> String {
    format!("{of:<25} {rated:<21} {said}").trim_end().to_string()
}

fn stacked(row: &Row<'_>) -> Vec<String> {
    let said = thought(row);
    let said = if said.is_empty() { "nothing".to_string() } else { said.join("; ") };
    vec![row.of.to_string(), format!("  the record says: {}", row.rated), format!("  you said: {said}")]
}

/// `well done: 2 of you`, the best word first.
fn thought(row: &Row<'_>) -> Vec<String> {
    let words = Word::ALL.iter().zip(row.said).filter(|(_, n)| *n > 0);
    words.map(|(word, n)| format!("{}: {n} of you", word.band().words())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Row<'static>> {
        vec![
            Row { of: "answering pages", rated: "well done", said: [1, 12, 0, 0] },
            Row { of: "keeping people informed", rated: "done, with friction", said: [0, 0, 1, 1] },
            Row { of: "the loop", rated: "too little happened", said: [0; 4] },
        ]
    }

    #[test]
    fn three_columns_stand_where_they_fit() {
        insta::assert_snapshot!(table(&rows(), 80).join("\n"), @r"
        How the response ran      the record says       you said
        answering pages           well done             well done: 1 of you
                                                        done, with friction: 12 of you
        keeping people informed   done, with friction   at a cost: 1 of you
                                                        not reached: 1 of you
        the loop                  too little happened   -
        ");
        assert!(table(&rows(), 80).iter().all(|line| line.chars().count() <= 78));
    }

    #[test]
    fn a_narrow_screen_has_them_below_each_other() {
        insta::assert_snapshot!(table(&rows(), 60).join("\n"), @r"
        answering pages
          the record says: well done
          you said: well done: 1 of you; done, with friction: 12 of you
        keeping people informed
          the record says: done, with friction
          you said: at a cost: 1 of you; not reached: 1 of you
        the loop
          the record says: too little happened
          you said: nothing
        ");
    }
}
