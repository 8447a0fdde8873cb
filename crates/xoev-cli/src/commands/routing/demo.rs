//! `xoev demo`: the example messages on their ways, with everything simulated in this program. The
//! clock is set on by hand, so that nobody waits for a pause to pass.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use azr::{Antwort, Inhalt};
use chrono::{TimeDelta, Utc};
use xoev_outbox::inbox::{ArrivalFilter, ArrivalState};
use xoev_outbox::{ManualClock, State, Submission};
use xoev_router::config::Config;
use xoev_router::{Router, Wishes};
use xoev_sim::azr::Disturbance;
use xoev_sim::xta::Letter;

use super::sim::{OTHER, OWN, REGISTER, Simulators};
use super::{not_set_up, sortings, store_failed, told, words};
use crate::cli::{DemoArgs, Lang};
use crate::failure::{Failure, Outcome};

const ERSTMELDUNG: &str =
    include_str!("../../../../../examples/nachrichten/azr/090009-erstmeldung-gueltig.xml");
const FOLGEMELDUNG: &str =
    include_str!("../../../../../examples/nachrichten/azr/090010-folgemeldung-duldung-gueltig.xml");
const AKTENANFORDERUNG: &str =
    include_str!("../../../../../examples/nachrichten/abhabh/010201-aktenanforderung-gueltig.xml");

/// The AZR number in the example of a later report.
const NUMBER: &str = "990309012345";
/// A number that no record has.
const UNKNOWN: &str = "990309099999";
/// The authority that does not take messages of this release yet.
const LATE: &str = "azr:990300";

pub(super) async fn run(args: &DemoArgs, lang: Lang) -> Result<Outcome, Failure> {
    let temporary;
    let folder: &Path = match &args.keep {
        Some(folder) => folder,
        None => {
            temporary = tempfile::tempdir()?;
            temporary.path()
        }
    };
    let (simulators, settings) = Simulators::start(folder).await?;
    let config = Config::read(&settings).map_err(|e| not_set_up(e.into()))?;
    let clock = Arc::new(ManualClock::new(Utc::now()));
    let router = Router::open_at(&config, clock.clone()).await;
    let demo = Demo {
        router: router.map_err(not_set_up)?,
        simulators,
        clock,
        lang,
    };
    demo.play().await?;
    if args.keep.is_some() {
        let kept = lang.pick("Alles liegt in", "All of it is in");
        writeln!(std::io::stdout(), "\n{kept} {}", folder.display())?;
    }
    Ok(Outcome::Fine)
}

struct Demo {
    router: Router,
    simulators: Simulators,
    clock: Arc<ManualClock>,
    lang: Lang,
}

impl Demo {
    async fn play(&self) -> Result<(), Failure> {
        let number = self.accepted().await?;
        self.refused().await?;
        self.outage(&number).await?;
        self.unclear(&number).await?;
        self.person().await?;
        self.received(&number).await?;
        self.end().await
    }

    /// A first report and a toleration, both taken.
    async fn accepted(&self) -> Result<String, Failure> {
        self.title(
            "Das Register nimmt eine Erstmeldung an und vergibt die AZR-Nummer und Referenz-IDs",
            "The register takes a first report and gives the AZR number and reference ids",
        )?;
        let report = self.send(ERSTMELDUNG, &[]).await?;
        self.ids(&report)?;
        let answer = Antwort::lesen(report.answer.clone().unwrap_or_default());
        let number = match answer.inhalt() {
            Inhalt::Bestaetigung(confirmed) => confirmed.azr_nummer.clone(),
            _ => None,
        };
        let number = number.ok_or_else(|| unexpected("AZR"))?;
        self.say(
            "Die Duldung derselben Person, als Folgemeldung:",
            "The toleration of the same person, as a later report:",
        )?;
        let report = self.send(FOLGEMELDUNG, &[(NUMBER, &number)]).await?;
        self.ids(&report)?;
        Ok(number)
    }

    /// The ids that the register gave.
    fn ids(&self, found: &Submission) -> Result<(), Failure> {
        let answer = Antwort::lesen(found.answer.clone().unwrap_or_default());
        let Inhalt::Bestaetigung(confirmed) = answer.inhalt() else {
            return Err(unexpected("AZR"));
        };
        let mut out = std::io::stdout().lock();
        if let Some(number) = &confirmed.azr_nummer {
            writeln!(
                out,
                "   {}: {number}",
                self.lang.pick("AZR-Nummer", "AZR number")
            )?;
        }
        for given in &confirmed.referenzen {
            writeln!(out, "   {}: {}", given.gruppe.titel, given.id.as_str())?;
        }
        Ok(())
    }

