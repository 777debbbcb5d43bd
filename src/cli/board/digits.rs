//! Letters that are readable from across a room: three columns by five rows of blocks.

/// The letters there are, each with its rows, three bits a row.
const LETTERS: &[(char, [u8; 5])] = &[
    ('0', [0b111, 0b101, 0b101, 0b101, 0b111]),
    ('1', [0b010, 0b110, 0b010, 0b010, 0b111]),
    ('2', [0b111, 0b001, 0b111, 0b100, 0b111]),
    ('3', [0b111, 0b001, 0b111, 0b001, 0b111]),
    ('4', [0b101, 0b101, 0b111, 0b001, 0b001]),
    ('5', [0b111, 0b100, 0b111, 0b001, 0b111]),
    ('6', [0b111, 0b100, 0b111, 0b101, 0b111]),
    ('7', [0b111, 0b001, 0b001, 0b001, 0b001]),
    ('8', [0b111, 0b101, 0b111, 0b101, 0b111]),
    ('9', [0b111, 0b101, 0b111, 0b001, 0b111]),
    ('A', [0b111, 0b101, 0b111, 0b101, 0b101]),
    ('E', [0b111, 0b100, 0b111, 0b100, 0b111]),
    ('I', [0b111, 0b010, 0b010, 0b010, 0b111]),
    ('L', [0b100, 0b100, 0b100, 0b100, 0b111]),
    ('M', [0b101, 0b111, 0b111, 0b101, 0b101]),
    ('N', [0b110, 0b101, 0b101, 0b101, 0b101]),
    ('O', [0b111, 0b101, 0b101, 0b101, 0b111]),
    ('R', [0b111, 0b101, 0b111, 0b110, 0b101]),
    ('S', [0b111, 0b100, 0b111, 0b001, 0b111]),
    ('T', [0b111, 0b010, 0b010, 0b010, 0b010]),
    ('V', [0b101, 0b101, 0b101, 0b101, 0b010]),
    ('-', [0b000, 0b000, 0b111, 0b000, 0b000]),
];

/// A word in large letters, `scale` times as high; a block is twice as wide as a column, which makes it square.
pub(super) fn large(word: &str, scale: usize) -> Vec<String> {
    (0..5 * scale).map(|row| word.chars().map(|c| slice(c, row / scale, scale)).collect()).collect()
}

/// How wide a word is in large letters.
pub(super) fn width(word: &str, scale: usize) -> usize {
    word.chars().map(|c| blocks(c, 0).len() * 2 * scale).sum()
}

fn slice(c: char, row: usize, scale: usize) -> String {
    blocks(c, row).chars().map(|c| if c == '#' { "█" } else { " " }.repeat(2 * scale)).collect()
}

/// A letter's row, and the gap behind it.
fn blocks(c: char, row: usize) -> &'static str {
    if matches!(c, ':' | ' ') {
        return if c == ':' && matches!(row, 1 | 3) { "# " } else { "  " };
    }
    let bits = LETTERS.iter().find(|(letter, _)| *letter == c).map_or(0, |(_, rows)| rows[row]);
    ["    ", "  # ", " #  ", " ## ", "#   ", "# # ", "##  ", "### "][usize::from(bits & 7)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_a_board_has_its_letters() {
        for word in ["0123456789:", "SEV1", "OVER", "LATE", "42 MIN", "-"] {
            let missing =
                word.chars().find(|c| !matches!(c, ':' | ' ') && !LETTERS.iter().any(|(l, _)| l == c));
            assert_eq!(missing, None);
            for row in large(word, 2) {
                assert_eq!(row.chars().count(), width(word, 2));
            }
        }
    }

    #[test]
    fn a_clock_looks_like_one() {
        insta::assert_snapshot!(large("02:17", 1).join("\n").replace(" \n", ".\n"), @"
██████  ██████        ██    ██████ .
██  ██      ██  ██  ████        ██ .
██  ██  ██████        ██        ██ .
██  ██  ██      ██    ██        ██ .
██████  ██████      ██████      ██
");
    }
}
