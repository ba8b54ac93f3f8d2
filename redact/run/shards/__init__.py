"""The unit of work at scale and its commit: what a shard is, where its output stands, and when it is done."""
