"""Tables that follow no form: what their cells are to one another, and which of them a question asks for."""
