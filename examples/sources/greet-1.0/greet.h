#ifndef GREET_H
#define GREET_H

/* Writes a greeting to standard output. */
void greet(const char *name);

#endif
