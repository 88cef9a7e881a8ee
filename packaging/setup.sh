# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by run and test: brings a Debian 12 machine to where Paydesk can be built, and does nothing, quickly,
# where it is there already.

build_packages=(
  cmake ninja-build g++ ccache pkgconf
  qt6-base-dev libqt6sql6-sqlite libsqlite3-dev qt6-charts-dev qt6-svg-dev qt6-httpserver-dev qt6-websockets-dev
  qt6-webengine-dev qt6-l10n-tools qt6-tools-dev libxcb1-dev
)
run_packages=(fonts-dejavu-core dbus at-spi2-core)
test_packages=(
  xvfb openbox dbus-x11 libxcb-xtest0-dev clang-format clang-tidy curl sqlite3
)
fuzz_packages=(clang libclang-rt-14-dev)

# install_missing PACKAGE…: asks dpkg, and apt only for what is missing.
install_missing() {
  local missing=() package
  for package in "$@"; do
    [[ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" == installed ]] || missing+=("$package")
  done
  ((${#missing[@]})) || return 0

  local sudo=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null || { echo "Paydesk needs these packages: ${missing[*]}. Install them as root." >&2; return 1; }
    sudo=(sudo)
  fi
  echo "Installing: ${missing[*]}"
  # A list that is a day old may name versions that are gone.
  "${sudo[@]}" apt-get update -qq
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

# build PRESET [TARGET…]
build() {
  local preset=$1
  shift
  # Configuring is for the first time and after a failure; ninja does it again by itself when a list changed.
  [[ -f "build/$preset/build.ninja" ]] || cmake --preset "$preset" >/dev/null
  cmake --build "build/$preset" ${1:+--target "$@"}
}
