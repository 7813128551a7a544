"""The tables of what a record may hold and of which records there are; lists are read off them."""
