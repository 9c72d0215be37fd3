#!/usr/bin/env bash
# Unpacks JDKs from Debian beside the machine's own, for the matrix: jdks.sh DIR 8 11 21 26 -> DIR/8/bin/java …
#
# 11 comes from bullseye and runs as it is. The others come from trixie or sid and need a newer libc than bookworm has,
# so their ELF files are given sid's loader and libraries (patchelf). The trees are therefore tied to DIR, and lose their
# jmods: an image linked from those would still ask for the newer libc. Needs root
# for patchelf's installation only; the machine's apt sources are not changed. A JDK that is there already is kept.
set -euo pipefail

dir=$(mkdir -p "$1" && cd "$1" && pwd)
shift
mirror=$(awk '/^URIs:/{print $2; exit} /^deb /{print $2; exit}' \
  /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null)
work=$dir/.work

# An apt configuration of its own for one suite of Debian.
suite() {
  local apt=$work/apt-$1
  [ -f "$apt/ready" ] && return
  mkdir -p "$apt"/{lists/partial,cache/archives/partial,parts,preferences}
  : >"$apt/status"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $1 main" >"$apt/sources.list"
  cat >"$apt/apt.conf" <<CONF
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "$apt/parts";
Dir::Etc::preferencesparts "$apt/preferences";
Dir::State::lists "$apt/lists";
Dir::Cache "$apt/cache";
Dir::State::status "$apt/status";
APT::Get::List-Cleanup "0";
Acquire::Languages "none";
CONF
  APT_CONFIG=$apt/apt.conf apt-get -qq update
  touch "$apt/ready"
}

download() { # suite folder package…
  suite "$1"
  (cd "$2" && APT_CONFIG=$work/apt-$1/apt.conf apt-get -qq -o APT::Sandbox::User=root download "${@:3}")
}

libraries() {
  [ -d "$work/libraries/usr" ] && return
  command -v patchelf >/dev/null || apt-get -qq install -y patchelf >/dev/null
  mkdir -p "$work/libraries"
  download sid "$work/libraries" libc6 zlib1g libgcc-s1 libstdc++6
  for deb in "$work"/libraries/*.deb; do dpkg -x "$deb" "$work/libraries"; done
}

patch_elf() { # home
  libraries
  local lib=$work/libraries/usr/lib/x86_64-linux-gnu
  find "$1" -type f | while read -r file; do
    head -c4 "$file" | grep -q ELF || continue
    case $file in
      *.so) patchelf --add-rpath "$lib" "$file" ;;
      *) patchelf --set-interpreter "$lib/ld-linux-x86-64.so.2" --add-rpath "$lib" "$file" ;;
    esac
  done
}

for version in "$@"; do
  [ -x "$dir/$version/bin/java" ] && continue
  case $version in
    11) from=bullseye ;;
    21 | 25) from=trixie ;;
    *) from=sid ;;
  esac
  tree=$work/jdk$version
  rm -rf "$tree"
  mkdir -p "$tree"
  download "$from" "$tree" "openjdk-$version-jre-headless" "openjdk-$version-jdk-headless"
  for deb in "$tree"/*.deb; do
    dpkg -x "$deb" "$tree"
    rm "$deb"
  done
  # The configuration is linked to /etc, where nothing was installed.
  find "$tree" -type l | while read -r link; do
    target=$(readlink "$link")
    case $target in /etc/java-*) ln -sfrn "$tree$target" "$link" ;; esac
  done
  home=$(ls -d "$tree"/usr/lib/jvm/java-"$version"-openjdk-*)
  if [ "$from" != bullseye ]; then
    rm -rf "$home/jmods"
    patch_elf "$home"
  fi
  ln -sfn "$home" "$dir/$version"
  "$dir/$version/bin/java" -version 2>&1 | head -1
done
