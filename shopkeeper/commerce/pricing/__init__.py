"""What things cost, and why: markets, tax, prices with a timetable and a memory, and the pure quote."""
