#include <ffi.h>
#include <stdio.h>

static int multiply(int a, int b) { return a * b; }

int main(void) {
  ffi_cif cif;
  ffi_type *types[] = {&ffi_type_sint, &ffi_type_sint};
  int a = 6, b = 7;
  void *values[] = {&a, &b};
  ffi_arg result;

  if (ffi_prep_cif(&cif, FFI_DEFAULT_ABI, 2, &ffi_type_sint, types) != FFI_OK) return 1;
  ffi_call(&cif, FFI_FN(multiply), &result, values);
  printf("%d * %d = %d\n", a, b, (int)result);
  return (int)result == 42 ? 0 : 1;
}
