//! Personal data: sealed before it enters an event, opened when a surface shows it.

use crate::app::App;
use crate::problem::Problem;
use quittance_domain::ConsumerId;
use quittance_store::ids;
use quittance_store::seal::{ConsumerKey, Keyring};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
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
    /// Free text from the creditor about one account, which often names people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Whatever the creditor keeps of its customers.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub custom_fields: Map<String, Value>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub communication_preferences: Map<String, Value>,
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

    /// What is told now, and where it is silent what was known before; what was said of another
    /// account stays with that one.
    #[must_use]
    pub fn or(self, known: Personal) -> Personal {
        // A name in parts and one in full are two ways to say the same.
        let is_named = self.name.is_some() || self.first_name.is_some() || self.last_name.is_some();
        let name = |part: Option<String>| part.filter(|_| !is_named);
        Personal {
            name: self.name.or(name(known.name)),
            first_name: self.first_name.or(name(known.first_name)),
            last_name: self.last_name.or(name(known.last_name)),
            company: self.company.or(known.company),
            email: self.email.or(known.email),
            phone: self.phone.or(known.phone),
            date_of_birth: self.date_of_birth.or(known.date_of_birth),
            ssn: self.ssn.or(known.ssn),
            last4_ssn: self.last4_ssn.or(known.last4_ssn),
            address: self.address.or(known.address),
            city: self.city.or(known.city),
            state: self.state.or(known.state),
            zip: self.zip.or(known.zip),
            notes: self.notes,
            tags: if self.tags.is_empty() {
                known.tags
            } else {
                self.tags
            },
            custom_fields: match self.custom_fields.is_empty() {
                true => known.custom_fields,
                false => self.custom_fields,
            },
            communication_preferences: match self.communication_preferences.is_empty() {
                true => known.communication_preferences,
                false => self.communication_preferences,
            },
        }
    }

    /// What is told of a customer now, in the place of all that was told of them as one; what other
    /// surfaces have told beside stays.
    #[must_use]
    pub fn replacing(self, known: Personal) -> Personal {
        Personal {
            date_of_birth: known.date_of_birth,
            ssn: known.ssn,
            last4_ssn: known.last4_ssn,
            address: known.address,
            city: known.city,
            state: known.state,
            zip: known.zip,
            ..self
        }
    }

    /// Seals the data under a consumer's own key.
    ///
    /// # Errors
    /// [`Problem::Internal`] when the operating system gives no randomness.
    pub fn seal_under(&self, key: &ConsumerKey) -> Result<String, Problem> {
        let plain = serde_json::to_vec(self).map_err(Problem::defect)?;
        key.seal(&plain).map_err(Problem::defect)
    }

    /// Seals the data under a new consumer's own key.
    ///
    /// # Errors
    /// [`Problem::Internal`] when the operating system gives no randomness.
    pub fn seal(&self, app: &App) -> Result<Sealed, Problem> {
        self.seal_with(&app.keyring)
    }

    /// [`Personal::seal`] for those who have no [`App`], such as an import.
    ///
    /// # Errors
    /// [`Problem::Internal`] when the operating system gives no randomness.
    pub fn seal_with(&self, keyring: &Keyring) -> Result<Sealed, Problem> {
        let consumer = ConsumerId(ids::new_id(ids::now()));
        let (key, wrapped_key) = keyring
            .new_consumer_key(consumer.0)
            .map_err(Problem::defect)?;
        Ok(Sealed {
            consumer,
            wrapped_key,
            sealed: self.seal_under(&key)?,
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
            .and_then(|wrapped| app.keyring.unwrap(consumer.0, wrapped).ok())
            .and_then(|key| key.open(sealed).ok())
            .and_then(|plain| serde_json::from_slice(&plain).ok());
        opened.unwrap_or_default()
    }
}
