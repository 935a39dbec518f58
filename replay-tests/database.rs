//! A database for each test: migrated once into a template, cloned for each.

use quittance_store::Database;
use std::path::{Path, PathBuf};
use tokio_postgres::{Client, Config, NoTls};

/// A migrated, empty database of a test's own.
///
/// It is not dropped: the cluster that holds it is thrown away.
#[derive(Clone, Debug)]
pub struct TestDatabase {
    pub name: String,
    pub url: String,
}

/// Serialises the making of the template among test processes.
const TEMPLATE_LOCK: i64 = 7_411_001;

impl TestDatabase {
    pub async fn new() -> TestDatabase {
        let login = admin("postgres").await;
        let template = template_name();
        login
            .execute("SELECT pg_advisory_lock($1)", &[&TEMPLATE_LOCK])
            .await
            .unwrap();
        let sql = "SELECT 1 FROM pg_database WHERE datname = $1 AND datistemplate";
        if login.query_opt(sql, &[&template]).await.unwrap().is_none() {
            login
                .batch_execute(&format!("DROP DATABASE IF EXISTS {template}"))
                .await
                .unwrap();
            login
                .batch_execute(&format!("CREATE DATABASE {template}"))
                .await
                .unwrap();
            Database::new(&url_of(&template))
                .unwrap()
                .migrate()
                .await
                .unwrap();
            let mark = format!("ALTER DATABASE {template} IS_TEMPLATE true");
            login.batch_execute(&mark).await.unwrap();
        }
        let name = new_name();
        // A template cannot be copied while somebody is connected to it, so one copy at a time.
        let create = format!("CREATE DATABASE {name} TEMPLATE {template}");
        login.batch_execute(&create).await.unwrap();
        login
            .execute("SELECT pg_advisory_unlock($1)", &[&TEMPLATE_LOCK])
            .await
            .unwrap();
        let url = url_of(&name);
        TestDatabase { name, url }
    }

    /// A database that no program has seen yet.
    pub async fn without_schema() -> TestDatabase {
        let name = new_name();
        let create = format!("CREATE DATABASE {name} TEMPLATE template0");
        admin("postgres")
            .await
            .batch_execute(&create)
            .await
            .unwrap();
        let url = url_of(&name);
        TestDatabase { name, url }
    }

    /// The ledger's view of the database.
    pub fn database(&self) -> Database {
        Database::new(&self.url).unwrap()
    }

    /// A connection as the superuser, whom row-level security does not bind.
    pub async fn admin(&self) -> Client {
        admin(&self.name).await
    }

    /// A connection in one of the ledger's roles.
    pub async fn role(&self, role: &str) -> Client {
        let client = admin(&self.name).await;
        client
            .batch_execute(&format!("SET ROLE {role}"))
            .await
            .unwrap();
        client
    }
}

fn new_name() -> String {
    let id = quittance_store::ids::new_id(quittance_store::ids::now());
    format!("test_{}", id.simple())
}

/// Changes with the schema, so that a kept cluster never serves an old template.
fn template_name() -> String {
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema");
    let mut files: Vec<PathBuf> = std::fs::read_dir(schema.join("migrations"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .chain([schema.join("roles.sql")])
        .collect();
    files.sort();
    let texts: Vec<String> = files
        .iter()
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect();
    let hash = quittance_store::keys::hash_key(&texts.concat());
    format!("template_{}", hex::encode(&hash[..8]))
}

fn base_url() -> String {
    std::env::var("DATABASE_URL").expect("DATABASE_URL is not set: run the tests by ./test")
}

/// The address of another database of the same cluster.
fn url_of(name: &str) -> String {
    let url = base_url();
    let (scheme, rest) = url.split_once("://").unwrap();
    let (server, options) = rest.split_once('?').unwrap_or((rest, ""));
    let server = server.split_once('/').map_or(server, |(server, _)| server);
    let separator = if options.is_empty() { "" } else { "?" };
    format!("{scheme}://{server}/{name}{separator}{options}")
}

async fn admin(name: &str) -> Client {
    let config: Config = url_of(name).parse().unwrap();
    let (client, connection) = config.connect(NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}
