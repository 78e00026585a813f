"""Which public pages show annual reports: the library, its years and bodies, each report, its data, the comparison."""
