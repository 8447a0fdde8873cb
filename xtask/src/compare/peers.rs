//! The peers: what each is, and how it is built and started where that is possible.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::messages::Material;
use super::process::{Process, last_line};

/// Which messages a peer gets.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    All,
    /// Those that have types written by hand.
    ByHand,
}

/// A peer that can be asked to measure.
pub(super) struct Peer {
    pub(super) name: &'static str,
    /// What it does with a message.
    pub(super) does: &'static str,
    pub(super) group: Group,
    /// Seconds until it is as fast as it gets.
    pub(super) warm_up: f64,
    /// Whether its verdict counts: if it refuses a valid message, one of us is wrong.
    pub(super) trusted: bool,
    start: Start,
}

/// Builds a peer and says how it is started, with a list of messages.
type Start = fn(&Workshop<'_>, &Path) -> Result<Command, String>;

/// What peers are built in.
pub(super) struct Workshop<'a> {
    pub(super) root: &'a Path,
    pub(super) material: &'a Material,
    pub(super) quick: bool,
    /// Where `cargo` puts programs of the workspace.
    pub(super) programs: PathBuf,
}

/// Messages become checked values or verdicts.
const VALIDATES: &str = "parses and validates";

const fn peer(name: &'static str, does: &'static str, start: Start) -> Peer {
    Peer {
        name,
        does,
        group: Group::All,
        warm_up: 0.2,
        trusted: true,
        start,
    }
}

/// All of them. The first is what the others are compared with.
pub(super) const PEERS: &[Peer] = &[
    peer("ours, typed reading", "validated types", |w, list| {
        Ok(w.ours("typed", list))
    }),
    peer(
        "ours, streaming validator",
        "validates without types",
        |w, list| Ok(w.ours("validator", list)),
    ),
    peer(
        "ours, writing",
        "validates and writes what was read",
        |w, list| Ok(w.ours("write", list)),
    ),
    peer("quick-xml Reader", "tokens and attributes", |w, list| {
        w.rust("reader", list)
    }),
    peer(
        "quick-xml NsReader",
        "tokens, attributes, namespaces",
        |w, list| w.rust("ns-reader", list),
    ),
    peer("libxml2", VALIDATES, |w, list| w.libxml2(list)),
    peer("lxml", VALIDATES, |w, list| {
        w.python("/usr/bin/python3", "lxml", list, "")
    }),
    Peer {
        warm_up: 5.0,
        ..peer("Xerces-J", VALIDATES, |w, list| w.xerces(list))
    },
    Peer {
        warm_up: 5.0,
        ..peer("JAXB", "types, validated by Xerces-J", |w, list| {
            w.jaxb(list)
        })
    },
    peer("Python xmlschema", VALIDATES, |w, list| {
        w.python(&w.venv()?, "xmlschema", list, "")
    }),
    peer("Python xsdata", "types, facets unchecked", |w, list| {
        w.xsdata(list)
    }),
    Peer {
        trusted: false,
        ..peer("fastxml", VALIDATES, |w, list| {
            w.rust_validator("fastxml", list)
        })
    },
    Peer {
        trusted: false,
        ..peer("uppsala", VALIDATES, |w, list| {
            w.rust_validator("uppsala", list)
        })
    },
    Peer {
        trusted: false,
        ..peer("xmloxide", VALIDATES, |w, list| {
            w.rust_validator("xmloxide", list)
        })
    },
    Peer {
        trusted: false,
        ..peer("xmlschema (Rust)", VALIDATES, |w, list| {
            w.rust_validator("xmlschema", list)
        })
    },
    Peer {
        group: Group::ByHand,
        ..peer("ours, typed reading", "validated types", |w, list| {
            Ok(w.ours("typed", list))
        })
    },
    Peer {
        group: Group::ByHand,
        ..peer(
            "quick-xml with serde",
            "types by hand, unchecked",
            |w, list| w.rust("serde", list),
        )
    },
];

impl Peer {
    /// Builds it if need be and starts it. The reason, where it can't be had.
    pub(super) fn start(&self, workshop: &Workshop<'_>) -> Result<Process, String> {
        let material = workshop.material;
        let list = match self.group {
            Group::All => &material.all,
            Group::ByHand => &material.by_hand,
        };
        let command = (self.start)(workshop, list)?;
        let name = self.name.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
        let group = if self.group == Group::All {
            ""
        } else {
            "-by-hand"
        };
        Process::start(command, &material.folder.join(format!("{name}{group}.log")))
    }
}

