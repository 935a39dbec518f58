//! The HTTP surfaces.
//!
//! Shape: [`router`] nests one folder a surface; a surface parses, authenticates and shapes replies,
//! and holds no rule of the ledger.
//! What surfaces share are named extractors: [`auth::Caller`], [`body::Payload`], [`body::Fields`],
//! [`command::Submission`], and [`group`] for many commands in one request.
//!
//! Architecture invariant: an error becomes a reply in one place, by the surface's own
//! [`problem::Surface::render`].

pub mod accounts;
mod alias;
pub mod app;
pub mod asked;
pub mod auth;
pub mod axes;
pub mod balance;
pub mod body;
pub mod command;
pub mod consumers;
pub mod denials;
pub mod digest;
mod entrance;
pub mod form;
pub mod group;
mod itemization;
pub mod limits;
mod multipart;
mod named;
mod once;
pub mod openapi;
pub mod path;
pub mod personal;
pub mod placement;
pub mod problem;
pub mod profile;
pub mod query;
pub mod request_id;
pub mod sealed;
pub mod settings;
pub mod settlement;
pub mod sheet;
mod strict;
pub mod surfaces;
pub mod values;
pub mod webhooks;
pub mod write;
mod written;

pub use app::{App, Settings};
pub use entrance::{Entrance, router};
