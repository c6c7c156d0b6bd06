#include <libmemcached/memcached.h>
#include <sasl/sasl.h>
#include <stdio.h>
#include <string.h>

int main(void) {
  const char *options = "--SERVER=localhost:11211 --BINARY-PROTOCOL";
  memcached_st *client = memcached(options, strlen(options));
  if (client == NULL) return 1;
  if (memcached_set_sasl_auth_data(client, "user", "password") != MEMCACHED_SUCCESS) return 1;
  printf("client %s, servers %u\n", memcached_lib_version(), memcached_server_count(client));

  if (sasl_client_init(NULL) != SASL_OK) return 1;
  printf("mechanisms:");
  for (const char **name = sasl_global_listmech(); name != NULL && *name != NULL; name++)
    printf(" %s", *name);
  printf("\n");
  memcached_free(client);
  return 0;
}
