#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct memcached_st memcached_st;
typedef enum { MEMCACHED_SUCCESS, MEMCACHED_FAILURE } memcached_return_t;

memcached_st *memcached(const char *options, size_t length);
memcached_return_t memcached_set_sasl_auth_data(memcached_st *, const char *, const char *);
const char *memcached_lib_version(void);
uint32_t memcached_server_count(const memcached_st *);
void memcached_free(memcached_st *);

#ifdef __cplusplus
}
#endif
