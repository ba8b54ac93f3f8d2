"""Which folders are packages: every room, and `models/` under the name redact_models. All else is in pyproject.toml."""

from setuptools import find_packages, setup

setup(packages=[*find_packages(include=["redact", "redact.*"]), "redact_models"])
