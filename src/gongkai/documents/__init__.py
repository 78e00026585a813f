"""PAPER: files of offices and web pages become text, tables and a metadata header; needs no Django and no database."""
