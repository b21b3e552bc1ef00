"""The page for the meeting and a sheet for each region, in HTML that asks for nothing from outside."""
