"""What the desk does over all apps: handing over what stood with somebody, and taking that back."""
