"""Measurements: our figures and our peers', taken in one run on the same texts with the same model. See README.md.

One thread for everybody, said before numpy is imported: its libraries read these once.
"""

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[_name] = "1"
