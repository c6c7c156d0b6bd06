#pragma once
#include <libmemcached/memcached.h>

#ifdef __cplusplus
extern "C"
#endif
memcached_st *memcached_pool(const char *options, size_t length);
