//! Answers of the register: every kind, every word, every id, and what is made of them.

mod arten;
mod bericht;
mod felder;
mod fuzz;
mod grenzen;
mod nachrichten;
mod rat;
mod referenzen;
mod unabhaengig;
mod ungelesen;
mod worte;
