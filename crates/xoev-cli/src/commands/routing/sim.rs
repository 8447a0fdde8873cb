//! `xoev sim`: the simulators, and a settings file that leads to them.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use xoev_directory::FileDirectory;
use xoev_sim::azr::{AzrServer, Register, ServerSettings, Settings as RegisterSettings};
use xoev_sim::dvdv::{DvdvServer, Settings as DvdvSettings, TrialClient};
use xoev_sim::xta::{Settings as XtaSettings, XtaServer};

use super::told;
use crate::cli::{Lang, SimArgs};
use crate::failure::{Failure, Outcome};

/// The authorities that the simulators know: those of the example messages.
const DIRECTORY: &str = include_str!("sim/behoerden.toml");

/// Keys of these authorities.
pub(super) const OWN: &str = "azr:990100";
pub(super) const OTHER: &str = "azr:990200";
pub(super) const REGISTER: &str = "dbs:490030020000";

/// Everything that is simulated. It ends when this is dropped.
pub(super) struct Simulators {
    pub(super) azr: AzrServer,
    pub(super) xta: XtaServer,
    pub(super) dvdv: DvdvServer,
}

impl Simulators {
    /// Starts them, and writes into the folder what is needed to reach them. Gives the settings file.
    pub(super) async fn start(folder: &Path) -> Result<(Simulators, PathBuf), Failure> {
        let failed = |error: &dyn std::fmt::Display| {
            told(
                "die Simulatoren starten nicht",
                "the simulators do not start",
                error,
            )
        };
        std::fs::create_dir_all(folder).map_err(|e| Failure::unwritable(folder, &e))?;
        let register = Register::new(RegisterSettings::default()).map_err(|e| failed(&e))?;
        let azr = AzrServer::start(register, ServerSettings::default()).await;
        let azr = azr.map_err(|e| failed(&e))?;
        let xta = XtaServer::start(XtaSettings::default()).await;
        let xta = xta.map_err(|e| failed(&e))?;
        let trial = TrialClient::new().map_err(|e| failed(&e))?;
        let directory = FileDirectory::parse(DIRECTORY).map_err(|e| failed(&e))?;
        let mut settings = DvdvSettings::new(directory);
        settings.clients = vec![trial.client.clone()];
        let dvdv = DvdvServer::start(settings).await.map_err(|e| failed(&e))?;

        let client = xta.client().map_err(|e| failed(&e))?;
        let urls = xta.urls();
        let fingerprint = trial.client.fingerprint.as_str();
        let text = format!(
            include_str!("sim/xoev.toml"),
            own = OWN,
            dvdv = dvdv.url(),
            fingerprint = fingerprint,
            azr = azr.url(),
            management = urls.management,
            send = urls.send,
            mailbox = urls.mailbox,
        );
        for (name, content) in [
            ("xoev.toml", text.as_bytes()),
            ("xta.pem", client.certificate.as_bytes()),
            ("xta-key.pem", client.key.as_bytes()),
            ("xta-roots.pem", xta.roots().as_bytes()),
            ("dvdv-key.pem", trial.private_key),
        ] {
            let path = folder.join(name);
            std::fs::write(&path, content).map_err(|e| Failure::unwritable(&path, &e))?;
        }
        Ok((Simulators { azr, xta, dvdv }, folder.join("xoev.toml")))
    }
}

/// Until Ctrl+C.
pub(super) async fn run(args: &SimArgs, lang: Lang) -> Result<Outcome, Failure> {
    let (simulators, settings) = Simulators::start(&args.folder).await?;
    let settings = settings.display();
    let mut out = std::io::stdout().lock();
    writeln!(out, "AZR   {}", simulators.azr.url())?;
    writeln!(out, "XTA   {}", simulators.xta.urls().management)?;
    writeln!(out, "DVDV  {}", simulators.dvdv.url())?;
    match lang {
        Lang::De => writeln!(
            out,
            "\nEinstellungen: {settings}\nEtwa: xoev send --config {settings} NACHRICHT.xml\nEnde mit Strg+C"
        )?,
        Lang::En => writeln!(
            out,
            "\nSettings: {settings}\nFor example: xoev send --config {settings} MESSAGE.xml\nCtrl+C ends it"
        )?,
    }
    out.flush()?;
    drop(out);
    super::serve::told_to_stop().await;
    Ok(Outcome::Fine)
}
