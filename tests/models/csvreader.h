// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayList>
#include <QList>

#include <optional>

namespace paydesk::test {

/// Reads CSV by the letter of RFC 4180, with fields of any bytes within quotes. Empty where it is none.
inline std::optional<QList<QByteArrayList>> readCsv(const QByteArray &csv)
{
    QList<QByteArrayList> rows;
    QByteArrayList row;
    qsizetype at = 0;
    while (at < csv.size()) {
        QByteArray field;
        if (csv[at] == '"') {
            for (++at;; ++at) {
                if (at >= csv.size())
                    return {};
                if (csv[at] != '"')
                    field += csv[at];
                else if (at + 1 < csv.size() && csv[at + 1] == '"')
                    field += csv[++at];
                else
                    break;
            }
            ++at;
        } else {
            while (at < csv.size() && csv[at] != ',' && csv[at] != '\r') {
                if (csv[at] == '"' || csv[at] == '\n')
                    return {};
                field += csv[at++];
            }
        }
        row += field;
        if (csv.mid(at, 2) == "\r\n") {
            rows += row;
            row.clear();
            at += 2;
            continue;
        }
        if (at >= csv.size() || csv[at] != ',')
            return {};
        ++at;
    }
    return row.isEmpty() ? std::optional(rows) : std::nullopt;
}

} // namespace paydesk::test
