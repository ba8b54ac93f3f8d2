"""Office documents: packages of XML parts. A part is read, cleaned or left out by its type; an unknown one never passes."""
