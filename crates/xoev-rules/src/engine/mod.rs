//! The engine: books of rules, compiled against a schema set, evaluated over the events of the
//! validator.

mod compile;
mod context;
mod tree;
mod watch;

pub use compile::{RuleError, Rules};
pub use context::{At, Code, Context, Head, Leaf};
pub use tree::{Children, Node};
pub use watch::{RuleSettings, RuleWatch};
