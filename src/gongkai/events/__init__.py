"""The trail: every act recorded once, chained, and delivered to those who listen."""
