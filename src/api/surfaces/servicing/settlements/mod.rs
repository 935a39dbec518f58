//! Settlements: less than what is owed, offered, accepted, and kept or broken.

mod accept;
mod break_off;
mod list;
mod offer;
mod reject;
mod view;

use crate::openapi::Endpoint;

pub fn endpoints() -> [Endpoint; 5] {
    [
        list::endpoint(),
        offer::endpoint(),
        accept::endpoint(),
        reject::endpoint(),
        break_off::endpoint(),
    ]
}
