# `cmake --install`: the program, the public headers, one static library, CMake and pkg-config files, the data.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# Where the program looks for the policy that came with it, after the folder beside itself.
if(TARGET mizan)
    target_compile_definitions(mizan_cli PRIVATE MIZAN_DATA_DIR="${CMAKE_INSTALL_FULL_DATADIR}/mizan")
endif()

# Rooms of the programs alone.
set(program_rooms console http audit witness auditor access server cli)
# libmizan.a holds every room but these, so that a program that embeds Mizan links one archive.
set(merged_objects "")
foreach(room IN LISTS MIZAN_ROOMS)
    get_target_property(type mizan_${room} TYPE)
    if(type STREQUAL "STATIC_LIBRARY" AND NOT room IN_LIST program_rooms)
        list(APPEND merged_objects $<TARGET_OBJECTS:mizan_${room}>)
    endif()
endforeach()
add_library(mizan_merged STATIC ${merged_objects})
set_target_properties(mizan_merged PROPERTIES OUTPUT_NAME mizan LINKER_LANGUAGE CXX)

# What ./run builds, so that `cmake --install` finds all it needs after it.
add_custom_target(to_install DEPENDS mizan_merged)
install(TARGETS mizan_merged ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
if(MIZAN_PROGRAMS)
    add_dependencies(to_install ${MIZAN_PROGRAMS})
    install(TARGETS ${MIZAN_PROGRAMS} RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
endif()
install(DIRECTORY include/mizan DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" OPTIONAL
        FILES_MATCHING PATTERN "*.h")
install(DIRECTORY policies/hateful-conduct DESTINATION "${CMAKE_INSTALL_DATADIR}/mizan/policies" OPTIONAL
    PATTERN "training" EXCLUDE)
install(DIRECTORY schemas/ DESTINATION "${CMAKE_INSTALL_DATADIR}/mizan/schemas" OPTIONAL)
install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DATADIR}/doc/mizan")

set(config_dir "${CMAKE_INSTALL_LIBDIR}/cmake/mizan")
set(MIZAN_ARCHIVE "${CMAKE_INSTALL_LIBDIR}/libmizan.a")
configure_package_config_file(cmake/mizanConfig.cmake.in "${CMAKE_BINARY_DIR}/package/mizanConfig.cmake"
    INSTALL_DESTINATION "${config_dir}" PATH_VARS CMAKE_INSTALL_INCLUDEDIR MIZAN_ARCHIVE
    NO_CHECK_REQUIRED_COMPONENTS_MACRO)
write_basic_package_version_file("${CMAKE_BINARY_DIR}/package/mizanConfigVersion.cmake"
    COMPATIBILITY SameMinorVersion)
# From <libdir>/pkgconfig back to the prefix, so that the file stays right when the tree is moved.
file(RELATIVE_PATH MIZAN_PC_UP "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
configure_file(cmake/mizan.pc.in "${CMAKE_BINARY_DIR}/package/mizan.pc" @ONLY)
install(FILES "${CMAKE_BINARY_DIR}/package/mizanConfig.cmake"
              "${CMAKE_BINARY_DIR}/package/mizanConfigVersion.cmake" DESTINATION "${config_dir}")
install(FILES "${CMAKE_BINARY_DIR}/package/mizan.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
