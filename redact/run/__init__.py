"""At scale: the record folder, resuming, pools and daemons."""
