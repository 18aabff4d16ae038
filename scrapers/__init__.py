"""Fetches pages and stores them; interprets nothing. Scrapy does the fetching, pipeline.pages the storing."""
