//! Numbers as people type them where a number is asked for: in words, in the digits of their own script, with a word around.

use super::said::Word;

/// Numbers in words, from nothing on.
const NUMBERS: [&str; 21] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
];

/// Words that stand around a rating and say nothing besides.
const AROUND: [&str; 19] = [
    "a", "about", "and", "between", "i", "it", "maybe", "my", "of", "or", "perhaps", "rating", "say",
    "think", "to", "we", "were", "was", "would",
];

/// The digit nought of scripts that have digits of their own: Arabic, Persian, Devanagari, Bengali, Thai, full width.
const NOUGHTS: [char; 6] = ['\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{e50}', '\u{ff10}'];

/// A text with the digits of any script as `0` to `9`.
#[must_use]
pub fn plain_digits(text: &str) -> String {
    let plain = |c: char| {
        let of = |nought: &char| (c as u32).checked_sub(*nought as u32).filter(|digit| *digit < 10);
        NOUGHTS.iter().find_map(of).and_then(|digit| char::from_digit(digit, 10)).unwrap_or(c)
    };
    text.trim().chars().map(plain).collect()
}

/// Whether a text is made of the words of a rating alone: what is rated in silence is shown to nobody, slip or not.
#[must_use]
pub fn is_rating(text: &str) -> bool {
    let rated = |word: &str| {
        let mut words = Word::ALL.iter().flat_map(|word| word.band().words().split([' ', ',']));
        word.parse::<u64>().is_ok() || NUMBERS.contains(&word) || words.any(|of_a_rating| of_a_rating == word)
    };
    let said = plain_digits(text).to_lowercase();
    let words: Vec<&str> =
        said.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.iter().all(|word| rated(word) || AROUND.contains(word))
        && (words.is_empty() || words.iter().any(|word| rated(word)))
}

/// A number that was said as a word: how many, yes or no, or one of the four words.
#[must_use]
pub fn in_words(text: &str, least: u32, most: u32) -> Option<u32> {
    let said = text.trim_end_matches(['.', '!']).to_lowercase();
    match (least, most) {
        (0, 1) if ["yes", "y"].contains(&said.as_str()) => return Some(1),
        (0, 1) if ["no", "n"].contains(&said.as_str()) => return Some(0),
        (0, _) if ["nobody", "none", "no one"].contains(&said.as_str()) => return Some(0),
        (1, 4) => {
            if let Some(place) = Word::ALL.iter().position(|word| word.band().words() == said) {
                return u32::try_from(place + 1).ok();
            }
        }
        _ => {}
    }
    let place = NUMBERS.iter().position(|number| *number == said)?;
    u32::try_from(place).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rating_is_told_from_words() {
        for rating in [
            "2",
            "9",
            "-1",
            "2-3",
            "2!",
            "2 or 3",
            "two",
            "I think 2",
            "well",
            "well, done",
            "at a cost",
            "3/4",
            "２",
            "٣",
            "--",
            "done with friction",
            "maybe a 3",
        ] {
            assert!(is_rating(rating), "{rating}");
        }
        for words in [
            "Bob, the manager",
            "the page",
            "2 pages came",
            "日本語",
            "مفاجأة",
            "it was to be",
            "no idea",
            "i think",
        ] {
            assert!(!is_rating(words), "{words}");
        }
    }

    #[test]
    fn numbers_come_in_words_and_in_other_scripts() {
        assert_eq!(plain_digits(" ３ "), "3");
        assert_eq!(plain_digits("١٢ a"), "12 a");
        assert_eq!(in_words("Two", 0, 20), Some(2));
        assert_eq!(in_words("nobody", 0, 20), Some(0));
        assert_eq!(in_words("yes.", 0, 1), Some(1));
        assert_eq!((in_words("Well done!", 1, 4), in_words("not reached", 1, 4)), (Some(1), Some(4)));
        assert_eq!(
            (in_words("yes", 0, 20), in_words("well done", 1, 5), in_words("soon", 0, 20)),
            (None, None, None)
        );
    }
}
