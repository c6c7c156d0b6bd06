#include <libmemcached/memcached.h>
#include <sasl/sasl.h>
#include <string>

uint32_t servers_in(const char *options);

struct memcached_st { uint32_t servers; std::string user; };

memcached_st *memcached(const char *options, size_t length)
{
  return new memcached_st{servers_in(std::string(options, length).c_str()), ""};
}

memcached_return_t memcached_set_sasl_auth_data(memcached_st *self, const char *user, const char *)
{
  self->user= user;
  return sasl_version_info == nullptr ? MEMCACHED_FAILURE : MEMCACHED_SUCCESS;
}

const char *memcached_lib_version(void) { return VERSION_TEXT; }

uint32_t memcached_server_count(const memcached_st *self) { return self->servers; }

void memcached_free(memcached_st *self) { delete self; }
