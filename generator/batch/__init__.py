"""Many cases from a workbook: its shape, reading and writing it, running it, and reporting."""