/// Where Debian's packages put Java libraries, and which ones JAXB needs.
const JAVA: &str = "/usr/share/java";
const XERCES: &[&str] = &["xercesImpl.jar", "xml-resolver.jar"];
const JAXB: &[&str] = &[
    "jaxb-api.jar",
    "jaxb-runtime.jar",
    "jaxb-core.jar",
    "javax.activation.jar",
    "istack-commons-runtime.jar",
    "txw2.jar",
];

impl Workshop<'_> {
    /// Ours, in one of its ways of working.
    pub(super) fn ours(&self, mode: &str, list: &Path) -> Command {
        let mut command = Command::new(self.programs.join("compare_ours"));
        command.arg(mode).arg(list).arg(&self.material.set);
        command
    }

    fn peers(&self, name: &str) -> PathBuf {
        self.root.join("benches/peers").join(name)
    }

    fn built(&self, name: &str) -> PathBuf {
        self.material.folder.join(name)
    }

    /// The program of `benches/peers/rust`, which is built before all others.
    fn rust(&self, peer: &str, list: &Path) -> Result<Command, String> {
        let program = self.built("rust/release/xoev-peers");
        if !program.exists() {
            return Err("benches/peers/rust can't be built; are its crates at hand?".into());
        }
        let mut command = Command::new(program);
        command.arg(peer).arg(list).arg(&self.material.schema);
        Ok(command)
    }

    fn rust_validator(&self, peer: &str, list: &Path) -> Result<Command, String> {
        if self.quick {
            return Err("takes minutes to build; not with --quick".into());
        }
        self.rust(peer, list)
    }

    fn libxml2(&self, list: &Path) -> Result<Command, String> {
        let program = self.built("libxml2");
        let mut cc = Command::new("cc");
        cc.args(["-O2", "-I/usr/include/libxml2", "-o"])
            .arg(&program);
        finished(cc.arg(self.peers("Libxml2.c")).arg("-lxml2"))?;
        let mut command = Command::new(program);
        command.arg(list).arg(&self.material.schema);
        Ok(command)
    }

    fn python(
        &self,
        python: &str,
        peer: &str,
        list: &Path,
        classes: &str,
    ) -> Result<Command, String> {
        let mut command = Command::new(python);
        command.arg(self.peers("peers.py")).arg(peer).arg(list);
        command.arg(&self.material.schema).arg(classes);
        Ok(command)
    }

    /// The Python of an environment with the packages from PyPI. Asked for by several peers at once, so
    /// that one makes it and the others wait.
    fn venv(&self) -> Result<String, String> {
        static ONE: std::sync::Mutex<()> = std::sync::Mutex::new(());
        let _one = ONE.lock().map_err(|e| e.to_string())?;
        let folder = self.built("venv");
        let python = folder.join("bin/python");
        if !folder.join("complete").exists() {
            finished(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
            let mut pip = Command::new(&python);
            pip.args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--retries",
                "1",
                "--timeout",
                "15",
            ]);
            finished(pip.args(["xmlschema", "xsdata[cli,lxml]"]))?;
            fs::write(folder.join("complete"), "").map_err(|e| e.to_string())?;
        }
        Ok(python.display().to_string())
    }

    fn xsdata(&self, list: &Path) -> Result<Command, String> {
        let python = self.venv()?;
        let folder = self.generated("xsdata", |folder| {
            let tools = self.built("venv/bin");
            // It calls its formatter by name.
            let path = format!(
                "{}:{}",
                tools.display(),
                std::env::var("PATH").unwrap_or_default()
            );
            let mut xsdata = Command::new(tools.join("xsdata"));
            xsdata
                .current_dir(folder)
                .env("PATH", path)
                .arg("generate")
                .arg(&self.material.schema);
            finished(xsdata.args([
                "--package",
                "nachrichten",
                "--structure-style",
                "namespaces",
            ]))
        })?;
        self.python(&python, "xsdata", list, &folder.display().to_string())
    }

    fn xerces(&self, list: &Path) -> Result<Command, String> {
        let jars = jars(XERCES)?;
        let classes = self.built("java-xerces");
        let mut javac = Command::new("javac");
        javac.args(["-nowarn", "-cp", &jars, "-d"]).arg(&classes);
        finished(javac.args([self.peers("Rounds.java"), self.peers("XercesPeer.java")]))?;
        let mut command = java(&format!("{}:{jars}", classes.display()));
        command
            .arg("XercesPeer")
            .arg(list)
            .arg(&self.material.schema);
        Ok(command)
    }

    fn jaxb(&self, list: &Path) -> Result<Command, String> {
        if self.quick {
            return Err("takes a minute to generate and compile; not with --quick".into());
        }
        let jars = jars(&[XERCES, JAXB].concat())?;
        let folder = self.generated("jaxb", |folder| {
            let mut xjc = Command::new("xjc");
            xjc.args(["-quiet", "-encoding", "UTF-8", "-d"]).arg(folder);
            finished(xjc.arg(&self.material.schema))?;
            let files = folder.join("sources");
            let mut sources = String::new();
            java_files(folder, &mut sources)?;
            fs::write(&files, sources).map_err(|e| e.to_string())?;
            let mut javac = Command::new("javac");
            javac.args([
                "-nowarn",
                "-proc:none",
                "-encoding",
                "UTF-8",
                "-cp",
                &jars,
                "-d",
            ]);
            finished(
                javac
                    .arg(folder.join("classes"))
                    .arg(format!("@{}", files.display())),
            )
        })?;
        let classes = folder.join("classes");
        let own = self.built("java-jaxb");
        let mut javac = Command::new("javac");
        javac.args(["-nowarn", "-cp", &jars, "-d"]).arg(&own);
        finished(javac.args([self.peers("Rounds.java"), self.peers("JaxbPeer.java")]))?;
        let mut command = java(&format!("{}:{}:{jars}", own.display(), classes.display()));
        command
            .arg("JaxbPeer")
            .arg(list)
            .arg(&self.material.schema)
            .arg(classes);
        Ok(command)
    }

    /// A folder with what is generated from the schemas, once for each state of them.
    fn generated(
        &self,
        name: &str,
        generate: impl Fn(&Path) -> Result<(), String>,
    ) -> Result<PathBuf, String> {
        let folder = self.built(&format!("{name}-{}", self.material.hash));
        let complete = folder.join("complete");
        if !complete.exists() {
            fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
            generate(&folder)?;
            fs::write(complete, "").map_err(|e| e.to_string())?;
        }
        Ok(folder)
    }
}

