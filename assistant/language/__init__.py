"""What is known of Chinese as it is written: sentences, numbers, tenses, sounds. Nothing here knows a report."""
