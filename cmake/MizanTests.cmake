# One test program for all rooms, one CTest entry per room, the house rules of tests/tidy/, the program itself.
find_package(doctest QUIET)
find_package(Python3 QUIET COMPONENTS Interpreter)
if(NOT doctest_FOUND OR NOT Python3_FOUND)
    message(STATUS "doctest or python3 is missing: no tests in this build (./test installs both)")
    return()
endif()

# Rooms that start threads or are used by several: the thread sanitizer runs these (`ctest -L threads`).
set(threaded_rooms feeds access http witness store publish service api cli)

file(GLOB_RECURSE test_sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/tests/*_test.cpp")
if(MIZAN_SANITIZE STREQUAL "thread")
    list(JOIN threaded_rooms "|" of_threads)
    list(FILTER test_sources INCLUDE REGEX "/tests/(${of_threads})/")
endif()
file(GLOB support_sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/tests/support/*.cpp")
add_executable(mizan_tests tests/main.cpp ${test_sources} ${support_sources})
target_include_directories(mizan_tests PRIVATE "${CMAKE_SOURCE_DIR}/tests")
list(TRANSFORM MIZAN_ROOMS PREPEND mizan_ OUTPUT_VARIABLE room_targets)
target_link_libraries(mizan_tests PRIVATE ${room_targets} doctest::doctest mizan_flags)
# What is tested is optimized as it is for users; the tests themselves need it less than they need to be compiled soon.
target_compile_options(mizan_tests PRIVATE -O1)
target_compile_definitions(mizan_tests PRIVATE MIZAN_SOURCE_DIR="${CMAKE_SOURCE_DIR}" DOCTEST_CONFIG_SUPER_FAST_ASSERTS)

# The one test that holds a hash of decisions, with no more than it needs: `./test --determinism` builds it several ways.
add_executable(mizan_golden EXCLUDE_FROM_ALL tests/main.cpp tests/sanction/stream_golden_test.cpp
    src/service/decide.cpp src/service/load_policy.cpp)
target_link_libraries(mizan_golden PRIVATE mizan_sanction mizan_assess mizan_feeds doctest::doctest mizan_flags)
target_compile_definitions(mizan_golden PRIVATE MIZAN_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
# There each room is compiled as one file, in a fifth of the time.

foreach(room IN LISTS MIZAN_ROOMS)
    file(GLOB_RECURSE room_tests CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/tests/${room}/*_test.cpp")
    if(room_tests)
        add_test(NAME room_${room} COMMAND mizan_tests "-sf=*tests/${room}/*"
                 WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
        set_tests_properties(room_${room} PROPERTIES TIMEOUT 1500)  # under sanitizers
        if(room IN_LIST threaded_rooms)
            set_property(TEST room_${room} APPEND PROPERTY LABELS threads)
        endif()
    endif()
endforeach()

foreach(rule rooms limits words codes links files)
    add_test(NAME tidy_${rule}
             COMMAND Python3::Interpreter "${CMAKE_SOURCE_DIR}/tests/tidy/${rule}.py" "${CMAKE_SOURCE_DIR}")
    set_tests_properties(tidy_${rule} PROPERTIES LABELS tidy)
endforeach()
add_test(NAME tidy_openapi COMMAND Python3::Interpreter "${CMAKE_SOURCE_DIR}/tools/openapi" --check)
set_tests_properties(tidy_openapi PROPERTIES LABELS tidy)
add_test(NAME tidy_self COMMAND Python3::Interpreter "${CMAKE_SOURCE_DIR}/tests/tidy/self_test.py")
set_tests_properties(tidy_self PROPERTIES LABELS tidy)

# Logs as we write them, verified by a program of another language and other people's packages.
add_executable(mizan_write_log tests/interop/write_log.cpp tests/support/log_writer.cpp)
target_include_directories(mizan_write_log PRIVATE "${CMAKE_SOURCE_DIR}/tests")
target_link_libraries(mizan_write_log PRIVATE mizan_ledger mizan_flags)
add_test(NAME interop_go_log
         COMMAND Python3::Interpreter "${CMAKE_SOURCE_DIR}/tests/interop/go_log_test.py" $<TARGET_FILE:mizan_write_log>
                 "${CMAKE_BINARY_DIR}/interop")
set_tests_properties(interop_go_log PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 900)  # under sanitizers

if(TARGET mizan-audit)
    file(GLOB auditor_tests CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/tests/auditor/*_test.py")
    foreach(script IN LISTS auditor_tests)
        cmake_path(GET script STEM name)
        add_test(NAME auditor_${name} COMMAND Python3::Interpreter "${script}" $<TARGET_FILE:mizan-audit>)
        set_tests_properties(auditor_${name} PROPERTIES TIMEOUT 300)
    endforeach()
    set(audit_docs Python3::Interpreter "${CMAKE_SOURCE_DIR}/tests/docs/docs_test.py")
    add_test(NAME docs_audit
             COMMAND ${audit_docs} run $<TARGET_FILE:mizan-audit> - "${CMAKE_SOURCE_DIR}/docs/audit.md")
    add_test(NAME docs_audit_options
             COMMAND ${audit_docs} options $<TARGET_FILE:mizan-audit> "${CMAKE_SOURCE_DIR}/docs/audit.md")
endif()

if(TARGET mizan)
    set(policy "${CMAKE_SOURCE_DIR}/policies/hateful-conduct")
    add_test(NAME policy_check COMMAND mizan policy check "${policy}")
    add_test(NAME policy_test COMMAND mizan policy test "${policy}")
    add_test(NAME moderate_example
             COMMAND mizan moderate "${CMAKE_SOURCE_DIR}/examples/stream.jsonl" --policy "${policy}"
                     --out "${CMAKE_BINARY_DIR}/moderate_example.jsonl"
                     --report "${CMAKE_BINARY_DIR}/moderate_example.html")
    set_tests_properties(moderate_example PROPERTIES LABELS threads)
    # What the documents say that commands print, and every option in docs/cli.md.
    set(docs_test Python3::Interpreter "${CMAKE_SOURCE_DIR}/tests/docs/docs_test.py")
    add_test(NAME docs_readme COMMAND ${docs_test} run $<TARGET_FILE:mizan> "${CMAKE_SOURCE_DIR}" "${CMAKE_SOURCE_DIR}/README.md")
    foreach(document policy-language cli record)
        add_test(NAME docs_${document}
                 COMMAND ${docs_test} run $<TARGET_FILE:mizan> - "${CMAKE_SOURCE_DIR}/docs/${document}.md")
    endforeach()
    add_test(NAME docs_options COMMAND ${docs_test} options $<TARGET_FILE:mizan> "${CMAKE_SOURCE_DIR}/docs/cli.md")
    file(GLOB cli_tests CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/tests/cli/*_test.py")
    foreach(script IN LISTS cli_tests)
        cmake_path(GET script STEM name)
        add_test(NAME cli_${name} COMMAND Python3::Interpreter "${script}" $<TARGET_FILE:mizan>)
        set_tests_properties(cli_${name} PROPERTIES TIMEOUT 300)
    endforeach()
    # The service over its API, each answer held to schemas/openapi.json.
    file(GLOB server_tests CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/tests/server/*_test.py")
    foreach(script IN LISTS server_tests)
        cmake_path(GET script STEM name)
        add_test(NAME server_${name} COMMAND Python3::Interpreter "${script}" $<TARGET_FILE:mizan>)
        set_tests_properties(server_${name} PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 300)
    endforeach()
    set_property(TEST server_listen_test PROPERTY COST 1000)  # the longest begins first
    # What earlier programs have recorded.
    add_test(NAME compat
             COMMAND Python3::Interpreter "${CMAKE_SOURCE_DIR}/tests/compat/compat_test.py" $<TARGET_FILE:mizan>)
    set_tests_properties(compat PROPERTIES TIMEOUT 300)
    add_test(NAME golden_explain
             COMMAND Python3::Interpreter "${CMAKE_SOURCE_DIR}/tests/golden" $<TARGET_FILE:mizan>)
    # A sanitized archive cannot be linked by a plain program, so embedding is tested in plain builds only.
    if(NOT MIZAN_SANITIZE)
        add_test(NAME install_and_embed
                 COMMAND "${CMAKE_SOURCE_DIR}/tests/install_and_embed" "${CMAKE_SOURCE_DIR}"
                         "${CMAKE_BINARY_DIR}" "${CMAKE_CXX_COMPILER}")
        set_tests_properties(install_and_embed PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 300)
    endif()
endif()
