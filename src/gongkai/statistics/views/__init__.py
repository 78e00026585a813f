"""How figures and the records behind them are shown in the desk."""
