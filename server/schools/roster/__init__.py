"""The roster: who goes to a school, who teaches there, who are at home. It comes as OneRoster 1.2 CSV files."""
