// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QVariantList>

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

    /// How long it took to the last row; nothing where the statement failed. Text is bound as text.
    std::optional<double> ms(const QVariantList &values = {});
    qint64 rows() const { return m_rows; } ///< of the last time

private:
    sqlite3 *m_database = nullptr;
    sqlite3_stmt *m_statement = nullptr;
    qint64 m_rows = 0;
    qint64 m_bytes = 0; ///< so that no compiler leaves the fetching out
};

} // namespace paydesk::bench
