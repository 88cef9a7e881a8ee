// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "journal/salequery.h"

#include <QByteArray>
#include <QTimeZone>

namespace paydesk::models {

enum class ExportFormat {
    Csv, ///< RFC 4180, for spreadsheets
    JsonLines, ///< an object a line, for programs
};

/// Sales as lines of a file, UTF-8. Both formats have the same fields under the same names, which are no
/// words of a language: scripts rely on them. Money is there twice, in minor units and in major ones with a
/// point; times are ISO 8601 with the offset that the shop's clock had then.
///
/// The CSV begins with a byte-order mark: without one, Excel takes UTF-8 for the computer's old code page.
/// A text that a spreadsheet would run as a formula has an apostrophe in front (OWASP, "CSV Injection"). In
/// the JSON, texts are as they are, what is missing is null, and major units are strings, because a number
/// there is read as a binary fraction.
class SaleExport
{
public:
    SaleExport(ExportFormat format, const QTimeZone &zone);

    /// What the file begins with; empty for JSON Lines.
    QByteArray head() const;
    /// Appends a sale's line to `out`.
    void append(QByteArray &out, const journal::SaleLine &sale) const;

    static QByteArrayView fileSuffix(ExportFormat format);

private:
    qint64 offsetAt(qint64 ms) const;

    struct Change
    {
        qint64 atMs = 0; ///< Unix milliseconds
        int offset = 0; ///< seconds that the clock is ahead of UTC, from then on
    };
    ExportFormat m_format;
    QTimeZone m_zone;
    QList<Change> m_changes; ///< of the clock, so that a million times need no questions about zones
};

} // namespace paydesk::models
