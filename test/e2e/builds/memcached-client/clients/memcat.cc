#include <libmemcached/memcached.h>

int main()
{
  memcached_free(memcached("", 0));
  return 0;
}
