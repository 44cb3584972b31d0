// Result<T>: a value or an Error. No function of this library throws an exception of its own; only running out of
// memory does (std::bad_alloc).
#pragma once

#include <expected>

#include "mizan/error.h"

namespace mizan::api {

// A std::expected whose result can not be dropped unseen.
template <class T> class [[nodiscard]] Result : public std::expected<T, Error> {
public:
    using std::expected<T, Error>::expected;
};

}  // namespace mizan::api
