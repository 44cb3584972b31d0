# Finds the libraries that rooms may use, and states which room uses which.
find_package(Threads REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(fmt REQUIRED)
find_package(simdjson REQUIRED)
find_package(CLI11 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(PkgConfig REQUIRED)
# Debian's RE2 and zstd ship pkg-config files only.
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)

set(MIZAN_EXTERNAL_base OpenSSL::Crypto)
set(MIZAN_EXTERNAL_policy simdjson::simdjson PkgConfig::RE2 fmt::fmt)
set(MIZAN_EXTERNAL_feeds simdjson::simdjson ZLIB::ZLIB PkgConfig::ZSTD)
set(MIZAN_EXTERNAL_learn simdjson::simdjson)
set(MIZAN_EXTERNAL_report fmt::fmt)
set(MIZAN_EXTERNAL_service fmt::fmt Threads::Threads)
set(MIZAN_EXTERNAL_cli fmt::fmt CLI11::CLI11 Threads::Threads)
