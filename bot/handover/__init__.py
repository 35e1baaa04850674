"""The hand-over inside the Rasa server: who hears the student, and what agents say is pushed."""
