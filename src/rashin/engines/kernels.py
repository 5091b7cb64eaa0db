"""How compiled code is compiled: cached where the settings say, without the interpreter's lock, NumPy's error model."""

from __future__ import annotations

from numba import config, njit

from rashin.settings import settings

if settings().cache_dir is not None:
    # Numba reads this when a function is decorated, so it must be set before any kernel's module is imported.
    config.CACHE_DIR = str(settings().cache_dir)

exact = njit(cache=True, nogil=True, error_model="numpy")
"""Decorator for kernels whose arithmetic must be the one that is written."""

reordering = njit(cache=True, nogil=True, error_model="numpy", fastmath=True)
"""Decorator for kernels of learning, where the compiler may reorder float32 sums to use vector instructions."""

inner = njit(cache=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)
"""Decorator for what only kernels call: wrappers for calls from Python would double the time to compile."""

leaf = njit(cache=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False)
"""The same for what allocates nothing: without the counting of references to arrays it runs several times as fast."""
