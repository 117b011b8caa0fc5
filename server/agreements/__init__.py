"""What is agreed: proposed by the mentor, answered by each party, locked as a version, and kept as a document."""
