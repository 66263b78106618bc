CREATE INDEX package_at ON package (peer, direction, at);

CREATE INDEX package_last ON package (peer, direction, last, copy);

CREATE INDEX package_confirmed ON package (peer, direction, confirmed);
