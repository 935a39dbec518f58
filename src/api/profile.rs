//! What a creditor is: its name, and the kind of books it keeps.

use crate::app::App;
use crate::problem::Problem;
use quittance_domain::CreditorId;
use quittance_domain::journal::Books;
use quittance_store::Readers;
use std::collections::HashMap;
use std::sync::{Arc, RwLock};

/// A creditor's own particulars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    pub name: String,
    /// What every account of the creditor is booked as.
    pub books: Books,
}

/// Profiles read so far: a creditor's never changes, and there are few creditors.
#[derive(Debug, Default)]
pub struct Profiles(RwLock<HashMap<CreditorId, Arc<Profile>>>);

impl Profile {
    /// Reads a creditor's profile.
    ///
    /// # Errors
    /// [`Problem::NotFound`] for an unknown creditor, else what the database says.
    pub async fn read(readers: &Readers, creditor: CreditorId) -> Result<Profile, Problem> {
        let mut reader = readers.of(creditor).await?;
        let sql = include_str!("sql/read_profile.sql");
        let row = reader.query_opt(sql, &[&creditor.0]).await?;
        let row = row.ok_or(Problem::not_found("creditor"))?;
        let books = match row.get(1) {
            "agency" => Books::Agency,
            _ => Books::Owner,
        };
        Ok(Profile {
            name: row.get(0),
            books,
        })
    }
}

impl App {
    /// The profile of a creditor, read once.
    ///
    /// # Errors
    /// Those of [`Profile::read`].
    pub async fn profile(&self, creditor: CreditorId) -> Result<Arc<Profile>, Problem> {
        let known = self
            .profiles
            .0
            .read()
            .ok()
            .and_then(|known| known.get(&creditor).cloned());
        if let Some(profile) = known {
            return Ok(profile);
        }
        let profile = Arc::new(Profile::read(&self.readers, creditor).await?);
        if let Ok(mut known) = self.profiles.0.write() {
            known.insert(creditor, Arc::clone(&profile));
        }
        Ok(profile)
    }
}
