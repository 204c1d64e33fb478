"""Enrolment of a phrase by voice: comparing takes, and observing utterances while it goes on."""
