"""Pages of evidence: each person opens them by a link of their own, checked at every opening."""
