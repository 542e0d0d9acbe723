"""Our Markdown: one extension a file. Each emits marked-up keys, never addresses; ``prose`` puts them together and sanitises."""
