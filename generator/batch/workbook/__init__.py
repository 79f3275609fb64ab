"""The merge workbook: written from the shape of a case, and its rows as cases again."""
