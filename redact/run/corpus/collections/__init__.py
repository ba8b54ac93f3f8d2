"""Collections: corpora of files, in folders or in tars. Each file goes through its own adapter."""
