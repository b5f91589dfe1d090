"""Who people are, which organisations they belong to, and what they may do there."""
