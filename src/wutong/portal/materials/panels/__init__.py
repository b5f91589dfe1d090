"""From levels and statements to what pages draw and what is printed."""
