"""What `taghtia doctor` checks: one function a check, usable before anything is configured."""
