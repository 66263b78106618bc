"""The parts every window is put together from: they know no register and no database."""
