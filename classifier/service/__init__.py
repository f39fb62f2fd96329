"""boiler as an HTTP service (extra `serve`): `boiler serve`, or `create_app` for a server of your own."""
