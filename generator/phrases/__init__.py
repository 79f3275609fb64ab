"""From phrase to paragraphs: choosing the variant, Markdown to WordprocessingML, provenance.
The phrases themselves are in `fragments/`."""
