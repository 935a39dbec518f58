//! The token endpoint: OAuth 2.0 for machines, at `/oauth/token` (RFC 6749).
//!
//! A client is an API key: its id is the client id, the key the client secret.
//! Grants are `client_credentials` and `refresh_token`; a refresh token is good for one use, and one
//! that comes again ends the grant that it came from.

mod client;
mod render;
mod token;

use crate::openapi::Published;

pub use render::OAuth;

pub fn surface() -> Published {
    Published::new::<OAuth>([token::endpoint()])
}