/// Runs to the end; what went wrong, in one line.
fn finished(command: &mut Command) -> Result<(), String> {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or_default();
    let program = program.to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output();
    let output = output.map_err(|e| format!("{program}: {e}"))?;
    let said = [output.stdout, output.stderr].concat();
    match output.status.success() {
        true => Ok(()),
        false => Err(format!("{program}: {}", last_line(&said))),
    }
}

fn java(class_path: &str) -> Command {
    let mut command = Command::new("java");
    // One thread each: the collector of garbage gets none of its own.
    command.args([
        "-Xss64m",
        "-XX:+UseSerialGC",
        "-Duser.language=en",
        "-cp",
        class_path,
    ]);
    command
}

/// A class path, if all are there.
fn jars(names: &[&str]) -> Result<String, String> {
    let paths = names.iter().map(|name| Path::new(JAVA).join(name));
    let paths: Vec<PathBuf> = paths.collect();
    match paths.iter().find(|path| !path.exists()) {
        Some(missing) => Err(format!("{} is not installed", missing.display())),
        None => Ok(paths
            .iter()
            .map(|p| p.display().to_string())
            .collect::<Vec<_>>()
            .join(":")),
    }
}

/// The sources below a folder, one a line.
fn java_files(folder: &Path, out: &mut String) -> Result<(), String> {
    for entry in fs::read_dir(folder).map_err(|e| e.to_string())?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            java_files(&path, out)?;
        } else if path.extension().is_some_and(|e| e == "java") {
            *out += &format!("{}\n", path.display());
        }
    }
    Ok(())
}
