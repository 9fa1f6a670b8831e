"""The pages of `report`: the start page with its graph, a page for each claim, and what they load from beside them."""
