# Fails when a C++ file is not as clang-format would write it. To cure: clang-format-14 -i FILE.
file(GLOB_RECURSE files
     ${SOURCE_DIR}/common/*.cpp ${SOURCE_DIR}/common/*.hpp ${SOURCE_DIR}/server/*.cpp ${SOURCE_DIR}/server/*.hpp
     ${SOURCE_DIR}/workers/*.cpp ${SOURCE_DIR}/workers/*.hpp ${SOURCE_DIR}/tests/*.cpp ${SOURCE_DIR}/tests/*.hpp
     ${SOURCE_DIR}/bench/*.cpp ${SOURCE_DIR}/bench/*.hpp)
list(LENGTH files count)
if(count LESS 100)
  message(FATAL_ERROR "only ${count} files found below ${SOURCE_DIR}")
endif()
execute_process(COMMAND ${CLANG_FORMAT} --dry-run -Werror --ferror-limit=1 ${files} RESULT_VARIABLE failed
                OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(failed)
  string(REGEX MATCHALL "[^\n]*error: code should be clang-formatted" wrong "${output}")
  string(REPLACE ";" "\n" wrong "${wrong}")
  message(FATAL_ERROR "not formatted:\n${wrong}\n${output}")
endif()
message("${count} files as clang-format writes them")
