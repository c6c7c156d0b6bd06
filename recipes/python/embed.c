#include <Python.h>

/* Python inside a program: its headers, its library and its standard library fit together. */
int main(void) {
  int failed;
  Py_Initialize();
  failed = PyRun_SimpleString("import sys, json; print('embedded python %d.%d' % sys.version_info[:2])");
  Py_Finalize();
  return failed ? 1 : 0;
}
