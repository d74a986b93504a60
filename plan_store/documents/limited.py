"""How is a program that is not ours kept from taking all memory? It is started in place of this one, limited.

`python -m plan_store.documents.limited PROGRAM ARGUMENT…`
"""

from __future__ import annotations

import os
import sys

from plan_store.documents.child import MEMORY


def main() -> None:
    try:
        import resource
    except ImportError:
        pass  # Windows: time alone is limited, by the parent.
    else:
        # What it allocates; an office program maps more than that of files without using it.
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.execv(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    main()
