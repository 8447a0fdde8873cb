//! The cells of a code list, in one text.

/// Marks a cell without a value. Documents are shorter than 2 GiB, so the bit is free.
const UNDEFINED: u32 = 1 << 31;

/// Rows of equally many cells: four bytes a cell beside its text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    width: usize,
    rows: usize,
    text: String,
    /// Where each cell ends.
    ends: Vec<u32>,
}

impl Table {
    pub(crate) fn new(width: usize) -> Table {
        Table {
            width,
            ..Table::default()
        }
    }

    /// Adds a row; what is missing is undefined, what is too much is left out.
    pub(crate) fn push<'a>(&mut self, cells: impl IntoIterator<Item = Option<&'a str>>) {
        let mut cells = cells.into_iter();
        for _ in 0..self.width {
            let cell = cells.next().flatten();
            self.text.push_str(cell.unwrap_or_default());
            // The callers' limit on bytes keeps the text below this.
            let end = u32::try_from(self.text.len()).unwrap_or(UNDEFINED) & !UNDEFINED;
            self.ends.push(match cell {
                Some(_) => end,
                None => end | UNDEFINED,
            });
        }
        self.rows += 1;
    }

    /// Gives back what was reserved and not used.
    pub(crate) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    pub(crate) fn cell(&self, row: usize, column: usize) -> Option<&str> {
        if column >= self.width || row >= self.rows {
            return None;
        }
        let at = row * self.width + column;
        let end = *self.ends.get(at)?;
        if end & UNDEFINED != 0 {
            return None;
        }
        let start = match at.checked_sub(1) {
            Some(before) => self.ends.get(before)? & !UNDEFINED,
            None => 0,
        };
        self.text.get(start as usize..end as usize)
    }
}
