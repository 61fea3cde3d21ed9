"""What a question asks: which agencies and years, which measure, which operation."""
