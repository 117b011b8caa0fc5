"""Live texts: one right to read, one right to write, one Yjs document each."""
