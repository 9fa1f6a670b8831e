"""Which weights keep the flow on the family: independent coordinates of any laws."""
