//! `polc`: compiler and interpreter for **pol**, a small language for public support policies.
//!
//! The modules stand in pipeline order; each imports only those above it (a test keeps it so).
//!
//! ```text
//!  text ─ syntax ─▶ ast ─ resolve ─ check ─▶ ir ─ eval ─▶ outcomes
//!          ▲         │                        ▲
//!       format ◀─────┘            scenario ───┘ (facts of one) ─▶ outcomes in words
//!                    table ─▶ dataset ─▶ batch   (facts of many) ─▶ tables of outcomes, sums
//! ```
pub mod source;
pub mod quantity;
pub mod diag;
pub mod ledger;
pub mod ast;
pub mod syntax;
pub mod format;
pub mod ir;
pub mod resolve;
pub mod check;
pub mod eval;
pub mod scenario;
pub mod derivation;
pub mod table;
pub mod dataset;
pub mod history;
pub mod batch;
pub mod chart;
pub mod budget;
pub mod analyze;
pub mod draft;
pub mod driver;
pub mod policy;
pub mod cli;
