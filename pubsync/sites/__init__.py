"""What the site looks like: reading what stands, planning what shall stand. Nothing here writes."""
