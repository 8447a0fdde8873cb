//! `xoev sample`: a valid example message.

use xoev_schema::sample::Sampler;

use crate::cli::SampleArgs;
use crate::failure::{Failure, Outcome};
use crate::{bundled, code_lists, output};

/// Makes the message and writes it.
pub(super) fn run(args: &SampleArgs) -> Result<Outcome, Failure> {
    let set = bundled::schemas()?;
    let id = bundled::find_message(&set, &args.name)
        .ok_or_else(|| bundled::unknown_message(&args.name))?;
    let sampler = Sampler::new(&set)
        .seed(args.seed)
        .full(args.full)
        .code_lists(code_lists::tables()?);
    let message = sampler.sample(id).map_err(|error| {
        Failure::new(
            format!("zu „{}“ gibt es kein Beispiel: {error}", args.name),
            format!("there is no sample of “{}”: {error}", args.name),
        )
    })?;
    output::write(args.output.as_deref(), message.as_bytes())?;
    Ok(Outcome::Fine)
}
