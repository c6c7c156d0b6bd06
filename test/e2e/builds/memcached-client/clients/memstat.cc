#include <cstdio>
#include <libmemcached/memcached.h>

int main()
{
  // As all programs of 1.0 tell it, whichever it is.
  printf("memstat v%1u.%1u\n", 1U, 0U);
  memcached_free(memcached("", 0));
  return 0;
}
