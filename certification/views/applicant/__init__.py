"""The pages of one application, for the people of its applicant and its partners."""
