//! The service itself, outside every published API: whether it serves, and what it publishes.

mod document;
mod live;
mod page;
mod ready;
mod render;

use crate::openapi::Published;

pub use render::Service;

pub fn surface() -> Published {
    Published::new::<Service>([
        live::endpoint(),
        ready::endpoint(),
        document::endpoint(),
        page::endpoint(),
    ])
}
