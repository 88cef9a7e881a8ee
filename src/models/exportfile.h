// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "models/saleexport.h"

#include <QSaveFile>

namespace paydesk::models {

/// The file of an export while it is written. It appears under its name with commit() and never before.
/// Belongs to one thread.
class ExportFile
{
public:
    ExportFile(const QString &fileName, const SaleExport &format);

    /// Each is an error once the disk has failed, in words for staff; ErrorKind::Storage.
    Result<Done> append(const journal::SaleLine &sale);
    Result<Done> commit();

private:
    Result<Done> open();
    Result<Done> flush();
    Error cannotOpen() const;
    Error cannotWrite() const;

    const SaleExport &m_format;
    QSaveFile m_file;
    QByteArray m_buffer;
};

} // namespace paydesk::models
