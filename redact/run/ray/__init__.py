"""A crew of actors on a Ray cluster, or on a Ray instance of this machine's own: extra `[ray]`."""

import os

from redact.core.errors import MissingPart

# Both are read once, when Ray is imported. The second, whatever its name says, decides on every system whether Ray puts
# the loopback address aside for one that others can reach: "0" keeps an instance of our own to this machine.
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")  # else it warns of a change to come in Ray itself

try:
    from redact.run.ray.crew import RayCrew
except ModuleNotFoundError as err:
    if err.name != "ray":
        raise
    raise MissingPart("Ray is not installed", "pip install 'redact-pipeline[ray]'") from err

__all__ = ["RayCrew"]
