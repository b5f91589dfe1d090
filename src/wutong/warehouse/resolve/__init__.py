"""Who is who: which registrations are of one enterprise, and which enterprise a branch belongs to. Plans only."""
