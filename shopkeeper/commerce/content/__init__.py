"""Pages and promises: editorial pages, and policies as data, so that every place that states one says the same."""
