"""Answers for the ear: what a voice says in the place of links, figures and signs, and how long."""
