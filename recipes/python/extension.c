#include <Python.h>

static PyObject *answer(PyObject *self, PyObject *args) {
  (void)self;
  (void)args;
  return PyLong_FromLong(42);
}

static PyMethodDef methods[] = {{"answer", answer, METH_NOARGS, "The answer."}, {0, 0, 0, 0}};

#if PY_MAJOR_VERSION >= 3
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "answer", 0, -1, methods, 0, 0, 0, 0};
PyMODINIT_FUNC PyInit_answer(void) { return PyModule_Create(&module); }
#else
PyMODINIT_FUNC initanswer(void) { Py_InitModule("answer", methods); }
#endif
