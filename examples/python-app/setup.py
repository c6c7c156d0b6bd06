from setuptools import setup

setup(
    name='greeting',
    version='1.0',
    package_dir={'': 'src'},
    packages=['greeting'],
    package_data={'greeting': ['templates/*.html']},
)
