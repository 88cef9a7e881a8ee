// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <memory>
#include <optional>

struct sqlite3;
struct sqlite3_stmt;

namespace paydesk::bench {

/// SQLite's C API with nothing around it, as the peer of a question to the history: one statement, prepared
/// beforehand, of whose rows every byte is fetched and none is kept.
class RawReader
{
public:
    RawReader(const QString &directory, const QString &sql);
    ~RawReader();
    Q_DISABLE_COPY_MOVE(RawReader)

    /// How long it took to the last row; nothing where the statement failed.
    std::optional<double> ms();

private:
    sqlite3 *m_database = nullptr;
    sqlite3_stmt *m_statement = nullptr;
    qint64 m_bytes = 0; ///< so that no compiler leaves the fetching out
};

} // namespace paydesk::bench
