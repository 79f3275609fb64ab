"""Files read into tables: xlsx, ods and CSV, with a mapping for other layouts."""
