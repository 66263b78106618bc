"""The road: package format, seal, outbox, inbox."""
