//! The arithmetic of credit: whole basis points, every division truncated, nothing else.

use crate::time::SimDuration;

/// Full credit, in basis points.
pub const FULL: u32 = 10_000;

/// Full credit up to `target`, none from `limit`, a straight line between.
#[must_use]
pub fn lin(x: SimDuration, target: SimDuration, limit: SimDuration) -> u32 {
    if x <= target {
        return FULL;
    }
    if x >= limit {
        return 0;
    }
    let (x, target, limit) = (i128::from(x.ms()), i128::from(target.ms()), i128::from(limit.ms()));
    clamp((limit - x) * i128::from(FULL) / (limit - target))
}

/// `part` of `whole` as credit; `None` of nothing.
#[must_use]
pub fn share(part: u64, whole: u64) -> Option<u32> {
    let part = u128::from(part) * u128::from(FULL);
    part.checked_div(u128::from(whole)).map(|credit| u32::try_from(credit).unwrap_or(FULL).min(FULL))
}

/// The mean of credits; `None` of none.
#[must_use]
pub fn mean(credits: &[u32]) -> Option<u32> {
    let sum: u64 = credits.iter().map(|&credit| u64::from(credit)).sum();
    sum.checked_div(credits.len() as u64).and_then(|mean| u32::try_from(mean).ok())
}

/// The weighted mean over what has a credit; `None` when that is less than half of the weight, or nothing.
#[must_use]
pub fn weighted(parts: &[(u32, Option<u32>)]) -> Option<u32> {
    let all: u64 = parts.iter().map(|&(weight, _)| u64::from(weight)).sum();
    let rated = || parts.iter().filter_map(|&(weight, credit)| Some((u64::from(weight), u64::from(credit?))));
    let weight: u64 = rated().map(|(weight, _)| weight).sum();
    if weight * 2 < all {
        return None;
    }
    let sum: u64 = rated().map(|(weight, credit)| weight * credit).sum();
    sum.checked_div(weight).and_then(|mean| u32::try_from(mean).ok())
}

/// Parts that together are a whole: shares of [`FULL`], each with its credit.
#[must_use]
pub fn parts(parts: &[(u32, u32)]) -> u32 {
    let sum: i128 = parts.iter().map(|&(share, credit)| i128::from(share) * i128::from(credit)).sum();
    clamp(sum / i128::from(FULL))
}

/// The mean of credits, each counting for as long as it lasted; `None` if nothing lasted.
#[must_use]
pub fn over_time(parts: &[(SimDuration, u32)]) -> Option<u32> {
    let sum: i128 = parts.iter().map(|&(ms, credit)| i128::from(ms.ms()) * i128::from(credit)).sum();
    let all: i128 = parts.iter().map(|&(ms, _)| i128::from(ms.ms())).sum();
    (all > 0).then(|| clamp(sum / all))
}

/// Full credit less a cost, never under none.
#[must_use]
pub fn less(cost: u32) -> u32 {
    FULL.saturating_sub(cost)
}

/// `credit` × `factor`, both in basis points.
#[must_use]
pub fn times(credit: u32, factor: u32) -> u32 {
    clamp(i128::from(credit) * i128::from(factor) / i128::from(FULL))
}

/// As people read it: `79`, rounded half up; but never up to where the next better word begins.
#[must_use]
pub const fn percent(credit: u32) -> u32 {
    match credit {
        4_950..=4_999 => 49,
        6_550..=6_599 => 65,
        7_950..=7_999 => 79,
        _ => in_parts(credit, 100),
    }
}

/// How many of so many parts a credit is, rounded half up; but all of them only for full credit, and none only for none.
#[must_use]
pub const fn in_parts(credit: u32, parts: u32) -> u32 {
    match (credit * parts + FULL / 2) / FULL {
        0 if credit > 0 => 1,
        rounded if rounded >= parts && credit < FULL => parts - 1,
        rounded => rounded,
    }
}

fn clamp(credit: i128) -> u32 {
    u32::try_from(credit.clamp(0, i128::from(FULL))).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secs(secs: i64) -> SimDuration {
        SimDuration::from_secs(secs)
    }

    #[track_caller]
    fn case(x: i64, target: i64, limit: i64, credit: u32) {
        assert_eq!(lin(secs(x), secs(target * 60), secs(limit * 60)), credit, "{x}s in {target}/{limit}");
    }

    #[test]
    fn the_line_is_full_to_the_target_and_empty_from_the_limit() {
        case(270, 5, 15, 10_000);
        case(300, 5, 15, 10_000);
        case(420, 5, 15, 8_000);
        case(1_260, 15, 30, 6_000);
        case(720, 5, 15, 3_000);
        case(480, 5, 10, 4_000);
        case(600, 5, 10, 0);
        case(30, 0, 2, 7_500);
        case(2_040, 20, 40, 3_000);
        case(-60, 5, 10, 10_000);
        case(1, 0, 0, 0);
        case(0, 0, 0, 10_000);
    }

    #[test]
    fn a_later_moment_never_earns_more() {
        let credits: Vec<_> = (0..2_000).map(|x| lin(secs(x), secs(301), secs(907))).collect();
        assert!(credits.windows(2).all(|pair| pair[0] >= pair[1]));
    }

    #[test]
    fn a_mean_counts_only_what_was_rated() {
        assert_eq!(
            weighted(&[
                (30, Some(10_000)),
                (20, Some(9_000)),
                (15, Some(6_666)),
                (20, Some(7_000)),
                (15, None)
            ]),
            Some(8_470)
        );
        assert_eq!(weighted(&[(50, Some(10_000)), (50, None)]), Some(10_000));
        assert_eq!(weighted(&[(49, Some(10_000)), (51, None)]), None);
        assert_eq!(weighted(&[]), None);
    }

    #[test]
    fn silences_count_for_as_long_as_they_last() {
        let min = |m| SimDuration::from_mins(m);
        assert_eq!(over_time(&[(min(18), 10_000), (min(34), 3_000), (min(10), 10_000)]), Some(6_161));
        assert_eq!(over_time(&[]), None);
    }

    #[test]
    fn shares_and_means_truncate() {
        assert_eq!(share(2, 3), Some(6_666));
        assert_eq!(share(0, 0), None);
        assert_eq!(mean(&[10_000, 3_333]), Some(6_666));
        assert_eq!(mean(&[]), None);
        assert_eq!(percent(7_850), 79);
        assert_eq!(percent(7_849), 78);
    }

    #[test]
    fn a_number_reads_no_better_than_its_word() {
        assert_eq!([4_999, 5_000, 6_599, 6_600, 7_999, 8_000].map(percent), [49, 50, 65, 66, 79, 80]);
    }

    #[test]
    fn all_and_nothing_are_said_of_all_and_nothing_alone() {
        assert_eq!([0, 1, 49, 50, 149, 150].map(percent), [0, 1, 1, 1, 1, 2]);
        assert_eq!([10_000, 9_999, 9_956, 9_950, 9_949, 9_849].map(percent), [100, 99, 99, 99, 99, 98]);
        assert_eq!(
            [0, 1, 750, 9_249, 9_999, 10_000].map(|credit| in_parts(credit, 20)),
            [0, 1, 2, 18, 19, 20]
        );
    }
}
