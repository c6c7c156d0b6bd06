#include <libmemcachedutil-1.0/util.h>
#include <sasl/sasl.h>

memcached_st *memcached_pool(const char *options, size_t length)
{
  return sasl_client_init(nullptr) == SASL_OK ? memcached(options, length) : nullptr;
}
