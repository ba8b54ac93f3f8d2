"""Who works on which file, among daemons that share nothing but the inbox."""
