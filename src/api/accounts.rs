//! Accounts as read models hold them, for every surface that lists or shows them.

use crate::app::App;
use crate::balance::Standing;
use crate::personal::Personal;
use crate::problem::Problem;
use chrono::{DateTime, NaiveDate, Utc};
use quittance_domain::account::{Condition, Details, Refusal, Terms};
use quittance_domain::{AccountId, ConsumerId, CreditorId, Money};
use quittance_store::Reader;
use quittance_store::seal::ConsumerKey;
use tokio_postgres::Row;
use uuid::Uuid;

/// What a surface calls the condition of an account.
pub type ConditionWord = fn(Condition) -> &'static str;

/// The conditions that a word covers, by the names under which read models keep them; none for a
/// word that the surface does not have.
pub fn conditions(word_of: ConditionWord, word: &str) -> Vec<String> {
    Condition::all()
        .filter(|condition| word_of(*condition) == word)
        .map(|condition| condition.to_string())
        .collect()
}

/// An account with its balance and its consumer's key.
#[derive(Debug)]
pub struct AccountRow {
    pub id: AccountId,
    /// The integer id.
    pub sequence: i64,
    pub number: String,
    pub condition: Condition,
    /// What was lent or placed at first.
    pub approved_principal: Money,
    pub opened_on: NaiveDate,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub details: Details,
    pub standing: Standing,
    pub consumer: ConsumerId,
    sealed: String,
    wrapped_key: Option<Vec<u8>>,
}

/// Which accounts a list shows, newest first.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// Only accounts in one of these conditions; all of them when absent.
    pub conditions: Option<&'a [String]>,
    /// Only accounts with a lower integer id.
    pub before: i64,
    pub limit: i64,
    pub offset: i64,
}

/// What a search looks for: any of these.
#[derive(Clone, Copy, Debug)]
pub struct Search<'a> {
    pub account: Option<AccountId>,
    /// The creditor's own number.
    pub number: &'a str,
    /// The last four digits of an SSN, as [`crate::placement::last4_hash`] makes it of them.
    pub last4_hash: Option<&'a str>,
}

impl AccountRow {
    /// Reads the columns of `sql/read_account.sql` out of a row.
    ///
    /// # Errors
    /// [`Problem::Internal`] when the row does not hold what it should.
    pub fn from_row(row: &Row) -> Result<AccountRow, Problem> {
        let terms: Terms = serde_json::from_str(row.get("terms")).map_err(Problem::defect)?;
        Ok(AccountRow {
            id: AccountId(row.get("account_id")),
            sequence: row.get("sequence"),
            number: row.get("number"),
            condition: row
                .get::<_, &str>("condition")
                .parse()
                .map_err(Problem::defect)?,
            approved_principal: Money::from_minor(row.get("approved_principal")),
            opened_on: row.get("opened_on"),
            created_at: row.get("created_at"),
            updated_at: row.get("updated_at"),
            details: serde_json::from_str(row.get("details")).map_err(Problem::defect)?,
            standing: Standing::from_row(row, terms)?,
            consumer: ConsumerId(row.get("consumer_id")),
            sealed: row.get("sealed"),
            wrapped_key: row.get("wrapped_key"),
        })
    }

    /// A page of a creditor's accounts.
    ///
    /// # Errors
    /// What the database says.
    pub async fn page(
        reader: &mut Reader,
        creditor: CreditorId,
        page: Page<'_>,
    ) -> Result<Vec<AccountRow>, Problem> {
        let (
            creditor,
            Page {
                before,
                limit,
                offset,
                ..
            },
        ) = (creditor.0, page);
        let rows = match page.conditions {
            None => {
                let sql = include_str!("sql/list_accounts.sql");
                reader
                    .query(sql, &[&creditor, &before, &limit, &offset])
                    .await?
            }
            Some(conditions) => {
                let sql = include_str!("sql/list_accounts_by_condition.sql");
                reader
                    .query(sql, &[&creditor, &before, &limit, &offset, &conditions])
                    .await?
            }
        };
        rows.iter().map(AccountRow::from_row).collect()
    }

