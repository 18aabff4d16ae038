"""One module a kind of source: `pages`, `index`, `sitemap`. Each says which addresses to visit, in what order."""
