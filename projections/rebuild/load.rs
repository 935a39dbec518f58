//! Loading rows made from events into tables of another schema.

use super::RebuildError;
use crate::ReadModels;
use futures_util::future::{join_all, try_join_all};
use quittance_store::fold::{Folded, Sink, Span, fold, workers};
use quittance_store::projector::{
    Projector, Recorded, RecordedConsumer, RecordedSetting, Rows, Write,
};
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Statement};

/// Events whose rows are written at once: enough that most rows that change often are written once.
const BATCH: usize = 16_384;

/// For statements that are planned while the tables are empty and run until they are large: by
/// key, whatever the planner thinks of a size that it does not know yet.
const PLAN_BY_KEY: &str =
    "SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_seqscan = off";
const PLAN_FREELY: &str = "RESET enable_hashjoin; RESET enable_mergejoin; RESET enable_seqscan";

/// A connection that writes the read models' rows into a schema.
#[derive(Clone)]
pub(crate) struct Loader {
    client: Arc<Client>,
    statements: Vec<Statement>,
}

impl Loader {
    /// Prepares the read models' statements with another schema in the place of `views`.
    pub async fn prepare(client: Arc<Client>, schema: &str) -> Result<Loader, RebuildError> {
        let mut statements = Vec::new();
        for sql in ReadModels.statements() {
            let sql = sql.replace("views.", &format!("{schema}."));
            statements.push(client.prepare(&sql).await?);
        }
        Ok(Loader { client, statements })
    }

    pub fn client(&self) -> &Client {
        &self.client
    }

    async fn run(&self, mut batches: mpsc::Receiver<Vec<Write>>) -> Result<(), RebuildError> {
        self.client.batch_execute(PLAN_BY_KEY).await?;
        while let Some(writes) = batches.recv().await {
            let sent = writes.iter().filter_map(|write| {
                let statement = self.statements.get(write.statement)?;
                Some(async {
                    let params: Vec<&(dyn ToSql + Sync)> = write
                        .params
                        .iter()
                        .map(|param| &**param as &(dyn ToSql + Sync))
                        .collect();
                    self.client.execute(statement, &params).await
                })
            });
            for result in join_all(sent).await {
                result?;
            }
        }
        self.client.batch_execute(PLAN_FREELY).await?;
        Ok(())
    }
}

/// Makes the rows of a span from its events and writes them by these connections.
pub(crate) async fn load(
    scan: &Client,
    span: Span,
    loaders: &[Loader],
    progress: impl FnMut(u64),
) -> Result<Folded, RebuildError> {
    let (queues, writing): (Vec<_>, Vec<_>) = loaders
        .iter()
        .map(|loader| {
            let (queue, batches) = mpsc::channel(1);
            (queue, loader.run(batches))
        })
        .unzip();
    let sinks = (0..workers().max(queues.len()))
        .filter_map(|worker| queues.get(worker % queues.len().max(1)))
        .map(|queue| RowSink {
            queue: queue.clone(),
            rows: ReadModels.begin(),
            gathered: 0,
        })
        .collect();
    // The loaders end when the last sender is gone: those that are left are the sinks' own.
    drop(queues);
    let folding = async { Ok(fold(scan, span, sinks, progress).await?) };
    let (folded, _) = tokio::try_join!(folding, try_join_all(writing))?;
    Ok(folded)
}

/// Gathers rows and sends them on by the batch.
struct RowSink {
    queue: mpsc::Sender<Vec<Write>>,
    rows: Box<dyn Rows>,
    gathered: usize,
}

impl RowSink {
    fn count(&mut self) {
        self.gathered += 1;
        if self.gathered == BATCH {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let rows = std::mem::replace(&mut self.rows, ReadModels.begin());
        self.gathered = 0;
        // A loader that is gone has failed, and its error is the one that is reported.
        let _ = self.queue.blocking_send(rows.finish());
    }
}

impl Sink for RowSink {
    const OBSERVES: bool = true;

    fn observe(&mut self, recorded: &Recorded<'_>) {
        self.rows.observe(recorded);
        self.count();
    }

    fn observe_consumer(&mut self, recorded: &RecordedConsumer<'_>) {
        self.rows.observe_consumer(recorded);
        self.count();
    }

    fn observe_setting(&mut self, recorded: &RecordedSetting<'_>) {
        self.rows.observe_setting(recorded);
        self.count();
    }

    fn is_closed(&self) -> bool {
        self.queue.is_closed()
    }

    fn finish(mut self) {
        self.flush();
    }
}
