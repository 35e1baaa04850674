"""Rasa graph components: language, intent, entities. One model for all five varieties."""
