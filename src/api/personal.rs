//! Personal data: sealed before it enters an event, opened when a surface shows it.

use crate::app::App;
use crate::problem::Problem;
use quittance_domain::ConsumerId;
use quittance_store::ids;
use quittance_store::seal::MasterKey;
use serde::{Deserialize, Serialize};
use tokio_postgres::Row;

/// What is known of a consumer; all of it is personal and none of it is stored readable.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Personal {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The company that the consumer is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ssn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last4_ssn: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zip: Option<String>,
    /// Free text from the creditor, which often names people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
}

/// Personal data sealed for a new consumer.
#[derive(Debug)]
pub struct Sealed {
    pub consumer: ConsumerId,
    /// For the consumer's row in the key table.
    pub wrapped_key: Vec<u8>,
    /// For the event.
    pub sealed: String,
}

impl Personal {
    /// The full name, however it was given.
    pub fn full_name(&self) -> Option<String> {
        self.name.clone().or_else(|| {
            let parts: Vec<&str> = [&self.first_name, &self.last_name]
                .into_iter()
                .flatten()
                .map(|s| &**s)
                .collect();
            (!parts.is_empty()).then(|| parts.join(" "))
        })
    }

    /// Seals the data under a new consumer's own key.
    ///
    /// # Errors
    /// [`Problem::Internal`] when the operating system gives no randomness.
    pub fn seal(&self, app: &App) -> Result<Sealed, Problem> {
        self.seal_with(&app.master_key)
    }

    /// [`Personal::seal`] for those who have no [`App`], such as an import.
    ///
    /// # Errors
    /// [`Problem::Internal`] when the operating system gives no randomness.
    pub fn seal_with(&self, master_key: &MasterKey) -> Result<Sealed, Problem> {
        let consumer = ConsumerId(ids::new_id(ids::now()));
        let (key, wrapped_key) = master_key
            .new_consumer_key(consumer.0)
            .map_err(Problem::defect)?;
        let plain = serde_json::to_vec(self).map_err(Problem::defect)?;
        let sealed = key.seal(&plain).map_err(Problem::defect)?;
        Ok(Sealed {
            consumer,
            wrapped_key,
            sealed,
        })
    }

    /// Opens the personal data of a row with the columns `consumer_id`, `sealed` and `wrapped_key`.
    pub fn from_row(app: &App, row: &Row) -> Personal {
        let key: Option<&[u8]> = row.get("wrapped_key");
        Personal::open(
            app,
            ConsumerId(row.get("consumer_id")),
            key,
            row.get("sealed"),
        )
    }

    /// Opens sealed data; without the consumer's key, which erasure destroys, nothing is known.
    pub fn open(app: &App, consumer: ConsumerId, key: Option<&[u8]>, sealed: &str) -> Personal {
        let opened = key
            .and_then(|wrapped| app.master_key.unwrap(consumer.0, wrapped).ok())
            .and_then(|key| key.open(sealed).ok())
            .and_then(|plain| serde_json::from_slice(&plain).ok());
        opened.unwrap_or_default()
    }
}
