#include <greet.h>

int main(void) {
  greet("pkg-config");
  return 0;
}
