"""How long what is kept, what is due, proposing, approving and doing its disposal, holding."""
