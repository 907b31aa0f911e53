"""Words of the site in Chinese and English."""
