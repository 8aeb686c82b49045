#!/bin/sh
# Once, when the container is made: everything built, and the notebook kernel registered.
set -eu

dotnet build -c Release
if ! { dotnet tool restore && dotnet run -c Release --no-build --project src/Lab -- kernel install; }; then
    echo "The notebook kernel could not be had. The lessons run without it: dotnet run -c Release --project src/Lab" >&2
fi

dotnet run -c Release --no-build --project src/Lab -- doctor
