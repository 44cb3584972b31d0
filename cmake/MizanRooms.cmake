# Reads src/rooms.txt: one static library mizan_<room> per room, linked as its line says; the program `mizan`.
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
    list(FILTER sources EXCLUDE REGEX "/src/cli/main\\.cpp$")
    if(sources)
        add_library(mizan_${room} STATIC ${sources})
        target_link_libraries(mizan_${room} PRIVATE mizan_flags)
        if(NOT room MATCHES "^api$")  # whose files each see but their own overloads of a name
            set_target_properties(mizan_${room} PROPERTIES UNITY_BUILD ${MIZAN_WHOLE_ROOMS} UNITY_BUILD_BATCH_SIZE 0)
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

if(EXISTS "${CMAKE_SOURCE_DIR}/src/cli/main.cpp")
    add_executable(mizan src/cli/main.cpp)
    target_link_libraries(mizan PRIVATE mizan_cli mizan_flags)
endif()

# Training must give the same bytes whatever the processor: no fused multiply-add where two roundings are written.
target_compile_options(mizan_learn PRIVATE -ffp-contract=off)
