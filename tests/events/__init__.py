"""Tests of events; a package, as its tests share a clock and a listener."""
