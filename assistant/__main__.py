"""`python -m assistant` is `baogao`."""

import sys

from assistant.cli import main

sys.exit(main())
