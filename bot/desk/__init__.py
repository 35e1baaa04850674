"""The agents' desk: `/agent`, its addresses and its page."""
