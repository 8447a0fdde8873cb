//! Which of two lists belongs to which of the other: the best assignment, the same whichever list
//! comes first.

use pathfinding::kuhn_munkres::{Weights, kuhn_munkres};

/// How much may be compared to find the best assignment. Beyond it, only what is exactly the same is
/// found, so that no record can keep a program busy.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Aufwand {
    /// Most pairs that are tried.
    pub(crate) pairs: usize,
    /// Most values that are looked at for that.
    pub(crate) values: usize,
}

impl Aufwand {
    /// For the entries of a group.
    pub(crate) const EINTRAEGE: Aufwand = Aufwand {
        pairs: 40_000,
        values: 1_000_000,
    };
    /// For the values of a list within an entry.
    pub(crate) const LISTEN: Aufwand = Aufwand {
        pairs: 2_500,
        values: 25_000,
    };
}

/// How two lists are assigned to each other.
pub(crate) struct Regeln<K, S, A> {
    pub(crate) aufwand: Aufwand,
    /// Tells items that are the same.
    pub(crate) key: K,
    /// How many values an item has.
    pub(crate) size: S,
    /// How alike two items are, from 0 to 1; none if they must not come together.
    pub(crate) alike: A,
}

/// What two items have in common is counted in these parts.
const PARTS: f64 = 1_000_000.0;

/// Places in both lists that belong together, or in one alone. What is alone comes last.
pub(crate) fn pairs<T, K, S, A>(one: &[T], other: &[T], regeln: &Regeln<K, S, A>) -> Pairs
where
    K: Fn(&T) -> String,
    S: Fn(&T) -> usize,
    A: Fn(&T, &T) -> Option<f64>,
{
    let (one_keys, other_keys) = (sorted(one, &regeln.key), sorted(other, &regeln.key));
    // The same whichever list comes first: the one whose keys are less has the rows.
    let texts = |keys: &[(String, usize)]| keys.iter().map(|k| k.0.clone()).collect::<Vec<_>>();
    if texts(&one_keys) > texts(&other_keys) {
        let turned = ordered(other, other_keys, one, one_keys, regeln, &|a, b| {
            (regeln.alike)(b, a)
        });
        return turned.into_iter().map(|(a, b)| (b, a)).collect();
    }
    ordered(one, one_keys, other, other_keys, regeln, &regeln.alike)
}

/// Keys with the places that they are from, in the order of the keys.
fn sorted<T>(items: &[T], key: impl Fn(&T) -> String) -> Vec<(String, usize)> {
    let mut keys: Vec<(String, usize)> = items.iter().map(key).zip(0..).collect();
    keys.sort();
    keys
}

/// Places in two lists.
pub(crate) type Pairs = Vec<(Option<usize>, Option<usize>)>;

fn ordered<T, K, S: Fn(&T) -> usize, A>(
    rows: &[T],
    row_keys: Vec<(String, usize)>,
    columns: &[T],
    column_keys: Vec<(String, usize)>,
    regeln: &Regeln<K, S, A>,
    alike: &dyn Fn(&T, &T) -> Option<f64>,
) -> Pairs {
    let mut found: Pairs = Vec::new();
    let (mut free_rows, mut free_columns) = (Vec::new(), Vec::new());
    let (mut rest, mut other_rest) = (
        row_keys.into_iter().peekable(),
        column_keys.into_iter().peekable(),
    );
    // What is exactly the same; both lists are in order.
    loop {
        match (rest.peek(), other_rest.peek()) {
            (Some((a, _)), Some((b, _))) if a < b => free_rows.extend(rest.next()),
            (Some((a, _)), Some((b, _))) if a > b => free_columns.extend(other_rest.next()),
            (Some((_, row)), Some((_, column))) => {
                let pair = (&rows[*row], &columns[*column]);
                if alike(pair.0, pair.1).is_some() {
                    found.push((Some(*row), Some(*column)));
                    rest.next();
                    other_rest.next();
                } else {
                    free_rows.extend(rest.next());
                    free_columns.extend(other_rest.next());
                }
            }
            _ => break,
        }
    }
    let free_rows: Vec<usize> = free_rows
        .into_iter()
        .chain(rest)
        .map(|(_, at)| at)
        .collect();
    let free_columns: Vec<usize> = free_columns
        .into_iter()
        .chain(other_rest)
        .map(|(_, at)| at)
        .collect();
    let mut taken = vec![false; columns.len()];
    let (height, width) = (free_rows.len(), free_columns.len());
    let sizes = |list: &[T], free: &[usize]| -> usize {
        free.iter().map(|at| (regeln.size)(&list[*at])).sum()
    };
    let values = width * sizes(rows, &free_rows) + height * sizes(columns, &free_columns);
    let too_much = height * width > regeln.aufwand.pairs || values > regeln.aufwand.values;
    let assigned = match height == 0 || width == 0 || too_much {
        true => free_rows.iter().map(|row| (*row, None)).collect(),
        false => best(rows, &free_rows, columns, &free_columns, alike),
    };
    for (row, column) in assigned {
        if let Some(column) = column {
            taken[column] = true;
        }
        found.push((Some(row), column));
    }
    let alone = free_columns.iter().filter(|at| !taken[**at]);
    found.extend(alone.map(|at| (None, Some(*at))));
    // Pairs first, in the order of the keys.
    found.sort_by_key(|pair| pair.0.is_none() || pair.1.is_none());
    found
}

/// The assignment with the greatest likeness in all. The shorter list has the rows.
fn best<T>(
    rows: &[T],
    free_rows: &[usize],
    columns: &[T],
    free_columns: &[usize],
    alike: &dyn Fn(&T, &T) -> Option<f64>,
) -> Vec<(usize, Option<usize>)> {
    let (height, width) = (free_rows.len(), free_columns.len());
    let turned = height > width;
    let mut matrix = Likeness {
        rows: height.min(width),
        columns: height.max(width),
        values: vec![0; height * width],
    };
    for (y, row) in free_rows.iter().enumerate() {
        for (x, column) in free_columns.iter().enumerate() {
            let place = if turned { (x, y) } else { (y, x) };
            if let Some(value) = alike(&rows[*row], &columns[*column]) {
                // One more than nothing, so that what may come together does.
                matrix.values[place.0 * matrix.columns + place.1] =
                    1 + (value.clamp(0.0, 1.0) * PARTS) as i64;
            }
        }
    }
    let (_, assigned) = kuhn_munkres(&matrix);
    let mut partner = vec![None; height];
    for (short, long) in assigned.into_iter().enumerate() {
        if matrix.at(short, long) > 0 {
            let (y, x) = if turned { (long, short) } else { (short, long) };
            partner[y] = Some(free_columns[x]);
        }
    }
    free_rows.iter().copied().zip(partner).collect()
}

/// How alike rows and columns are.
#[derive(Debug, Clone)]
struct Likeness {
    rows: usize,
    columns: usize,
    values: Vec<i64>,
}

impl Weights<i64> for Likeness {
    fn rows(&self) -> usize {
        self.rows
    }

    fn columns(&self) -> usize {
        self.columns
    }

    fn at(&self, row: usize, column: usize) -> i64 {
        self.values[row * self.columns + column]
    }

    fn neg(&self) -> Likeness {
        Likeness {
            values: self.values.iter().map(|v| -v).collect(),
            ..*self
        }
    }
}
