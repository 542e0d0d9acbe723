"""The nouns of the guide, typed and frozen: the schema of every file that editors write, and what the stages hand on.

Values arrive as text from the guarded YAML dialect; each field says what it takes. The JSON Schemas in ``data/schema`` are made
from these classes and nothing else, so the model is the gate, the contract and the editor's completion at once.
"""
