//! How webhooks are sent.

use quittance_store::egress::Reach;
use quittance_worker::webhooks::Options;
use std::time::Duration;

#[derive(Clone, Debug, clap::Args)]
pub struct WebhookArgs {
    /// Send webhooks to addresses of this machine and of private networks too, and by plain http.
    ///
    /// For development and tests: whoever may configure a webhook can then reach what is inside.
    #[arg(long, env = "QUITTANCE_ALLOW_PRIVATE_WEBHOOKS")]
    allow_private_webhooks: bool,

    /// Leave the sending of webhooks to other servers on the same database.
    #[arg(long, env = "QUITTANCE_NO_WEBHOOKS")]
    no_webhooks: bool,

    /// Delays between attempts, such as `1m,5m,30m`, in the place of those of each published API.
    #[arg(long, value_name = "DELAYS", value_delimiter = ',', value_parser = duration)]
    webhook_retries: Vec<Duration>,

    /// How long a receiver may take, such as `5s`, in the place of what each published API says.
    #[arg(long, value_name = "TIME", value_parser = duration)]
    webhook_timeout: Option<Duration>,
}

impl WebhookArgs {
    /// Where webhooks may lead.
    pub fn reach(&self) -> Reach {
        if self.allow_private_webhooks {
            Reach::Anywhere
        } else {
            Reach::PublicOnly
        }
    }

    /// Whether none are sent from here.
    pub fn are_off(&self) -> bool {
        self.no_webhooks
    }

    pub fn options(&self) -> Options {
        let own = !self.webhook_retries.is_empty();
        Options {
            reach: self.reach(),
            retries: own.then(|| self.webhook_retries.clone()),
            timeout: self.webhook_timeout,
        }
    }
}

/// A time such as `500ms`, `30s`, `5m` or `2h`.
fn duration(text: &str) -> Result<Duration, String> {
    let units = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000)];
    let read = units.iter().find_map(|(unit, millis)| {
        let count: u64 = text.strip_suffix(unit)?.parse().ok()?;
        count.checked_mul(*millis).map(Duration::from_millis)
    });
    read.ok_or_else(|| format!("{text:?} is no time such as 30s, 5m or 2h"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_a_unit() {
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(duration("30s"), Ok(Duration::from_secs(30)));
        assert_eq!(duration("5m"), Ok(Duration::from_secs(300)));
        assert_eq!(duration("2h"), Ok(Duration::from_secs(7_200)));
        for wrong in ["", "5", "s", "-1s", "1.5h", "99999999999999999999h"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }
}