    /// A report that the register refuses, in its own words.
    async fn refused(&self) -> Result<(), Failure> {
        self.title(
            "Das Register lehnt ab, und die Sachbearbeitung liest, was es sagt",
            "The register refuses, and the clerk reads what it says",
        )?;
        let found = self.send(FOLGEMELDUNG, &[(NUMBER, UNKNOWN)]).await?;
        let answer = found.answer.clone().unwrap_or_default();
        let report = azr::fehlerbericht(&found.content, &answer, self.lang.into());
        let report = report.map_err(|e| told("kein Bericht", "no report", e))?;
        let mut out = std::io::stdout().lock();
        for line in report.text().lines() {
            writeln!(out, "   | {line}")?;
        }
        Ok(())
    }

    /// The register is down; later it is not.
    async fn outage(&self, number: &str) -> Result<(), Failure> {
        self.title(
            "Das Register ist nicht erreichbar; die Meldung bleibt sicher und geht später hinaus",
            "The register can't be reached; the report is safe and goes out later",
        )?;
        self.simulators.azr.pause().await;
        let found = self.send(FOLGEMELDUNG, &[(NUMBER, number)]).await?;
        self.simulators.azr.resume().await;
        self.later(TimeDelta::minutes(5), &found.uuid).await
    }

    /// The register processes a report, and the line breaks before it can say so.
    async fn unclear(&self, number: &str) -> Result<(), Failure> {
        self.title(
            "Die Verbindung reißt ab: verarbeitet oder nicht? Nur die Sendungswiederholung (000020) darf fragen",
            "The line breaks: processed or not? Only a repetition (000020) may ask",
        )?;
        self.simulators
            .azr
            .disturb(|plan| plan.push(Disturbance::Half));
        let found = self.send(FOLGEMELDUNG, &[(NUMBER, number)]).await?;
        self.later(TimeDelta::minutes(5), &found.uuid).await?;
        let processed = self.simulators.azr.register().processed(&found.uuid);
        self.say(
            &format!("Das Register hat die Meldung {processed}-mal verarbeitet."),
            &format!("The register has processed the report {processed} time(s)."),
        )
    }

    /// A message to an authority that does not take it.
    async fn person(&self) -> Result<(), Failure> {
        self.title(
            "Eine Aktenanforderung an zwei Ausländerbehörden, gesucht im DVDV, gesendet über XTA",
            "A request for a file to two immigration offices, found in the DVDV, sent by XTA",
        )?;
        let found = self.send(AKTENANFORDERUNG, &[]).await?;
        for _ in 0..2 {
            let polled = self.router.poll().await;
            polled.map_err(|e| told("keine Auskunft", "no report", e))?;
        }
        self.show(&found.uuid).await?;
        self.say(
            "Die zweite bietet den Dienst in dieser Version nicht an; das muss jemand ansehen:",
            "The second does not offer the service in this version; somebody has to look at it:",
        )?;
        self.send(AKTENANFORDERUNG, &[(OTHER, LATE)]).await?;
        Ok(())
    }

