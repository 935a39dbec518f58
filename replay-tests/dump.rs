//! Everything that a database holds, for whoever looks for what must not be there.

use futures_util::TryStreamExt;
use tokio_postgres::Client;

/// A database's tables, each with the exact bytes of all its values.
#[derive(Debug)]
pub struct Dump(Vec<(String, Vec<u8>)>);

impl Dump {
    /// Reads every table of a database, but for the catalog; whoever connects must be bound by no
    /// row-level security.
    pub async fn of(client: &Client) -> Dump {
        let sql = "SELECT format('%I.%I', n.nspname, c.relname)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'm')
                AND n.nspname NOT IN ('pg_catalog', 'information_schema')
            ORDER BY 1";
        let mut tables = Vec::new();
        for row in client.query(sql, &[]).await.unwrap() {
            let table: String = row.get(0);
            // Text, JSON and bytea are sent as they are in this format.
            let copy = format!("COPY {table} TO STDOUT (FORMAT binary)");
            let chunks = client.copy_out(&copy).await.unwrap();
            let chunks: Vec<bytes::Bytes> = chunks.try_collect().await.unwrap();
            tables.push((table, chunks.concat()));
        }
        assert!(tables.iter().any(|(table, _)| table == "book.events"));
        Dump(tables)
    }

    /// The tables in which a text stands, whatever the case of its letters.
    pub fn tables_with(&self, text: &str) -> Vec<&str> {
        let wanted = text.to_lowercase();
        let tables = self.0.iter().filter(|(_, bytes)| {
            String::from_utf8_lossy(bytes)
                .to_lowercase()
                .contains(&wanted)
        });
        tables.map(|(table, _)| table.as_str()).collect()
    }
}
