"""A cluster of two nodes on the loopback address, in a process of its own: `add`, `kill` and `end` come by its input."""

from __future__ import annotations

import os
import sys

os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"  # keeps 127.0.0.1 from being put aside; see redact.run.ray

from ray.cluster_utils import Cluster

NODE = {"num_cpus": 1, "object_store_memory": 80 << 20, "include_dashboard": False, "node_ip_address": "127.0.0.1"}


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main() -> None:
    cluster = Cluster(initialize_head=True, head_node_args=NODE)
    nodes = [cluster.add_node(**NODE)]
    _say(cluster.address)
    for line in sys.stdin:
        if line == "kill\n":
            cluster.remove_node(nodes.pop(), allow_graceful=False)
        elif line == "add\n":
            nodes.append(cluster.add_node(**NODE))
        else:
            break
        _say("ok")
    cluster.shutdown()


if __name__ == "__main__":
    main()
