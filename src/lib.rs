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
//!
//! # As a library
//!
//! [`policy`] loads policies once and evaluates them for one or for many, in memory:
//!
//! ```
//! # fn answer(request: &str) -> Result<String, Box<dyn std::error::Error>> {
//! use polc::policy::Policy;
//!
//! let policy = Policy::shipped()?;
//! let engine = policy.engine();
//! let mut answers = Vec::new();
//! for record in engine.records("request.json", request)? {
//!     answers.push(engine.evaluate(&record.facts).to_json(&record.id, "")?);
//! }
//! # Ok(format!("[{}]", answers.join(",")))
//! # }
//! # let request = r#"{ "title": "A", "as_of": "2022-12-31", "subjects": [{ "kind": "enterprise" }] }"#;
//! # assert!(answer(request).unwrap().contains("polc.outcomes/1"));
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
pub mod direct;
pub mod compare;
pub mod sweep;
pub mod chart;
pub mod budget;
pub mod analyze;
pub mod draft;
pub mod driver;
pub mod policy;
pub mod cli;
