//! The program that is generated, compiled and asked.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use xoev_codegen::{Config, generate};
use xoev_schema::Loader;

use crate::Case;

/// A compiled program that reads and writes instances of all schemas.
pub(crate) struct Program {
    binary: PathBuf,
    folder: PathBuf,
}

/// The part of the program that does not depend on the schemas.
const MAIN: &str = r#"
#![allow(dead_code)]

use std::io::BufRead;

fn judge<T: PartialEq + std::fmt::Debug + serde::Serialize + serde::de::DeserializeOwned>(
    read: fn(&[u8]) -> Result<T, xoev::ReadError>,
    write: fn(&T, xoev::Style) -> Result<Vec<u8>, xoev::WriteError>,
    bytes: &[u8],
    out: &str,
) -> String {
    let one_line = |text: String| text.replace(['\n', '\t'], " ");
    let value = match read(bytes) {
        Ok(value) => value,
        Err(error) => return one_line(format!("invalid {error}")),
    };
    let json = match serde_json::to_string(&value) {
        Ok(json) => json,
        Err(error) => return one_line(format!("not written as JSON: {error}")),
    };
    match serde_json::from_str::<T>(&json) {
        Ok(again) if again == value => {}
        Ok(_) => return one_line(format!("read back differently from JSON: {json}")),
        Err(error) => return one_line(format!("not read back from JSON: {error}: {json}")),
    }
    let mut indented = xoev::Style::default();
    indented.indent = true;
    for style in [indented, xoev::Style::default()] {
        let written = match write(&value, style) {
            Ok(written) => written,
            Err(error) => return one_line(format!("not written: {error}")),
        };
        match read(&written) {
            Ok(again) if again == value => {}
            // Mixed content keeps its text, so that the indented form cannot differ in it.
            Ok(again) => return one_line(format!("read back differently: {again:?} from {value:?}")),
            Err(error) => {
                let written = String::from_utf8_lossy(&written);
                return one_line(format!("not read back: {error}: {written}"));
            }
        }
        std::fs::write(out, &written).expect("output file");
    }
    "valid".to_owned()
}

fn main() {
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("a line");
        let parts: Vec<&str> = line.split('\t').collect();
        let bytes = std::fs::read(parts[1]).expect("an instance");
        println!("{}", ask(parts[0], &bytes, parts[2]));
    }
}
"#;

/// Generates and compiles.
pub(crate) fn build(quirks: &[PathBuf]) -> Program {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("quirks");
    let source = folder.join("src");
    fs::create_dir_all(&source).expect("folder for the program");
    let mut main = MAIN.trim_start().to_owned();
    main.push_str(
        "\nfn ask(quirk: &str, bytes: &[u8], out: &str) -> String {\n    match quirk {\n",
    );
    let mut modules = String::new();
    let mut failures = Vec::new();
    for quirk in quirks {
        let name = quirk
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let module = format!("quirk_{}", name.replace('-', "_"));
        if let Err(error) = write_module(quirk, &source.join(&module)) {
            failures.push(format!("{name}: {error}"));
            continue;
        }
        writeln!(modules, "mod {module};").expect("text");
        writeln!(
            main,
            "        {name:?} => judge({module}::nachrichten::Nachricht::from_slice, \
             {module}::nachrichten::Nachricht::to_vec_styled, bytes, out),"
        )
        .expect("text");
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    main.push_str("        _ => \"no such schema\".to_owned(),\n    }\n}\n\n");
    main.push_str(&modules);
    fs::write(source.join("main.rs"), main).expect("main.rs");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let runtime = root.join("crates/xoev");
    let manifest = format!(
        "[package]\nname = \"quirks\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         xoev = {{ path = {:?}, default-features = false, features = [\"serde\"] }}\nserde = \"1\"\nserde_json = \"1\"\n\n[profile.dev]\ndebug = false\n\n[workspace]\n",
        runtime.display().to_string(),
    );
    fs::write(folder.join("Cargo.toml"), manifest).expect("Cargo.toml");
    // The versions that are at hand, since nothing is fetched.
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).expect("Cargo.lock");
    let target = folder.join("target");
    let output = Command::new(env!("CARGO"))
        .args(["build", "--offline", "--quiet"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", &target)
        .env_remove("RUSTFLAGS")
        .output()
        .expect("cargo runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "generated code does not compile:\n{errors}"
    );
    Program {
        binary: target.join("debug/quirks"),
        folder,
    }
}

fn write_module(quirk: &Path, folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let mut loader = Loader::new();
    let catalog = quirk.join("catalog.xml");
    if catalog.exists() {
        loader = loader.catalog(catalog)?;
    }
    let set = loader.root(quirk.join("schema.xsd")).load()?;
    generate(&set, &Config::new())?.write_to(folder)?;
    Ok(())
}

impl Program {
    fn output(&self, case: &Case) -> PathBuf {
        self.folder.join("written").join(case.name())
    }

    /// What the program says: the rewritten instance, or why there is none.
    pub(crate) fn run(&self, cases: &[Case]) -> Vec<Result<Vec<u8>, String>> {
        let mut request = String::new();
        for case in cases {
            let out = self.output(case);
            fs::create_dir_all(out.parent().unwrap_or(&self.folder)).expect("folder for output");
            writeln!(
                request,
                "{}\t{}\t{}",
                case.quirk,
                case.file.display(),
                out.display()
            )
            .expect("text");
        }
        let mut child = Command::new(&self.binary)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        let writer = std::thread::spawn(move || stdin.write_all(request.as_bytes()));
        let output = child.wait_with_output().expect("the program ends");
        writer
            .join()
            .expect("a thread")
            .expect("requests are taken");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let answers: Vec<_> = text
            .lines()
            .zip(cases)
            .map(|(answer, case)| match answer {
                "valid" => Ok(fs::read(self.output(case)).expect("what was written")),
                other => Err(other.to_owned()),
            })
            .collect();
        assert_eq!(
            answers.len(),
            cases.len(),
            "the program stopped after {} instances",
            answers.len()
        );
        answers
    }

    /// The rewritten valid instances, each beside its schema as far as other validators can tell.
    pub(crate) fn written(&self, cases: &[Case], wanted: impl Fn(&str) -> bool) -> Vec<Case> {
        let mut list = Vec::new();
        for case in cases
            .iter()
            .filter(|case| case.valid && wanted(&case.name()))
        {
            list.push(Case {
                quirk: case.quirk.clone(),
                file: self.output(case),
                schema: case.schema.clone(),
                valid: true,
            });
        }
        list
    }
}
