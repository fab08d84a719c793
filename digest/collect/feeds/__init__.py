"""Posts from feeds: asked for over the web or read from files, as RSS, Atom or JSON Feed."""
