"""Names that records carry, tied to enterprises and hospitals: by matching, and by what people judged."""
