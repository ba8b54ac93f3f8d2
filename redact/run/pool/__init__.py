"""A supervised crew of processes on one machine: one dies, the others go on, and what killed it is found."""

from redact.run.pool.budget import jobs_for
from redact.run.pool.inline import Inline
from redact.run.pool.limits import Limits
from redact.run.pool.order import in_order
from redact.run.pool.pool import Loss, Pool

__all__ = ["Inline", "Limits", "Loss", "Pool", "in_order", "jobs_for"]
