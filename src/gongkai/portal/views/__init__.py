"""The portal pages that Django answers: the reader's wish, errors, what readers report, and the desk's part in both."""
