//! Generates the code that this repository commits, by the settings beside the schemas.

use xoev_codegen::{Project, generate};

use crate::root;

/// Settings and the folder that their code goes into. Both are relative to the root.
const OUTPUTS: &[(&str, &str)] = &[
    ("schemas/basis.toml", "crates/xoev/src/generated/basis"),
    (
        "schemas/xauslaender.toml",
        "crates/xauslaender/src/generated",
    ),
];

pub(crate) fn run(check: bool) -> Result<(), String> {
    for (settings, folder) in OUTPUTS {
        one(settings, folder, check).map_err(|e| e.to_string())?;
    }
    Ok(())
}

fn one(settings: &str, folder: &str, check: bool) -> Result<(), xoev_codegen::CodegenError> {
    let project = Project::from_file(root().join(settings))?;
    let output = generate(&project.load()?, &project.config)?;
    let target = root().join(folder);
    if check {
        output.check(&target)?;
    } else {
        output.write_to(&target)?;
    }
    let bytes: usize = output.files().iter().map(|f| f.text.len()).sum();
    println!("{folder}: {} files, {bytes} bytes", output.files().len());
    Ok(())
}
