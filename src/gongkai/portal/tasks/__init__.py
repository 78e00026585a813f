"""What bakes without being asked by a reader: following events, the whole portal, the turn of the day."""
