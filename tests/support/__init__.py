"""What tests lean on: real servers on loopback, sample builders."""
