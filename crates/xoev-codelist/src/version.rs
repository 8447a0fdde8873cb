//! The order of versions of a code list.

use std::cmp::Ordering;

/// Compares versions so that numbers in them count as numbers: 9 < 10, 1.9 < 1.10, and dates as
/// `2024-08-01` come in their order. A version that goes on after the other ended is newer.
pub(crate) fn compare(a: &str, b: &str) -> Ordering {
    let (mut rest_a, mut rest_b) = (a, b);
    loop {
        let (part_a, part_b) = (part(rest_a), part(rest_b));
        if part_a.is_empty() || part_b.is_empty() {
            // What means the same number, as 1 and 01, is still told apart.
            return part_a.len().cmp(&part_b.len()).then_with(|| a.cmp(b));
        }
        let order = match (digits(part_a), digits(part_b)) {
            // Longer numbers are larger; no number is too long for this.
            (Some(a), Some(b)) => a.len().cmp(&b.len()).then_with(|| a.cmp(b)),
            _ => part_a.cmp(part_b),
        };
        if order != Ordering::Equal {
            return order;
        }
        rest_a = rest_a.get(part_a.len()..).unwrap_or_default();
        rest_b = rest_b.get(part_b.len()..).unwrap_or_default();
    }
}

/// The digits or the other characters that a text begins with.
fn part(text: &str) -> &str {
    let number = text.starts_with(|c: char| c.is_ascii_digit());
    let end = text.find(|c: char| c.is_ascii_digit() != number);
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// The digits of a number without leading zeros.
fn digits(part: &str) -> Option<&str> {
    part.starts_with(|c: char| c.is_ascii_digit())
        .then(|| part.trim_start_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::compare;

    #[test]
    fn numbers_in_versions_count_as_numbers() {
        let ordered = [
            "",
            "1",
            "1.0",
            "1.1",
            "1.9",
            "1.10",
            "2",
            "10",
            "2024-08-01",
            "2024-10-01",
        ];
        for pair in ordered.windows(2) {
            assert!(compare(pair[0], pair[1]).is_lt(), "{pair:?}");
            assert!(compare(pair[1], pair[0]).is_gt(), "{pair:?}");
        }
        assert!(compare("1", "01").is_ne());
        assert!(compare("3.7", "3.7").is_eq());
    }
}
