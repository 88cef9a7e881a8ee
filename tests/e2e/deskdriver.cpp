// SPDX-License-Identifier: GPL-3.0-or-later
#include "deskdriver.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QTest>

#include <csignal>
#include <sys/prctl.h>

using namespace Qt::StringLiterals;

namespace paydesk::test {

namespace {

constexpr int columns = 9; // also those that are hidden at the counter
constexpr quint32 shiftKey = 0xffe1;
constexpr quint32 tabKey = 0xff09;
constexpr quint32 returnKey = 0xff0d;

} // namespace

DeskDriver::DeskDriver(const Session &session)
    : DeskDriver(session, QCoreApplication::applicationDirPath())
{
}

DeskDriver::DeskDriver(const Session &session, const QString &folder)
    : m_session(session)
    , m_program(folder + "/paydesk"_L1)
    , m_environment(session.environment())
    , m_keyboard(session.environment().value(u"DISPLAY"_s))
{
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
}

DeskDriver::~DeskDriver()
{
    quit();
}

bool DeskDriver::start()
{
    m_process.setProcessEnvironment(m_environment);
    m_process.start(m_program, QStringList());
    return m_process.waitForStarted(patienceMs) && waitFor([this] { return !window().isNull(); });
}

bool DeskDriver::waitUntilReady()
{
    return waitFor([this] {
        const auto button = window().find(u"Charge"_s, u"push button"_s);
        return button && button->isEnabled();
    });
}

bool DeskDriver::waitFor(const std::function<bool()> &isSo) const
{
    return QTest::qWaitFor([&] { return !isRunning() || isSo(); }, patienceMs) && isRunning();
}

void DeskDriver::quit()
{
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(patienceMs))
        kill();
}

void DeskDriver::kill()
{
    m_process.kill();
    m_process.waitForFinished(patienceMs);
}

QByteArray DeskDriver::output()
{
    m_output += m_process.readAll();
    return m_output;
}

QList<qint64> DeskDriver::children(const QString &program) const
{
    QList<qint64> list;
    const QStringList processes = QDir(u"/proc"_s).entryList(QDir::Dirs);
    for (const QString &process : processes) {
        QFile stat("/proc/"_L1 + process + "/stat"_L1);
        if (process.toLongLong() == 0 || !stat.open(QFile::ReadOnly))
            continue;
        // pid (name) state parent …; a name is cut after 15 characters
        const QString line = QString::fromUtf8(stat.readAll());
        const qsizetype end = line.lastIndexOf(u')');
        const QString name = line.mid(line.indexOf(u'(') + 1, end - line.indexOf(u'(') - 1);
        if (name == program.left(15) && line.mid(end + 2).section(u' ', 1, 1).toLongLong() == processId())
            list.append(process.toLongLong());
    }
    return list;
}

Accessible DeskDriver::window() const
{
    return m_session.accessibility().application(processId());
}

bool DeskDriver::fill(const QString &field, const QString &text) const
{
    const auto found = window().find(field, u"text"_s);
    return found && found->setText(text);
}

bool DeskDriver::press(const QString &button) const
{
    const auto found = window().find(button, u"push button"_s);
    return found && found->press();
}

QString DeskDriver::textOf(const QString &field) const
{
    const auto found = window().find(field, u"text"_s);
    return found ? found->text() : QString();
}

void DeskDriver::type(const QString &text)
{
    // The marks that need Shift on the display's US keyboard.
    static const QMap<QChar, char> shifted = {{u'_', '-'}, {u':', ';'}};
    for (const QChar c : text) {
        if (shifted.contains(c))
            m_keyboard.tap(quint32(shifted[c]), {shiftKey});
        else
            m_keyboard.type(c);
    }
}

bool DeskDriver::addMetadata(const QString &name, const QString &value)
{
    const auto rows = [this] {
        const auto table = window().find(u"Metadata"_s, u"table"_s);
        return table ? table->children().size() : 0;
    };
    const qsizetype before = rows();
    if (!press(u"Add metadata row"_s) || !QTest::qWaitFor([&] { return rows() > before; }, patienceMs))
        return false;
    type(name);
    m_keyboard.tap(tabKey);
    type(value);
    m_keyboard.tap(returnKey);
    return QTest::qWaitFor(
        [&] {
            const auto table = window().find(u"Metadata"_s, u"table"_s);
            return table && table->find(value).has_value();
        },
        patienceMs);
}

bool DeskDriver::charge(
    const QString &amount, const QString &description, const QMap<QString, QString> &metadata)
{
    // A pressed button acts a moment later.
    if (!waitFor([&] { return fill(u"Amount"_s, amount); }) || !fill(u"Description"_s, description))
        return false;
    for (auto it = metadata.cbegin(); it != metadata.cend(); ++it) {
        if (!addMetadata(it.key(), it.value()))
            return false;
    }
    return press(u"Charge"_s);
}

QString DeskDriver::headline() const
{
    static const QStringList words
        = {u"Paid"_s, u"Declined"_s, u"Canceled"_s, u"Expired"_s, u"Not known yet"_s, u"Not created"_s};
    const auto found = window().first([](const Accessible &object) {
        return words.contains(object.name()) && object.role() == "label"_L1;
    });
    return found ? found->name() : QString();
}

bool DeskDriver::waitForHeadline(const QString &word) const
{
    return waitFor([&] { return headline() == word; });
}

QString DeskDriver::description() const
{
    QString lines;
    const QList<Accessible> objects = window().all();
    for (const Accessible &object : objects)
        lines += object.role() + u": "_s + object.name() + u'\n';
    return lines;
}

QList<QStringList> DeskDriver::payments() const
{
    QList<QStringList> rows;
    const auto table = window().find(u"Payments"_s, u"table"_s);
    if (!table)
        return rows;
    const QList<Accessible> cells = table->children();
    for (const Accessible &cell : cells) {
        if (cell.role() != "cell"_L1)
            continue;
        if (rows.isEmpty() || rows.last().size() == columns)
            rows.append(QStringList());
        rows.last().append(cell.name());
    }
    return rows;
}

} // namespace paydesk::test
