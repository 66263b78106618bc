"""stationdesk (村站台): the desk of a village station."""
