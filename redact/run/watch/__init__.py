"""The watch folder: a daemon that redacts what is put into an inbox, for months, with others beside it.

`service` puts a daemon together from `config`. Its loop (`daemon`) looks at the `share`, takes `claims`, has `jobs` done
by the `engine`, puts files on `shelves` and remembers them in `state`. People ask through `keeper`, machines `outside`.
"""
