//! The report as one HTML file that is also well-formed XML, so that tests can check with an XML
//! parser that no foreign text breaks out of its place.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use xoev::Language;

use super::sichtbar::{sichtbar, zeile};
use super::worte::pick;
use super::{Abschnitt, Block, Fehlerbericht, Gewicht};

/// Holds neither `<` nor `&`: they mean different things there in HTML and in XML.
const STIL: &str = include_str!("stil.css");

/// Nothing is loaded from anywhere, nothing runs, and of what stands in the page just our own style
/// counts, known by its hash.
fn policy() -> String {
    let hash = STANDARD.encode(Sha256::digest(STIL));
    format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'")
}

pub(super) fn html(bericht: &Fehlerbericht) -> String {
    let sprache = bericht.sprache;
    let mut seite = Seite(String::new());
    seite
        .roh("<!DOCTYPE html>\n<html lang=\"")
        .roh(pick(sprache, "de", "en"))
        .roh("\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta http-equiv=\"Content-Security-Policy\" content=\"")
        .text(&policy())
        .roh("\"/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
        .roh("<meta name=\"referrer\" content=\"no-referrer\"/>\n<title>")
        .text(&zeile(&bericht.titel))
        .roh("</title>\n<style>")
        .roh(STIL)
        .roh("</style>\n</head>\n<body>\n<header>\n<h1>")
        .text(&zeile(&bericht.titel))
        .roh("</h1>\n<p class=\"privacy\">")
        .roh(hinweis(sprache))
        .roh("</p>\n</header>\n<main>\n");
    for abschnitt in &bericht.abschnitte {
        seite.abschnitt(abschnitt);
    }
    seite.roh("</main>\n</body>\n</html>\n");
    seite.0
}

fn hinweis(sprache: Language) -> &'static str {
    pick(
        sprache,
        "Dieser Bericht enthält Angaben aus der Meldung und der Antwort und damit \
         personenbezogene Daten.",
        "This report holds data of the submission and its answer, and with them personal data.",
    )
}

/// Markup is `&'static str`, so that it stands in this program; everything else is escaped.
struct Seite(String);

impl Seite {
    fn roh(&mut self, markup: &'static str) -> &mut Seite {
        self.0.push_str(markup);
        self
    }

    fn text(&mut self, text: &str) -> &mut Seite {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                c => self.0.push(c),
            }
        }
        self
    }

    fn abschnitt(&mut self, abschnitt: &Abschnitt) {
        let klasse = match abschnitt.gewicht {
            Gewicht::Neutral => "neutral",
            Gewicht::Gut => "good",
            Gewicht::Warnung => "warning",
            Gewicht::Fehler => "error",
        };
        self.roh("<section class=\"").roh(klasse).roh("\">\n<h2>");
        self.text(&zeile(&abschnitt.ueberschrift)).roh("</h2>\n");
        for block in &abschnitt.bloecke {
            self.block(block);
        }
        self.roh("</section>\n");
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Fakten(fakten) => {
                self.roh("<dl class=\"facts\">\n");
                for (name, wert) in fakten {
                    self.roh("<div><dt>").text(&zeile(name));
                    // It may run from right to left, which must not rearrange its surroundings.
                    self.roh("</dt><dd><bdi>").text(&sichtbar(wert));
                    self.roh("</bdi></dd></div>\n");
                }
                self.roh("</dl>\n");
            }
            Block::Zitat { von, text } => {
                self.roh("<figure>\n<figcaption>").text(&zeile(von));
                self.roh("</figcaption>\n<blockquote><bdi>")
                    .text(&sichtbar(text));
                self.roh("</bdi></blockquote>\n</figure>\n");
            }
            Block::Absatz(satz) => {
                self.roh("<p>").text(&zeile(satz)).roh("</p>\n");
            }
            Block::Liste(saetze) => {
                self.roh("<ol>\n");
                for satz in saetze {
                    self.roh("<li>").text(&zeile(satz)).roh("</li>\n");
                }
                self.roh("</ol>\n");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{STIL, Seite};

    #[test]
    fn the_style_means_the_same_in_html_and_xml() {
        assert!(!STIL.contains(['<', '&', '\r']));
    }

    #[test]
    fn text_can_not_become_markup() {
        let mut seite = Seite(String::new());
        seite.text("</p><script>\"'&");
        assert_eq!(seite.0, "&lt;/p&gt;&lt;script&gt;&quot;&#39;&amp;");
    }
}
