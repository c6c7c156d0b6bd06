#include "greeting.h"
#include "politeness.h"
#include <assert.h>
#include <stdio.h>

int main(int argc, char **argv) {
  assert(greeting()[0] == 'g');
  return greet_politely(argc > 1 ? argv[1] : "you") > 0 ? 0 : 1;
}