    /// A page of the accounts that a search finds, and how many it finds altogether.
    ///
    /// # Errors
    /// What the database says.
    pub async fn search(
        reader: &mut Reader,
        creditor: CreditorId,
        search: Search<'_>,
        page: Page<'_>,
    ) -> Result<(Vec<AccountRow>, i64), Problem> {
        let Search {
            account,
            number,
            last4_hash,
        } = search;
        let account = account.map(|account| account.0);
        let conditions = page.conditions;
        let sql = include_str!("sql/count_found_accounts.sql");
        let count = reader
            .query_opt(
                sql,
                &[&creditor.0, &account, &number, &last4_hash, &conditions],
            )
            .await?;
        let sql = include_str!("sql/search_accounts.sql");
        let rows = reader
            .query(
                sql,
                &[
                    &creditor.0,
                    &account,
                    &number,
                    &last4_hash,
                    &conditions,
                    &page.before,
                    &page.limit,
                ],
            )
            .await?;
        let rows: Result<Vec<AccountRow>, Problem> =
            rows.iter().map(AccountRow::from_row).collect();
        Ok((rows?, count.map_or(0, |row| row.get(0))))
    }

    /// The account with this integer id.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when the creditor has none.
    pub async fn by_sequence(
        reader: &mut Reader,
        creditor: CreditorId,
        sequence: i64,
    ) -> Result<AccountRow, Problem> {
        let sql = include_str!("sql/read_account_by_sequence.sql");
        let row = reader.query_opt(sql, &[&creditor.0, &sequence]).await?;
        AccountRow::from_row(&row.ok_or(Problem::not_found("account"))?)
    }

    /// The account with this id.
    ///
    /// # Errors
    /// [`Problem::NotFound`] when the creditor has none.
    pub async fn by_id(
        reader: &mut Reader,
        creditor: CreditorId,
        id: Uuid,
    ) -> Result<AccountRow, Problem> {
        let sql = include_str!("sql/read_account.sql");
        let row = reader.query_opt(sql, &[&creditor.0, &id]).await?;
        AccountRow::from_row(&row.ok_or(Problem::not_found("account"))?)
    }

    /// What the creditor said was owed at first, or else what was lent or placed.
    pub fn original_balance(&self) -> Money {
        self.details
            .original_balance
            .unwrap_or(self.approved_principal)
    }

    /// Everything owed on a day: principal, fees and the interest due by then.
    pub fn owed_on(&self, day: NaiveDate) -> Money {
        self.standing.due_on(day).total()
    }

    /// The amount with the decimals of the account's currency.
    pub fn text(&self, amount: Money) -> String {
        amount.to_decimal(self.standing.terms.currency)
    }

    /// The key under which what is said of the consumer is sealed.
    ///
    /// # Errors
    /// [`Problem::Refused`] once the consumer has been erased.
    pub fn consumer_key(&self, app: &App) -> Result<ConsumerKey, Problem> {
        let wrapped = self.wrapped_key.as_deref();
        let wrapped = wrapped.ok_or(Refusal::ConsumerErased)?;
        let key = app.keyring.unwrap(self.consumer.0, wrapped);
        key.map_err(Problem::defect)
    }

    /// Text about the consumer, such as a note, out of its seal; nothing once they are erased.
    pub fn unsealed(&self, app: &App, sealed: &str) -> Option<String> {
        let key = self.wrapped_key.as_deref()?;
        let key = app.keyring.unwrap(self.consumer.0, key).ok()?;
        String::from_utf8(key.open(sealed).ok()?).ok()
    }

    /// What is known of the consumer; nothing once the consumer has been erased.
    pub fn personal(&self, app: &App) -> Personal {
        Personal::open(
            app,
            self.consumer,
            self.wrapped_key.as_deref(),
            &self.sealed,
        )
    }
}

/// The sum of some of a creditor's counters, so that no list counts rows.
///
/// # Errors
/// What the database says.
pub async fn total(
    reader: &mut Reader,
    creditor: CreditorId,
    counters: &[String],
) -> Result<i64, Problem> {
    let sql = include_str!("sql/sum_counters.sql");
    let row = reader.query_opt(sql, &[&creditor.0, &counters]).await?;
    Ok(row.map_or(0, |row| row.get(0)))
}

/// How many accounts a creditor has, in these conditions or at all.
///
/// # Errors
/// What the database says.
pub async fn total_accounts(
    reader: &mut Reader,
    creditor: CreditorId,
    conditions: Option<&[String]>,
) -> Result<i64, Problem> {
    let counters = match conditions {
        None => vec!["accounts".to_owned()],
        Some(conditions) => conditions
            .iter()
            .map(|condition| format!("condition:{condition}"))
            .collect(),
    };
    total(reader, creditor, &counters).await
}
