#!/usr/bin/env bash
# Prints the GPUs of this container for Spark: {"name": "gpu", "addresses": ["0", "1"]}
set -euo pipefail
addresses=$(nvidia-smi --query-gpu=index --format=csv,noheader | sed 's/.*/"&"/' | paste -sd, -)
echo "{\"name\": \"gpu\", \"addresses\": [$addresses]}"
