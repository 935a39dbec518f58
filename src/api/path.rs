//! Ids in paths, as their text.

use crate::app::App;
use crate::problem::{Problem, Rejected, Surface};
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use std::marker::PhantomData;

/// The ids in the path of a request to surface `S`.
///
/// Text that is no UTF-8 can be no id, so it names nothing.
#[derive(Debug)]
pub struct Ids<S> {
    params: RawPathParams,
    surface: PhantomData<S>,
}

impl<S> Ids<S> {
    /// The id at this place of the endpoint's path; empty when the path has no such place.
    pub fn get(&self, name: &str) -> &str {
        let mut params = self.params.iter();
        params
            .find(|(known, _)| *known == name)
            .map_or("", |(_, text)| text)
    }
}

impl<S: Surface> FromRequestParts<App> for Ids<S> {
    type Rejection = Rejected<S>;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Rejected<S>> {
        let params = RawPathParams::from_request_parts(parts, app).await;
        Ok(Ids {
            params: params.map_err(|_| Problem::not_found("path"))?,
            surface: PhantomData,
        })
    }
}
