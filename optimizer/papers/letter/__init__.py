"""The letter (nota dinas) about a plan, as a document to edit and as one to print."""
