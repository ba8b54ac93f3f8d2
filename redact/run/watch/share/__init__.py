"""What others write to as well: whether it is there, what lies in it, when that has come to rest, how it is moved."""
