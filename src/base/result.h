// Result<T>: a value or an Error. Errors from outside are values, never exceptions.
#pragma once

#include <expected>
#include <utility>

#include "base/error.h"

namespace mizan {

template <class T> class [[nodiscard]] Result : public std::expected<T, Error> {
public:
    using std::expected<T, Error>::expected;
};

[[nodiscard]] inline std::unexpected<Error> fail(Error error) {
    return std::unexpected(std::move(error));
}

}  // namespace mizan

// MZ_TRY(auto x, f()): x is the value of f(), or the calling function returns f's Error.
#define MZ_CAT_(a, b) a##b
#define MZ_CAT(a, b) MZ_CAT_(a, b)
#define MZ_TRY_(tmp, decl, expr)                              \
    auto tmp = (expr);                                        \
    if (!tmp) return std::unexpected(std::move(tmp).error()); \
    decl = *std::move(tmp)
#define MZ_TRY(decl, expr) MZ_TRY_(MZ_CAT(mz_try_, __LINE__), decl, expr)

// MZ_CHECK(f()): the calling function returns f's Error if there is one; f gives Result<void>.
#define MZ_CHECK_(tmp, expr) \
    if (auto tmp = (expr); !tmp) return std::unexpected(std::move(tmp).error())
#define MZ_CHECK(expr) MZ_CHECK_(MZ_CAT(mz_check_, __LINE__), expr)
