// SPDX-License-Identifier: GPL-3.0-or-later
#include "journal/journallock.h"

#include <QDir>
#include <QFile>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace paydesk::journal {

JournalLock::JournalLock(const QString &directory)
    : m_file(QDir(directory).filePath(u"journal.lock"_s))
{
}

JournalLock::~JournalLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

bool JournalLock::take(Kind kind)
{
    if (m_descriptor < 0)
        m_descriptor = ::open(
            QFile::encodeName(m_file).constData(), O_RDONLY | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (m_descriptor < 0)
        return kind == Kind::Shared;
    const int operation = (kind == Kind::Shared ? LOCK_SH : LOCK_EX) | LOCK_NB;
    m_isHeld = ::flock(m_descriptor, operation) == 0;
    return m_isHeld;
}

} // namespace paydesk::journal
