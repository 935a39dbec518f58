//! What is decided in one go and written in one transaction: one command, or a group of them.

use crate::writer::{Answer, Envelope, Mode, RequestKey, Whole, WholeResponder};
use quittance_domain::CreditorId;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::oneshot;

/// Commands that share a transaction, and where their answers go.
#[derive(Debug)]
pub(super) struct Job {
    pub envelopes: Vec<Envelope>,
    answers: Answers,
    admitted: Admitted,
}

enum Answers {
    /// One for each command.
    Separate(Vec<oneshot::Sender<Answer>>),
    /// One for all of them.
    Joint(Joint, oneshot::Sender<Answer>),
}

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Answers::Separate(answers) => write!(f, "Separate({})", answers.len()),
            Answers::Joint(joint, _) => write!(f, "Joint({:?})", joint.mode),
        }
    }
}

/// How a group with one reply is decided and answered.
pub(super) struct Joint {
    pub mode: Mode,
    pub request: Option<RequestKey>,
    pub responder: Box<dyn WholeResponder>,
}

impl Job {
    /// Commands with an answer for each of them.
    pub fn separate(
        envelopes: Vec<Envelope>,
        admitted: Admitted,
    ) -> (Job, Vec<oneshot::Receiver<Answer>>) {
        let (senders, receivers) = envelopes.iter().map(|_| oneshot::channel()).unzip();
        let answers = Answers::Separate(senders);
        let job = Job {
            envelopes,
            answers,
            admitted,
        };
        (job, receivers)
    }

    /// Commands with one answer for all of them.
    pub fn joint(whole: Whole, admitted: Admitted) -> (Job, oneshot::Receiver<Answer>) {
        let (sender, receiver) = oneshot::channel();
        let joint = Joint {
            mode: whole.mode,
            request: whole.request,
            responder: whole.responder,
        };
        let job = Job {
            envelopes: whole.envelopes,
            answers: Answers::Joint(joint, sender),
            admitted,
        };
        (job, receiver)
    }

    /// How the group is answered as one; `None` when each command has an answer of its own.
    pub fn as_joint(&self) -> Option<&Joint> {
        match &self.answers {
            Answers::Separate(_) => None,
            Answers::Joint(joint, _) => Some(joint),
        }
    }

    /// How many commands it has.
    pub fn weight(&self) -> usize {
        self.envelopes.len()
    }

    /// Every request that it answers, the group's own included.
    pub fn requests(&self) -> impl Iterator<Item = (CreditorId, &RequestKey)> {
        let of_whole = self.as_joint().and_then(|joint| joint.request.as_ref());
        let of_whole = self
            .envelopes
            .first()
            .and_then(|first| of_whole.map(|request| (first.creditor, request)));
        self.envelopes
            .iter()
            .filter_map(|e| e.request.as_ref().map(|request| (e.creditor, request)))
            .chain(of_whole)
    }

    /// Gives the answers, in order; whoever asked may have left.
    pub fn give(self, answers: Vec<Answer>) {
        let mut answers = answers.into_iter();
        match self.answers {
            Answers::Separate(senders) => {
                for (sender, answer) in senders.into_iter().zip(answers) {
                    let _ = sender.send(answer);
                }
            }
            Answers::Joint(_, sender) => {
                if let Some(answer) = answers.next() {
                    let _ = sender.send(answer);
                }
            }
        }
    }

    /// Gives every command the same answer.
    pub fn give_all(self, answer: &Answer) {
        let answers = vec![answer.clone(); self.weight()];
        self.give(answers);
    }

    /// A job for each command; a group that is answered as one stays together.
    pub fn split(mut self) -> Vec<Job> {
        let Answers::Separate(senders) = self.answers else {
            return vec![self];
        };
        let singles = self.envelopes.into_iter().zip(senders);
        singles
            .map(|(envelope, sender)| Job {
                envelopes: vec![envelope],
                answers: Answers::Separate(vec![sender]),
                admitted: self.admitted.take_one(),
            })
            .collect()
    }
}

/// Counts commands for as long as they wait or are in work.
#[derive(Debug)]
pub(super) struct Admitted {
    count: Arc<AtomicUsize>,
    commands: usize,
}

impl Admitted {
    /// Admits commands while there are no more than `bound` of them; `None` when it is full.
    pub fn enter(count: &Arc<AtomicUsize>, commands: usize, bound: usize) -> Option<Admitted> {
        let room = |inside: usize| (inside + commands <= bound).then_some(inside + commands);
        count
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, room)
            .ok()?;
        Some(Admitted {
            count: Arc::clone(count),
            commands,
        })
    }

    /// Hands over the place of one command.
    fn take_one(&mut self) -> Admitted {
        let commands = self.commands.min(1);
        self.commands -= commands;
        Admitted {
            count: Arc::clone(&self.count),
            commands,
        }
    }
}

impl Drop for Admitted {
    fn drop(&mut self) {
        self.count.fetch_sub(self.commands, Ordering::Relaxed);
    }
}
