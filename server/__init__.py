"""HTTP, the domain and the data: here a folder is part of the school's world, a file is plumbing."""
