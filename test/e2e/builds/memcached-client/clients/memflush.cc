#include <cstdlib>
#include <cstring>
#include <iostream>
#include <libmemcached/memcached.h>

static char *opt_servers= NULL;

static void options_parse(int argc, char *argv[])
{
  if (argc > 1)
  {
    opt_servers= strdup(argv[1]);
  }
}

int main(int argc, char *argv[])
{
  options_parse(argc, argv);

  if (opt_servers == false)
  {
    char *temp;

    if ((temp= getenv("MEMCACHED_SERVERS")))
    {
      opt_servers= strdup(temp);
    }

    if (opt_servers == false)
    {
      std::cerr << "No Servers provided" << std::endl;
      exit(EXIT_FAILURE);
    }
  }
  memcached_free(memcached(opt_servers, strlen(opt_servers)));
  return EXIT_SUCCESS;
}
