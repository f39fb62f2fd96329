"""Self-contained HTML pages that boiler writes or serves: one shell, one look, nothing loaded from elsewhere."""

from classifier.webview.shell import Connect, read_asset, self_contained

__all__ = ["Connect", "read_asset", "self_contained"]
