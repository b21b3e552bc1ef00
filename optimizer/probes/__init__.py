"""What is asked of a program that is loaded: what a bound is worth, what must give way, what is enough."""
