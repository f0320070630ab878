"""What is published: edition, open data, feed."""
