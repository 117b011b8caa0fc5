"""Running the organisation: schools, school years, the step to the next year, people known twice."""
