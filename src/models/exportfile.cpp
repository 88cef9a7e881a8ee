// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/exportfile.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace paydesk::models {

namespace {

struct ExportText
{
    Q_DECLARE_TR_FUNCTIONS(Export)
};

/// Large enough that writing costs little, small enough to be no memory.
constexpr qsizetype bufferSize = 256 * 1024;

} // namespace

ExportFile::ExportFile(const QString &fileName, const SaleExport &format)
    : m_format(format)
    , m_file(fileName)
{
    m_buffer.reserve(bufferSize + bufferSize / 4);
}

Result<Done> ExportFile::append(const journal::SaleLine &sale)
{
    if (auto opened = open(); !opened)
        return opened;
    m_format.append(m_buffer, sale);
    return m_buffer.size() < bufferSize ? Result<Done>(Done()) : flush();
}

Result<Done> ExportFile::commit()
{
    if (auto opened = open(); !opened)
        return opened;
    if (auto flushed = flush(); !flushed)
        return flushed;
    return m_file.commit() ? Result<Done>(Done()) : cannotWrite();
}

Result<Done> ExportFile::open()
{
    if (m_file.isOpen())
        return Done();
    // Customers' names are in it. What is written is a whole buffer already.
    if (!m_file.open(QFile::WriteOnly | QFile::Unbuffered)
        || !m_file.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return cannotOpen();
    m_buffer = m_format.head();
    return Done();
}

Result<Done> ExportFile::flush()
{
    const bool complete = m_file.write(m_buffer) == m_buffer.size();
    m_buffer.resize(0);
    return complete ? Result<Done>(Done()) : cannotWrite();
}

Error ExportFile::cannotOpen() const
{
    return {.kind = ErrorKind::Storage,
        .text = ExportText::tr("The file cannot be written. Choose another name or folder than %1.")
                    .arg(m_file.fileName()),
        .detail = m_file.errorString()};
}

Error ExportFile::cannotWrite() const
{
    const QString folder = QFileInfo(m_file.fileName()).absolutePath();
    const bool isFull = m_file.error() == QFileDevice::ResourceError;
    return {.kind = ErrorKind::Storage,
        .text = (isFull ? ExportText::tr("The disk is full: nothing was exported. Make room in %1, or choose "
                                         "another folder.")
                        : ExportText::tr("The disk failed: nothing was exported. Check that there is room in "
                                         "%1, or choose another folder."))
                    .arg(folder),
        .detail = m_file.errorString()};
}

} // namespace paydesk::models
