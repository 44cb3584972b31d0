# Language level, warnings, default build type, compiler cache and sanitizers.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)  # libmizan.a must fit into a shared library too
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)    # for clang-tidy and editors

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Build type" FORCE)
endif()
# Our assertions do not depend on NDEBUG; -g1 keeps line numbers in traces at a fraction of the build time.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")

find_program(MIZAN_CCACHE ccache)
if(MIZAN_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${MIZAN_CCACHE}")
endif()

add_library(mizan_flags INTERFACE)
# No semantic interposition: position-independent code may still inline our own functions.
add_compile_options(-fno-semantic-interposition)
target_compile_options(mizan_flags INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
    # libstdc++ 12 calls its own deprecated get_temporary_buffer in stable_sort; g++ still watches over ours.
    target_compile_options(mizan_flags INTERFACE -Wno-deprecated-declarations)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    # g++ 12 sees overlapping copies in its own strings at -O3 (GCC bug 105651), and uninitialised reads once a sanitizer has
    # put its checks between a write and a read; the plain build still watches for the latter.
    target_compile_options(mizan_flags INTERFACE -Wno-restrict)
    # A file that is compiled with others of its room is to g++ a header, in which its own types have no place.
    target_compile_options(mizan_flags INTERFACE -Wno-subobject-linkage)
    if(MIZAN_SANITIZE)
        target_compile_options(mizan_flags INTERFACE -Wno-maybe-uninitialized)
    endif()
endif()
if(MIZAN_WHOLE_ROOMS)
    # Files of a room then see each other's names; the plain build, file by file, watches over shadows.
    target_compile_options(mizan_flags INTERFACE -Wno-shadow)
endif()
if(MIZAN_WERROR)
    target_compile_options(mizan_flags INTERFACE -Werror)
endif()

if(MIZAN_FUZZ)
    if(NOT CMAKE_CXX_COMPILER_ID MATCHES Clang)
        message(FATAL_ERROR "MIZAN_FUZZ needs clang: configure with -DCMAKE_CXX_COMPILER=clang++-19")
    endif()
    set(MIZAN_SANITIZE "address,undefined")
    # Coverage counters in every room; only the fuzz targets link libFuzzer's main.
    add_compile_options(-fsanitize=fuzzer-no-link)
    add_link_options(-fsanitize=fuzzer-no-link)
endif()

if(MIZAN_SANITIZE)
    set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O1 -g1")
    add_compile_options(-fsanitize=${MIZAN_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
    add_link_options(-fsanitize=${MIZAN_SANITIZE})
endif()
