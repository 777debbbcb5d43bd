//! What fills a slot: two different words, a number, or an honest "unknown"; never somebody's opinion of the text.

pub(crate) use crate::prose::plain;
use crate::scenario::words::{NOTHING, UNCHANGED, says, state_named};

/// The state that a plain state slot names, if it names one of the five.
pub(crate) fn state(plain: Option<&str>) -> Option<&'static str> {
    Some(state_named(plain?)?.0)
}

/// Whether a plain text names a time for the end: "ETA 20 minutes", "fixed by 14:00". Such words cost nothing, they are
/// advised against.
pub(crate) fn estimates(plain: &str) -> bool {
    let words: Vec<_> =
        plain.split(|c: char| !(c.is_alphanumeric() || c == ':')).filter(|w| !w.is_empty()).collect();
    let eta = |at: &[&str]| at.first() == Some(&"eta");
    let timed = |at: &[&str]| match at {
        [over, by, when, ..] => {
            let time = when.starts_with(|c: char| c.is_ascii_digit());
            OVER.contains(over) && BY.contains(by) && time
        }
        _ => false,
    };
    (0..words.len()).any(|n| eta(&words[n..]) || timed(&words[n..]))
}

/// Words for the end of it.
const OVER: &[&str] =
    &["back", "done", "fixed", "over", "recovered", "repaired", "resolved", "restored", "solved", "working"];

/// Words that come before a time.
const BY: &[&str] = &["at", "before", "by", "in", "within"];

/// Which slots are filled. A text that says the same as a slot before it fills nothing, be it "unknown": what is unknown
/// here is not what is unknown there.
pub(crate) fn filled<const N: usize>(slots: &[Option<&str>; N]) -> [bool; N] {
    plain_filled(&slots.map(|slot| slot.map(plain)))
}

/// The same of plain texts.
pub(crate) fn plain_filled<const N: usize>(texts: &[Option<String>; N]) -> [bool; N] {
    std::array::from_fn(|n| {
        texts[n].as_ref().is_some_and(|text| says(text) && !texts[..n].contains(&texts[n]))
    })
}

/// Which parts of a brief are filled: "nothing" may be in flight, and "nothing" tried.
pub(crate) fn briefed<const N: usize>(parts: &[Option<&str>; N]) -> [bool; N] {
    let (texts, full) = (parts.map(|part| part.map(plain)), filled(parts));
    std::array::from_fn(|n| full[n] || texts[n].as_deref().is_some_and(honest))
}

/// Whether an update's impact and work are filled where the same people were told all of them last: those that say honestly that
/// there is nothing to say, and all of them behind a state that nothing changed: "monitoring, no change".
pub(crate) fn filled_again(texts: &[Option<String>; 4]) -> [bool; 2] {
    let full = plain_filled(texts);
    let named = texts[0].as_deref().and_then(state_named);
    let unchanged = named.is_some_and(|(_, rest)| rest.starts_with(UNCHANGED));
    let says = |text: &Option<String>| unchanged || text.as_deref().is_some_and(honest);
    [1, 2].map(|n| full[n] && says(&texts[n]))
}

/// Whether a slot has words, and too few of them to fill it.
pub(crate) fn thin(slot: Option<&str>) -> bool {
    let text = slot.map(plain).unwrap_or_default();
    !text.is_empty() && !says(&text)
}

/// Why a slot's words fill nothing though they are enough: a slot before it has them.
pub(crate) fn again<const N: usize>(
    slots: &[Option<&str>; N],
    names: &[&str; N],
    n: usize,
) -> Option<String> {
    let text = plain(slots[n]?);
    let before = (0..n).find(|&before| says(&text) && slots[before].map(plain).as_ref() == Some(&text))?;
    let then = if text == NOTHING[0] { "say what is unknown here" } else { "words fill one slot" };
    Some(format!("`{}` has the same words as `{}`; {then}", names[n], names[before]))
}

/// Whether a text names a time.
pub(crate) fn timed(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}

fn honest(text: &str) -> bool {
    NOTHING.contains(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case<const N: usize>(slots: [&str; N], full: [bool; N]) {
        assert_eq!(filled(&slots.map(Some)), full, "{slots:?}");
    }

    #[test]
    fn two_words_a_number_or_an_honest_nothing_fill_a_slot() {
        case(["bills wrong", "6000", "Unknown.", "no change", "none"], [true; 5]);
        case(["wrong", "", "?", "unknown"], [false, false, false, true]);
        assert_eq!(filled(&[None, Some("20m")]), [false, true]);
        // Scripts without spaces between words.
        case(["支払いができない", "จ่ายเงินไม่ได้", "불가"], [true, true, false]);
    }

    #[test]
    fn one_word_twice_a_letter_and_keys_in_a_row_are_no_two_words() {
        case(["bla bla", "a b", "asdf qwer", "lkjh jklö"], [false; 4]);
        case(["?! --", "ああ", "hjkl fails", "- down"], [false; 4]);
        // What is short at night is said all the same.
        case(["db down", "k v store slow", "Wert hoch", "no DNS"], [true; 4]);
        case(["支払い", "errors 3%", "not yet, not yet fixed", "x 5"], [true; 4]);
    }

    #[test]
    fn the_same_text_again_fills_nothing_be_it_unknown() {
        case(["bills wrong", "Bills  wrong."], [true, false]);
        case(["unknown", "Unknown.", "unknown"], [true, false, false]);
        case(["unknown", "none", "no change", "none"], [true, true, true, false]);
        case(["unknown", "impact unknown, checking"], [true, true]);
    }

    #[test]
    fn an_estimate_is_a_word_for_the_end_with_a_time() {
        for text in ["rolling back, ETA 20 minutes", "should be fixed by 14:00", "back in 5 minutes"] {
            assert!(estimates(&plain(text)), "{text}");
        }
        for text in
            ["rolling back", "back in the old version", "3 beta users", "fixed the 2nd node", "unknown"]
        {
            assert!(!estimates(&plain(text)), "{text}");
        }
    }

    #[test]
    fn a_state_begins_with_its_word() {
        let of = |text: &str| state(Some(&plain(text)));
        for (text, named) in [
            ("Monitoring, no change", "monitoring"),
            ("resolved", "resolved"),
            ("reslved", "resolved"),
            ("identifed: our mistake", "identified"),
            ("we are still investigating", "investigating"),
            ("Update 3: mitigated, run stopped", "mitigating"),
            ("under investigation", "investigating"),
        ] {
            assert_eq!(of(text), Some(named), "{text}");
        }
        for text in
            ["resolvedish", "unresolved", "not resolved yet", "resolve the queue", "we are looking", "we"]
        {
            assert_eq!(of(text), None, "{text}");
        }
        assert_eq!(state(None), None);
    }
}
