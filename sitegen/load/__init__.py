"""Files to nouns: everything that contributors send is read, bounded and typed here."""
