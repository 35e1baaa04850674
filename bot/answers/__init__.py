"""The answer component: the right sentence of the domain, filled from the knowledge base."""
