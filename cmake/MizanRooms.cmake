# Reads src/rooms.txt: one static library mizan_<room> per room, linked as its line says; a program for each
# room with a main.cpp.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/rooms.txt")
file(STRINGS "${CMAKE_SOURCE_DIR}/src/rooms.txt" room_lines REGEX "^[a-z]")

set(MIZAN_ROOMS "")
foreach(line IN LISTS room_lines)
    if(NOT line MATCHES "^([a-z]+):(.*)$")
        message(FATAL_ERROR "src/rooms.txt: not `room: included rooms`: ${line}")
    endif()
    set(room "${CMAKE_MATCH_1}")
    separate_arguments(needs UNIX_COMMAND "${CMAKE_MATCH_2}")
    list(TRANSFORM needs PREPEND mizan_)
    list(APPEND MIZAN_ROOMS ${room})

    file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/${room}/*.cpp")
    list(FILTER sources EXCLUDE REGEX "/src/[a-z]+/main\\.cpp$")
    if(sources)
        add_library(mizan_${room} STATIC ${sources})
        target_link_libraries(mizan_${room} PRIVATE mizan_flags)
        if(room MATCHES "^api$")  # whose files each see but their own overloads of a name
        elseif(MIZAN_WHOLE_ROOMS)
            set_target_properties(mizan_${room} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 0)
        else()  # what a file includes is nearly all of what it is to the compiler
            set_target_properties(mizan_${room} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 6)
        endif()
        set(reach PUBLIC)
    else()
        add_library(mizan_${room} INTERFACE)
        set(reach INTERFACE)
    endif()
    target_include_directories(mizan_${room} ${reach} "${CMAKE_SOURCE_DIR}/src" "${CMAKE_SOURCE_DIR}/include")
    target_link_libraries(mizan_${room} ${reach} ${needs} ${MIZAN_EXTERNAL_${room}})
    target_compile_definitions(mizan_${room} ${reach} MIZAN_VERSION="${PROJECT_VERSION}")
endforeach()

set(MIZAN_PROGRAM_cli mizan)
set(MIZAN_PROGRAM_auditor mizan-audit)
set(MIZAN_PROGRAMS "")
foreach(room IN LISTS MIZAN_ROOMS)
    if(EXISTS "${CMAKE_SOURCE_DIR}/src/${room}/main.cpp")
        add_executable(${MIZAN_PROGRAM_${room}} src/${room}/main.cpp)
        target_link_libraries(${MIZAN_PROGRAM_${room}} PRIVATE mizan_${room} mizan_flags)
        list(APPEND MIZAN_PROGRAMS ${MIZAN_PROGRAM_${room}})
    endif()
endforeach()

# Who embeds the engine takes these two of the service, and not the rooms that the rest of it needs.
set_source_files_properties(src/service/decide.cpp src/service/load_policy.cpp
    PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)

# Training must give the same bytes whatever the processor: no fused multiply-add where two roundings are written.
target_compile_options(mizan_learn PRIVATE -ffp-contract=off)

# The service tells its API as schemas/openapi.json had it when it was built.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/schemas/openapi.json")
file(READ "${CMAKE_SOURCE_DIR}/schemas/openapi.json" MIZAN_OPENAPI)
configure_file("${CMAKE_SOURCE_DIR}/cmake/openapi.cpp.in" "${CMAKE_BINARY_DIR}/openapi.cpp" @ONLY)
target_sources(mizan_server PRIVATE "${CMAKE_BINARY_DIR}/openapi.cpp")
