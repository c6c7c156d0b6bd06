int greet_politely(const char *name);
