#!/bin/sh
# Once, when the container is made: the notebook kernel, and the best build that this machine can have, warm.
set -eu

if ! { dotnet tool restore && dotnet interactive jupyter install; }; then
    echo "The notebook kernel could not be had. The lessons run without it: Lab run, or Lab export." >&2
fi

dotnet run -c Release --project src/Lab -- setup
