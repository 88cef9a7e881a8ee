// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/error.h"

#include <functional>
#include <utility>
#include <variant>

namespace paydesk {

/// The value of a Result that carries none.
struct Done
{
};

/// Either a value or an Error. Reading the side that is not there is a programming error (it throws).
template <typename T> class [[nodiscard]] Result
{
public:
    Result(T value)
        : m_content(std::move(value))
    {
    }
    Result(Error error)
        : m_content(std::move(error))
    {
    }

    bool ok() const { return std::holds_alternative<T>(m_content); }
    explicit operator bool() const { return ok(); }

    const T &value() const & { return std::get<T>(m_content); }
    T value() && { return std::get<T>(std::move(m_content)); }
    const Error &error() const { return std::get<Error>(m_content); }

    const T &operator*() const & { return value(); }
    const T *operator->() const { return &value(); }

private:
    std::variant<T, Error> m_content;
};

/// How every asynchronous call answers: once, on the thread of the context object it was given, and
/// never after that context is gone.
template <typename T> using Callback = std::function<void(const Result<T> &)>;

} // namespace paydesk
