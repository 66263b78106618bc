"""What the operator sees: windows and pages, the only room with Qt."""
