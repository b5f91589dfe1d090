"""Place each registration on the industry chain. `placing.plan` is the door; everything here is an Ibis plan."""