    /// The register tells of a change, and somebody sends a message that is broken.
    async fn received(&self, number: &str) -> Result<(), Failure> {
        self.title(
            "Posteingang: erst gespeichert, dann quittiert, dann eingeordnet",
            "Incoming: stored first, then acknowledged, then put where it belongs",
        )?;
        let register = self.simulators.azr.register();
        let changed = register.change_by_other(number, "duldung", "990200");
        changed.ok_or_else(|| unexpected("AZR"))?;
        for notice in register.take_notices() {
            self.deliver(REGISTER, notice.bytes)?;
        }
        let misrouted = AKTENANFORDERUNG.replace(OWN, "azr:999999");
        let misrouted = misrouted.replace(OTHER, LATE).replace("azr:999999", OTHER);
        self.deliver(OTHER, fresh(&misrouted, &[]).into_bytes())?;
        let count = self.router.receive().await;
        count.map_err(|e| told("kein Empfang", "nothing received", e))?;
        // The rejection goes out as any other message does.
        self.work().await?;
        let mut filter = ArrivalFilter::states(&ArrivalState::ALL);
        filter.tests = true;
        let found = self.router.inbox().list(&filter).await;
        let mut out = std::io::stdout().lock();
        for arrival in found.map_err(store_failed)? {
            let number = arrival.message_type.as_deref().unwrap_or("?");
            let state = words::arrival(arrival.state, self.lang);
            let code = arrival.code.as_deref().unwrap_or_default();
            let why = sortings::reason(code, "", self.lang);
            let line = format!("   {number} {state} {why}");
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    fn deliver(&self, author: &str, message: Vec<u8>) -> Result<(), Failure> {
        let letter = Letter {
            author: author.to_owned(),
            reader: OWN.to_owned(),
            service: "http://www.osci.de/xauslaender2611/xauslaender2611ABHABH.wsdl".to_owned(),
            in_reply_to: Vec::new(),
            test: true,
            message,
        };
        let delivered = self.simulators.xta.deliver(letter);
        delivered.map(drop).map_err(|e| told("XTA", "XTA", e))
    }

    async fn end(&self) -> Result<(), Failure> {
        self.title("Am Ende", "In the end")?;
        let stats = self.router.outbox().stats().await.map_err(store_failed)?;
        let mut out = std::io::stdout().lock();
        for (state, count) in &stats.states {
            writeln!(out, "   {count} {}", words::state(*state, self.lang))?;
        }
        Ok(())
    }

    /// Hands an example over under a UUID of its own, with these changes, and sends it.
    async fn send(&self, example: &str, changes: &[(&str, &str)]) -> Result<Submission, Failure> {
        let message = fresh(example, changes).into_bytes();
        let submitted = self.router.submit(message, Wishes::default()).await;
        let submitted = submitted.map_err(|e| told("nicht angenommen", "not taken", e))?;
        self.work().await?;
        self.show(&submitted.uuid).await
    }

    async fn work(&self) -> Result<(), Failure> {
        let sent = self.router.outbox().work("demo", 10, &self.router).await;
        sent.map(drop).map_err(store_failed)
    }

    /// So much later.
    async fn later(&self, time: TimeDelta, uuid: &str) -> Result<(), Failure> {
        self.clock.advance(time);
        let minutes = time.num_minutes();
        self.say(
            &format!("{minutes} Minuten später:"),
            &format!("{minutes} minutes later:"),
        )?;
        self.work().await?;
        self.show(uuid).await.map(drop)
    }

    async fn show(&self, uuid: &str) -> Result<Submission, Failure> {
        let found = self.router.outbox().get(uuid).await.map_err(store_failed)?;
        let found = found.ok_or_else(|| unexpected("outbox"))?;
        let state = words::state(found.state, self.lang);
        let number = &found.message_type;
        let why = match found.state {
            State::Done | State::Delivered => String::new(),
            _ => words::why(&found, self.lang),
        };
        let colon = if why.is_empty() { "" } else { ": " };
        writeln!(std::io::stdout(), "   {number} {uuid} {state}{colon}{why}")?;
        Ok(found)
    }

    fn title(&self, german: &str, english: &str) -> Result<(), Failure> {
        writeln!(std::io::stdout(), "\n{}", self.lang.pick(german, english))?;
        Ok(())
    }

    fn say(&self, german: &str, english: &str) -> Result<(), Failure> {
        writeln!(std::io::stdout(), "   {}", self.lang.pick(german, english))?;
        Ok(())
    }
}

/// An example under a UUID of its own, with these changes.
fn fresh(example: &str, changes: &[(&str, &str)]) -> String {
    let (before, rest) = example
        .split_once("<nachrichtenUUID>")
        .unwrap_or((example, ""));
    let (_, after) = rest.split_once("</nachrichtenUUID>").unwrap_or(("", rest));
    let uuid = uuid::Uuid::new_v4();
    let mut message = format!("{before}<nachrichtenUUID>{uuid}</nachrichtenUUID>{after}");
    for (old, new) in changes {
        message = message.replace(old, new);
    }
    message
}

fn unexpected(who: &str) -> Failure {
    Failure::new(
        format!("{who}: das war nicht zu erwarten"),
        format!("{who}: this was not expected"),
    )
}
