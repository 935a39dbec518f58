//! The published contract: what every endpoint takes and answers, as OpenAPI 3.1.
//!
//! Shape: an [`Endpoint`] is a handler with its declaration; a [`Published`] surface is its
//! endpoints; the router and the document are both made from these, so neither can have what the
//! other lacks.
//! A request's schema is recorded from the code that reads it ([`crate::body::Body`]); a reply's is
//! built beside the code that writes it ([`Schema`]); a surface's errors are rendered by the surface.
//!
//! Architecture invariant: [`Access`] is declared and enforced by the same value.

pub mod access;
mod declared;
pub mod document;
pub mod endpoint;
pub mod input;
pub mod page;
pub mod problems;
pub mod published;
pub mod schema;

pub use access::Access;
pub use endpoint::{Endpoint, Noun};
pub use published::{About, Published, Scheme};
pub use schema::Schema;
