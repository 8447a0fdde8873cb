//! The report as one HTML file that is also well-formed XML, so that tests can check with an XML
//! parser that no foreign text breaks out of its place.

use xoev::Language;
use xoev_report::page::{Markup, content_security_policy, line};

use super::worte::pick;
use super::{Abschnitt, Block, Fehlerbericht, Gewicht};

/// Holds neither `<` nor `&`: they mean different things there in HTML and in XML.
const STIL: &str = include_str!("stil.css");

pub(super) fn html(bericht: &Fehlerbericht) -> String {
    let sprache = bericht.sprache;
    let mut seite = Markup::new();
    seite
        .raw("<!DOCTYPE html>\n<html lang=\"")
        .raw(pick(sprache, "de", "en"))
        .raw("\">\n<head>\n<meta charset=\"utf-8\"/>\n<meta http-equiv=\"Content-Security-Policy\"")
        .attribute("content", &content_security_policy(STIL, None))
        .raw("/>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
        .raw("<meta name=\"referrer\" content=\"no-referrer\"/>\n<title>")
        .text(&line(&bericht.titel))
        .raw("</title>\n<style>")
        .raw(STIL)
        .raw("</style>\n</head>\n<body>\n<header>\n<h1>")
        .text(&line(&bericht.titel))
        .raw("</h1>\n<p class=\"privacy\">")
        .raw(hinweis(sprache))
        .raw("</p>\n</header>\n<main>\n");
    for abschnitt in &bericht.abschnitte {
        section(&mut seite, abschnitt);
    }
    seite.raw("</main>\n</body>\n</html>\n");
    seite.into_string()
}

fn hinweis(sprache: Language) -> &'static str {
    pick(
        sprache,
        "Dieser Bericht enthält Angaben aus der Meldung und der Antwort und damit \
         personenbezogene Daten.",
        "This report holds data of the submission and its answer, and with them personal data.",
    )
}

fn section(seite: &mut Markup, abschnitt: &Abschnitt) {
    let klasse = match abschnitt.gewicht {
        Gewicht::Neutral => "neutral",
        Gewicht::Gut => "good",
        Gewicht::Warnung => "warning",
        Gewicht::Fehler => "error",
    };
    seite.raw("<section class=\"").raw(klasse).raw("\">\n<h2>");
    seite.text(&line(&abschnitt.ueberschrift)).raw("</h2>\n");
    for block in &abschnitt.bloecke {
        content(seite, block);
    }
    seite.raw("</section>\n");
}

fn content(seite: &mut Markup, block: &Block) {
    match block {
        Block::Fakten(fakten) => {
            seite.raw("<dl class=\"facts\">\n");
            for (name, wert) in fakten {
                seite.raw("<div><dt>").text(&line(name));
                seite.raw("</dt><dd>").foreign(wert).raw("</dd></div>\n");
            }
            seite.raw("</dl>\n");
        }
        Block::Zitat { von, text } => {
            seite.raw("<figure>\n<figcaption>").text(&line(von));
            seite.raw("</figcaption>\n<blockquote>").foreign(text);
            seite.raw("</blockquote>\n</figure>\n");
        }
        Block::Absatz(satz) => {
            seite.raw("<p>").text(&line(satz)).raw("</p>\n");
        }
        Block::Liste(saetze) => {
            seite.raw("<ol>\n");
            for satz in saetze {
                seite.raw("<li>").text(&line(satz)).raw("</li>\n");
            }
            seite.raw("</ol>\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::STIL;

    #[test]
    fn the_style_means_the_same_in_html_and_xml() {
        assert!(!STIL.contains(['<', '&', '\r']));
    }
}
