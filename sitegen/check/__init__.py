"""Rules over the nouns. One rule is one generator of problems; its docstring is the rule."""
