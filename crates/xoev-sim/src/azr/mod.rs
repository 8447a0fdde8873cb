//! A register AZR: keeps persons and facts, and answers.
