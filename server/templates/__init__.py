"""The school's forms: sections and questions, designed, published, handed out."""
