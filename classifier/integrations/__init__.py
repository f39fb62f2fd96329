"""boiler inside the tools that people already run. Each module is importable with its extra only, and none imports another's engine.

warc            pages of WARC files at any path or object store (extra `warc`)
columns         columns of pages to columns of results: what Ray, Spark, pandas and polars share (extra `arrow`)
scrapy          downloader middleware, item pipeline, add-on (extra `scrapy`)
scrapy_poet     `classifier.Page` as a dependency of callbacks and page objects (extra `poet`)
web_poet        a page object (extra `poet`)
datatrove       reader, extractor and filter (extra `datatrove`)
ray             a callable class for `Dataset.map_batches` (extra `ray`)
spark           functions for `mapInPandas` and `mapInArrow` (extra `spark`)
beautifulsoup   a parsed soup without parsing again (extra `beautifulsoup`)
"""
