//! The report as plain text.

use super::{Block, Fehlerbericht};
use xoev_report::page::{line as zeile, plain as sichtbar};

/// Width of the column of names.
const SPALTE: usize = 24;

pub(super) fn text(bericht: &Fehlerbericht) -> String {
    let titel = zeile(&bericht.titel);
    let mut out = format!("{titel}\n{}\n", "=".repeat(titel.chars().count()));
    for abschnitt in &bericht.abschnitte {
        let heading = zeile(&abschnitt.ueberschrift);
        out.push_str(&format!(
            "\n{heading}\n{}\n",
            "-".repeat(heading.chars().count())
        ));
        for (at, block) in abschnitt.bloecke.iter().enumerate() {
            if at > 0 && matches!(block, Block::Fakten(_)) {
                out.push('\n');
            }
            schreiben(block, &mut out);
        }
    }
    out
}

fn schreiben(block: &Block, out: &mut String) {
    match block {
        Block::Fakten(fakten) => {
            for (name, wert) in fakten {
                let name = format!("{}:", zeile(name));
                out.push_str(&format!("  {name:SPALTE$} {}\n", zeile(wert)));
            }
        }
        Block::Zitat { von, text } => {
            out.push_str(&format!("{}:\n", zeile(von)));
            // A mark before each line: no quotation can look like a part of the report.
            for line in sichtbar(text).split('\n') {
                out.push_str(&format!("  > {line}\n"));
            }
        }
        Block::Absatz(satz) => out.push_str(&format!("{}\n", zeile(satz))),
        Block::Liste(saetze) => {
            for (at, satz) in saetze.iter().enumerate() {
                out.push_str(&format!("  {}. {}\n", at + 1, zeile(satz)));
            }
        }
    }
}
