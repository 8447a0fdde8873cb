//! What the fuzz target of code lists does with its bytes. The tests of `xoev-codelist` run it, so
//! that it cannot rot.

use xoev_codelist::{CodeList, CodeLists};

/// Reading never panics, whatever the bytes are: Genericode, a table or an archive. What was read
/// finds its own keys.
pub fn code_lists(bytes: &[u8]) {
    let mut lists = CodeLists::new();
    match lists.add_bytes("x", bytes) {
        Ok(_) => lists.iter().for_each(look_at),
        Err(error) => {
            let shown = (error.to_string(), error.text(xoev::Language::German));
            assert!(!shown.0.is_empty() && !shown.1.is_empty());
        }
    }
}

fn look_at(list: &CodeList) {
    assert!(!format!("{list:?}").is_empty());
    assert!(list.key_column_for(Some("wert")) < list.columns().len());
    assert!(list.repeated().count() <= list.len());
    for row in list.rows() {
        assert!(
            row.get("code")
                .is_none_or(|c| row.cells().any(|cell| cell == Some(c)))
        );
        assert!(!format!("{row:?}").is_empty());
        if let Some(key) = row.key() {
            let found = list.row(key).expect("a key of the list");
            assert!(found.at() <= row.at() && found.key() == Some(key));
        }
    }
}
