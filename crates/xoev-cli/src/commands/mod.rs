//! The subcommands, one module each.

mod azr;
mod codes;
mod convert;
mod explain;
mod generate;
mod messages;
mod routing;
mod rules;
mod sample;
mod schema_diff;
mod validate;

use crate::cli::{Cli, Command, SchemaCommand};
use crate::failure::{Failure, Outcome};

/// Runs the command that was asked for.
pub(crate) fn run(cli: &Cli) -> Result<Outcome, Failure> {
    match &cli.command {
        Command::Validate(args) => validate::run(args, cli.lang),
        Command::Rules(args) => rules::run(args, cli.lang),
        Command::Convert(args) => convert::run(args, cli.lang),
        Command::Messages(args) => messages::run(args, cli.lang),
        Command::Explain(args) => explain::run(args, cli.lang),
        Command::Codes(args) => codes::run(args, cli.lang),
        Command::Sample(args) => sample::run(args),
        Command::Generate(args) => generate::run(args, cli.lang),
        Command::Azr { command } => azr::run(command, cli.lang),
        Command::Demo(args) => routing::demo(args, cli.lang),
        Command::Sim(args) => routing::sim(args, cli.lang),
        Command::Send(args) => routing::send(args, cli.lang),
        Command::Receive(args) => routing::receive(args, cli.lang),
        Command::Serve(args) => routing::serve(args, cli.lang),
        Command::Outbox { command } => routing::outbox(command, cli.lang),
        Command::Inbox { command } => routing::inbox(command, cli.lang),
        Command::Schema {
            command: SchemaCommand::Diff(args),
        } => schema_diff::run(args, cli.lang),
    }
}
