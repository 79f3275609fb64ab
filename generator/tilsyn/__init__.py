"""Ledelsestilsyn: what many letters show together, requirement by requirement. Never who is who."""
