"""From files to posts: front matter, Markdown, and HTML made safe."""
